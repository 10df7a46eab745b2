/* A file of the machine as one row of a list: its hash, owner, mode, time and name, so that later anybody can tell
 * whether it is still the same. */
#ifndef BACKENDS_MACHINE_ROW_H
#define BACKENDS_MACHINE_ROW_H

#include <sha2.h>

#include "backends/machine/machine.h"
#include "core/base/text.h"

struct row {
    bool there;
    char hash[SHA256_DIGEST_STRING_LENGTH];
    unsigned user, group, mode;
    char when[32];
    const char *path; /* borrowed */
};

/* As it is now; a file that is not there is a row that says so. *data (NULL for that) is the caller's; may be NULL.
 * -1: errno, it cannot be read. */
int row_look(struct row *row, const struct machine *machine, const char *path, char **data, size_t *length);
void row_add(struct text *list, const struct row *row);
/* The next row of a list, which is cut into pieces; false: there is none. */
bool row_next(char **list, struct row *row);
/* Hash, owner and mode; and whether it is there. */
bool row_equal(const struct row *a, const struct row *b);
bool rows_equal(const char *a, const char *b);

#endif
