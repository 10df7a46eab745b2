/* One line of text being edited: UTF-8, a cursor, and nothing else. It moves by characters, not by bytes. */
#ifndef TUI_FORM_EDIT_H
#define TUI_FORM_EDIT_H

#include <stdbool.h>
#include <stddef.h>

#include "tui/form/press.h"

enum { EDIT_MAX = 512 };

struct edit {
    char text[EDIT_MAX];
    size_t at;   /* cursor, in bytes */
    size_t left; /* first byte shown, when the text is wider than its field */
};

/* The cursor goes to the end. Text that is too long is cut at a character. */
void edit_set(struct edit *edit, const char *text);

enum edit_did { EDIT_NOTHING, EDIT_MOVED, EDIT_CHANGED };
/* EDIT_NOTHING: the key is not for a text field, or the cursor is at that end already. */
enum edit_did edit_press(struct edit *edit, const struct press *press);

/* Scrolls so that the cursor lies within `width` columns; returns the cursor's column. */
int edit_window(struct edit *edit, int width);

#endif
