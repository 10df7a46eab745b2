/* How a catalog file becomes a product. For core/catalog/ alone.
 *
 * A record (service, pattern, role ...) is read by a table of fields. What is read lives in the catalog's
 * arena, and so do the trees of the files: their words are not copied. Errors are added with the place of the word that is wrong; the reading goes on after them. */
#ifndef CORE_CATALOG_LOAD_H
#define CORE_CATALOG_LOAD_H

#include "core/catalog/catalog.h"
#include "core/yaml/yaml.h"

/* Of one product; a plan holds the built-in rules beside those of every host. */
enum { MOST_BUILTINS = 16, MOST_SERVICES = 256 };

struct loading {
    struct arena *arena;
    struct product *product; /* a scratch: it replaces the catalog's only if all went well */
    struct problems *problems;
    size_t errors_before;
    bool extends;            /* the catalog had this product already */
    struct role_table roles; /* the catalog's, and those of this file */
};

enum { WORD = 1u << YAML_WORD, LIST = 1u << YAML_LIST, MAP = 1u << YAML_MAP };

/* Reads `value` into what lies at `at`. */
typedef void field_reader(struct loading *loading, const struct yaml *value, void *at);

struct catalog_field {
    const char *name;   /* NULL ends the table */
    unsigned kinds;     /* bits 1u << YAML_… */
    field_reader *read; /* NULL: the key is read elsewhere */
    size_t offset;
    bool needed;
};

/* Reads the map's keys into `into`; errors for unknown keys, wrong kinds and missing needed ones. `what`
 * names the record: "service 'mqtt'". */
void fields_read(struct loading *loading, const struct yaml *map, const char *what,
                 const struct catalog_field *fields, void *into);
/* Adds an error at the value. */
void load_error(struct loading *loading, const struct yaml *at, enum problem_code code, const char *format,
                ...) __attribute__((format(printf, 4, 5)));
/* The index of the value's word in `words`; -1 with an error that names `what` ("a role") and the nearest. */
int load_word(struct loading *loading, const struct yaml *value, const char *what, const char *const *words,
              size_t count);
/* Whether so many errors were found that more would help nobody. */
bool load_enough(const struct loading *loading);

/* field.c: one word or list of a file each. `at` points to the type named. */
field_reader read_text;    /* const char *: one line */
field_reader read_name;    /* const char *: text_is_name */
field_reader read_bool;    /* bool: yes, no, on, off */
field_reader read_count;   /* size_t: 0 to 999, or `any` = (size_t)-1 */
field_reader read_ports;   /* struct ports */
field_reader read_version; /* struct version, by the product's scheme */
field_reader read_range;   /* struct version_range */
field_reader read_apps;    /* unsigned: bits of the product's apps */
field_reader read_prefix;  /* struct prefix */

/* word.c: the words of the enums of catalog.h and net.h. */
field_reader read_protocol, read_verdict, read_severity, read_certainty, read_relation, read_direction,
    read_state;
field_reader read_switch_at;  /* enum switch_at */
field_reader read_directions; /* unsigned: bits 1u << DIRECTION_… */

/* role.c: `roles` of a product, and lists of them. */
field_reader read_roles;    /* role_set */
field_reader read_role_map; /* struct product.roles */

/* section.c: lists of records. `size` bytes each; their first member is their id if `keyed`. */
struct section {
    const char *key;
    size_t size, most;
    bool keyed; /* the same id replaces the record of an earlier file */
    void (*read)(struct loading *loading, const struct yaml *map, void *record);
    size_t items, count; /* offsets in struct product */
};

/* Appends or replaces the records of `list`. */
void section_read(struct loading *loading, const struct section *section, const struct yaml *list);

/* product.c: the sections around the services. */
void product_read(struct loading *loading, const struct yaml *root);
/* source.c */
field_reader read_sources; /* of struct product: `sources` */
field_reader read_source;  /* const char *: the words that are shown, as long as the catalog lives */
/* Puts the words of `doubt` (NULL: none) behind the source. */
void source_doubted(struct loading *loading, const char **source, enum certainty certainty,
                    const char *doubt);

/* advice.c: one entry of `advices`. */
void read_advice(struct loading *loading, const struct yaml *map, void *record);
/* builtin.c: one entry of `always`. */
void read_builtin(struct loading *loading, const struct yaml *map, void *record);
/* service.c: `services`, the patterns included. */
void services_read(struct loading *loading, const struct yaml *list);
/* pattern.c: the patterns of one service; the ids of all services are known. */
void patterns_read(struct loading *loading, const struct yaml *map, struct service *service);
/* check.c: what several services say of each other; fills in the ports that a setting of another
 * service gives. */
void services_check(struct loading *loading, const struct yaml *list);

/* find.c: the service of that id in the product being read, or NULL. */
struct service *load_service(struct loading *loading, const char *id);
/* The same for a word of the file, with an error that names the nearest. */
struct service *load_service_word(struct loading *loading, const struct yaml *value);

#endif
