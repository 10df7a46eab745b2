/* Keys of curses as presses. Included by the screen alone. */
#ifndef TUI_SCREEN_KEYS_H
#define TUI_SCREEN_KEYS_H

#include <stddef.h>

#include "tui/form/press.h"

/* Reads all keys that wait, at most `most`; returns how many. Never blocks longer than ESCDELAY. */
size_t screen_keys(struct press *presses, size_t most);

#endif
