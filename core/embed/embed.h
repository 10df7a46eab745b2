/* Files compiled into the program (core/embed/embed.cmake): themes, example sites, catalogs. */
#ifndef CORE_EMBED_EMBED_H
#define CORE_EMBED_EMBED_H

#include <stddef.h>

struct embedded {
    const char *name; /* file name without folder and ending; NULL ends the table */
    const char *text; /* NUL-terminated, whatever the file holds */
    size_t length;    /* bytes, without that NUL */
};

extern const struct embedded builtin_themes[];
extern const struct embedded builtin_examples[];

struct yaml;

/* A YAML file as the tree that yaml_parse would make of it (core/embed/tree.c): nothing to parse at the
 * start. */
struct embedded_tree {
    const char *name; /* NULL ends the table */
    const struct yaml *root;
};

extern const struct embedded_tree builtin_catalogs[];

/* The entry called `name` in `table`, or NULL. */
const struct embedded *embedded_find(const struct embedded *table, const char *name);

#endif
