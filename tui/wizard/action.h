/* The actions: one line each gives name, footer word, help, letter and F-key. Dispatch, footer and help come
 * from this table alone.
 *
 * Letters work outside text fields; F-keys, and Escape with the digit, everywhere. */
#ifndef TUI_WIZARD_ACTION_H
#define TUI_WIZARD_ACTION_H

#include <stdbool.h>

#include "tui/form/press.h"

/* id, footer, help, key, letter (0 = none), F-key (0 = none) */
#define ACTIONS(X)                                                                      \
    X(HELP, "help", "what this page is about, and the keys", "?", '?', 1)               \
    X(SAVE, "save", "save the answers as a site file", "s", 's', 2)                     \
    X(SEARCH, "search", "find a word in this list", "/", '/', 3)                        \
    X(VIEW, "view", "the next view of the same facts", "v", 'v', 4)                     \
    X(REDRAW, "redraw", "draw the screen anew (line noise)", "Ctrl-L", 0, 5)            \
    X(REFRESH, "refresh", "look at this machine again", "r", 'r', 6)                    \
    X(UNDO, "undo", "bring back what was removed last", "u", 'u', 7)                    \
    X(ERROR, "next error", "go to the next error", "x", 'x', 8)                         \
    X(STATUS, "status", "what is active on this machine", "t", 't', 9)                  \
    X(QUIT, "quit", "leave (asks when something is not saved)", "q", 'q', 10)           \
    X(ADD, "add", "one more line", "+", '+', 0)                                         \
    X(REMOVE, "remove", "take this line away", "-", '-', 0)                             \
    X(ADOPT, "adopt", "make somebody else's rule part of the site", "o", 'o', 0)        \
    X(WHATIF, "what if", "what these rules do with one packet", "w", 'w', 0)            \
    X(HOST, "host", "another host's rules", "h", 'h', 0)                                \
    X(EDIT, "edit", "go to the answers that cause this", "e", 'e', 0)                   \
    X(NEXT_CHANGE, "next", "the next change, or the next hit", "n", 'n', 0)             \
    X(PREVIOUS_CHANGE, "previous", "the change before, or the hit before", "p", 'p', 0) \
    X(DEFAULT, "default", "the catalog's own value", "d", 'd', 0)                       \
    X(APPLY, "APPLY", "make these rules active, on trial", "a", 'a', 0)                 \
    X(GO, "apply", "start the trial", "A", 'A', 0)                                      \
    X(CONFIRM, "keep", "keep the new rules for good", "K", 'K', 0)                      \
    X(ROLLBACK, "back now", "back to the old rules at once", "B", 'B', 0)               \
    X(THEME, "colours", "the next theme of colours and marks", "c", 'c', 0)             \
    X(MORE, "more time", "60 seconds more", "M", 'M', 0)                                \
    X(RESUME, "continue", "go on with the answers that were kept", "C", 'C', 0)         \
    X(DIFFERENCE, "different", "what these answers would change", "D", 'D', 0)          \
    X(LOG, "log", "who changed what on this machine, and when", "L", 'L', 0)            \
    X(ONWARD, "go on", "go on, whatever has the focus", "Ctrl-N", 0, 0)                 \
    X(ANEW, "anew", "leave the kept answers and start anew", "N", 'N', 0)

#define ACTION_ENUM(id, footer, help, key, letter, function) ACTION_##id,
enum action { ACTIONS(ACTION_ENUM) ACTION_COUNT, ACTION_NONE = ACTION_COUNT };
#undef ACTION_ENUM

struct action_fact {
    const char *footer, *help, *key;
    unsigned letter, function;
};

const struct action_fact *action_fact(enum action action);
/* The action of a key: by F-key always, by letter only if `letters`. ACTION_NONE if it has none. */
enum action action_of(const struct press *press, bool letters);
/* `F10 q`, `v`, `F1 ?`: returns `buffer`. */
const char *action_keys(enum action action, char buffer[16]);

#endif
