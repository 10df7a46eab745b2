/* Descriptions of terminals inside the program, for machines on which none are installed. A build has them when
 * PENSTOCK_TERMINALS is on; else the list is empty. */
#ifndef TUI_SCREEN_TERMINALS_H
#define TUI_SCREEN_TERMINALS_H

#include <stdbool.h>

/* One terminal; the last entry of the list has no name. */
struct terminal {
    const char *name;
    const char
        *terminfo; /* what TERMINFO may be set to: the description itself, "b64:" first (infocmp(1), -Q2) */
};

/* Made while building, by the build machine's infocmp. */
extern const struct terminal builtin_terminals[];

/* Makes the description of `name` known to curses, by the environment. False where there is none. */
bool terminal_lend(const char *name);

#endif
