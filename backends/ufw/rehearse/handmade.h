/* Lines that people wrote into user.rules by hand, beside what ufw writes: ufw itself drops them when it
 * writes the file the next time, penstock carries them along. */
#ifndef BACKENDS_UFW_REHEARSE_HANDMADE_H
#define BACKENDS_UFW_REHEARSE_HANDMADE_H

#include <stddef.h>

/* `fresh` with the lines of `file` that ufw did not write, `written` being what it writes for the rules of `file`:
 * each behind the line it stood behind. The caller frees it. */
char *handmade_carry(const char *written, const char *file, const char *fresh);

/* A line by hand: its number in `file` and its bytes (to the newline). */
struct handmade_line {
    size_t number;
    const char *line;
    size_t length;
};

/* Those of `file`, blank ones and comments aside; they point into it. The caller frees *lines. */
size_t handmade_find(const char *written, const char *file, struct handmade_line **lines);

#endif
