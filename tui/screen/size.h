/* The size of a terminal that does not say it (a serial line: TIOCGWINSZ gives 0 x 0). */
#ifndef TUI_SCREEN_SIZE_H
#define TUI_SCREEN_SIZE_H

/* Asks the terminal where its last corner is, waits at most 300 ms. -1: no answer. Call it before curses. */
int size_ask(int *rows, int *cols);
/* What the kernel knows. -1: nothing. */
int size_known(int *rows, int *cols);

#endif
