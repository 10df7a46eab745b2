/* The screen: the only part that knows curses. It carries a canvas to the terminal, turns keys into presses,
 * and gives the terminal back as it was, whatever ends the program. */
#ifndef TUI_SCREEN_SCREEN_H
#define TUI_SCREEN_SCREEN_H

#include <stdbool.h>
#include <stddef.h>

#include "tui/form/canvas.h"
#include "tui/form/press.h"
#include "tui/form/theme.h"

struct screen_options {
    bool ascii, no_color, mouse;
    int rows, cols; /* 0 = ask the terminal */
    const struct theme *theme;
};

struct screen;

enum { SCREEN_PRESSES = 256 };

/* What came in while waiting. */
struct screen_input {
    struct press presses[SCREEN_PRESSES];
    size_t count;
    bool resized;  /* the size, or everything on the screen, is new */
    bool ticked;   /* the time was up */
    bool watched;  /* the other descriptor is readable */
    int exit_code; /* not 0: leave now with it (128 + signal, 129 when the terminal is gone) */
};

/* NULL: the terminal is of no use; *why is one sentence that says what is wrong (static or of the
 * environment's words, the caller frees it). */
struct screen *screen_open(const struct screen_options *options, char **why);
void screen_close(struct screen *screen);
void screen_size(const struct screen *screen, int *rows, int *cols);
bool screen_colors(const struct screen *screen);
/* Paints in another theme from the next draw on. */
void screen_theme(struct screen *screen, const struct theme *theme);
/* One refresh, whatever changed. */
void screen_draw(struct screen *screen, const struct canvas *canvas);
/* Draws everything anew (line noise). */
void screen_heal(struct screen *screen);
/* From now on waiting ends when `fd` is readable too (`watched` of the input); -1 = no more. Meanwhile what
 * is shown is not the last word. */
void screen_watch(struct screen *screen, int fd);
/* Waits for keys, signals, or `timeout` milliseconds (-1: for ever); all that came is in *input. */
void screen_wait(struct screen *screen, int timeout, struct screen_input *input);

#endif
