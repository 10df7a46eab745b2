/* Files compiled into the program (core/embed.cmake): catalogs, themes, example sites. */
#ifndef CORE_EMBED_H
#define CORE_EMBED_H

#include <stddef.h>

struct embedded {
    const char *name; /* file name without folder and ending; NULL ends the table */
    const char *text; /* NUL-terminated, whatever the file holds */
    size_t length;    /* bytes, without that NUL */
};

extern const struct embedded builtin_catalogs[];
extern const struct embedded builtin_themes[];
extern const struct embedded builtin_examples[];

/* The entry called `name` in `table`, or NULL. */
const struct embedded *embedded_find(const struct embedded *table, const char *name);

#endif
