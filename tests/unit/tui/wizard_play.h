/* The wizard without a terminal: presses go in, what a canvas shows comes out, and the machine is a double. */
#ifndef TESTS_UNIT_TUI_WIZARD_PLAY_H
#define TESTS_UNIT_TUI_WIZARD_PLAY_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "core/catalog/catalog.h"
#include "tests/unit/tui/desk_double.h"
#include "tui/wizard/wizard.h"

struct play {
    struct catalog catalog;
    struct desk_double twin;
    struct wizard wizard;
    struct canvas canvas;
    char *screen; /* as drawn last; owned */
};

/* Set-up and tear-down of a cmocka test: *state is the play. The machine is srv-a of the example geo-scada,
 * and root. */
int play_begin(void **state);
int play_end(void **state);

/* Another machine than that one. */
void play_machine(struct play *play, const char *own, bool privileged);
/* Opens a built-in example and goes to a page; what waits is done. */
void play_example(struct play *play, const char *name, enum page_id page);
/* What waits is done, as the loop does it after each paint. */
void play_work(struct play *play);
/* Presses and does what waits. A string is typed letter by letter. */
void play_press(struct play *play, enum press_code code);
void play_function(struct play *play, unsigned number);
void play_type(struct play *play, const char *text);
void play_click(struct play *play, int row, int col);
/* Gives the field the focus, which must be there. */
void play_focus(struct play *play, const char *id);
const char *play_focused(struct play *play); /* its id; "" = none */

/* Draws, and fails unless the screen has (has not) the text somewhere. */
void play_shows(struct play *play, const char *text);
void play_hides(struct play *play, const char *text);
/* The row that has the text; -1: none. */
int play_row(struct play *play, const char *text);

#endif
