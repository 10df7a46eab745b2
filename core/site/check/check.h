/* What the rooms of site_check share: the draft being checked, the site being built, and where problems go.
 * For core/site/check/ alone. */
#ifndef CORE_SITE_CHECK_H
#define CORE_SITE_CHECK_H

#include "core/site/site.h"

enum owner_kind { OF_SITE, OF_HOST, OF_ADMIN, OF_EXTRA };

/* Whose words are looked at. */
struct owner {
    enum owner_kind kind;
    size_t index;
    const char *name; /* NULL: none that is fit to stand in a field */
    int line, column; /* for what is missing */
};

/* Where a problem is: at a word, or (line 0) at its owner. */
struct spot {
    const struct owner *owner;
    const char *key, *sub; /* `services`, `mqtt`; sub NULL = none */
    long item;             /* in a list; -1 = none */
    int line, column;
};

struct pool; /* all hosts of a product and some roles (names.c) */

struct check {
    struct site *site;
    const struct draft *draft;
    const struct catalog *catalog;
    struct problems *problems;
    struct owner top, *owners; /* owners: of the hosts */
    bool *sound;               /* of each host: product and role are known */
    bool all_sound;
    const struct product **products; /* that the site's hosts have, each once */
    size_t product_count;
    const struct topology *topologies; /* of the product that has some; NULL = no such product here */
    size_t topology_count;
    struct version version; /* the site's */
    const char **names;     /* of the hosts, for "did you mean" */
    size_t name_count;
    struct pool *pools;
    size_t pool_count, pool_cap;
    size_t searches; /* for near words: bounded, so that no hostile file costs quadratic time */
    struct arena scratch;
};

/* problem.c */
struct spot spot_word(const struct owner *owner, const char *key, const struct word *word);
struct spot spot_words(const struct owner *owner, const char *key, const struct words *words);
struct spot spot_in(const struct owner *owner, const char *key, const char *sub, const struct word *word);
struct spot spot_item(struct spot list, size_t item, const struct word *word);
void site_add(struct check *check, enum problem_code code, struct spot spot, const char *format, ...)
    __attribute__((format(printf, 4, 5)));
/* The product's advice `word` as a warning: `about: ` and the catalog's words, or `otherwise` if it has none. */
void site_advise(struct check *check, const struct product *product, const char *word, struct spot spot,
                 const char *otherwise, const char *about, ...) __attribute__((format(printf, 6, 7)));
/* `word` is none of `words`: an error with the nearest of them, or all of a few. */
void site_unknown(struct check *check, struct spot spot, const char *what, const char *word,
                  const char *const *words, size_t count);
/* `a, b, c`; the caller frees it. */
char *site_listed(const char *const *words, size_t count);
/* An error unless the text is `most` bytes or less and harmless on a terminal. */
void site_prose(struct check *check, struct spot spot, const char *text, size_t most);
/* The place of a spot, for problems that are found later; it lives as long as the site. */
struct place site_place(struct check *check, struct spot spot);
/* The owner's place, for problems that are found later; it lives as long as the site. */
struct place site_owner_place(struct check *check, const struct owner *owner);

/* lists.c: lists of addresses. Broken ones are errors and left out. */
struct prefixes site_prefixes(struct check *check, struct spot list, const struct words *words);
/* The same; a network that is named twice is an error too. */
struct prefixes site_networks(struct check *check, struct spot list, const struct words *words);
struct placed {
    struct prefix prefix;
    struct spot spot;
    size_t order;
};
/* Calls `report` for each prefix that stands in `items` before already; sorts them. */
void site_repeated(struct check *check, struct placed *items, size_t count,
                   void (*report)(struct check *, const struct placed *first, const struct placed *again));
int site_prefix(struct check *check, struct spot spot, const char *text, struct prefix *out);
/* Where one machine is meant. */
int site_machine(struct check *check, struct spot spot, const char *text, struct prefix *out);
int site_port(struct check *check, struct spot spot, const char *text, struct ports *out);

/* The rooms, in the order in which site_check calls them. */
void check_site_words(struct check *check);                 /* words.c */
void check_hosts(struct check *check);                      /* host.c */
void check_host_traits(struct check *check, size_t index);  /* traits.c: security, interface, apps */
void check_host_choices(struct check *check, size_t index); /* choices.c: not-ours */
void check_host_version(struct check *check, size_t index); /* version.c */
void check_site_version(struct check *check);
void check_versions_known(struct check *check);
void check_names(struct check *check);     /* names.c: sorts the names */
void check_topology(struct check *check);  /* topology.c */
void check_uses(struct check *check);      /* uses.c */
void check_links(struct check *check);     /* links.c */
void check_settings(struct check *check);  /* settings/settings.c: services, ports, allow-from */
void check_addresses(struct check *check); /* addresses.c */
void check_zones(struct check *check);     /* zones.c */
void check_admins(struct check *check);    /* admin.c */
void check_extras(struct check *check);    /* extra.c */

/* The host called `name`, or NULL. */
struct host *check_host_named(const struct check *check, const char *name);
/* All sound hosts of these roles and product, in the file's order (pool.c). */
struct hosts check_pool(struct check *check, const struct product *product, role_set roles);

/* `server or permanent-standby`; the caller frees it. */
char *roles_in_words(const struct check *check, role_set roles);
/* The same of all roles of all products that have the trait. */
char *roles_with_in_words(const struct check *check, enum trait trait);

#endif
