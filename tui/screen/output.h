/* One write for each paint: curses writes after every movement of the cursor, and each of its writes is a
 * packet of its own in an ssh session. What it writes between hold and send is gathered in memory. */
#ifndef TUI_SCREEN_OUTPUT_H
#define TUI_SCREEN_OUTPUT_H

#include <stdio.h>

struct screen_output {
    FILE *file; /* what curses writes to: standard output by another descriptor */
    int memory; /* -1: there is none, and nothing is gathered */
};

/* -1: there is no descriptor left. */
int output_open(struct screen_output *output);
void output_close(struct screen_output *output);
void output_hold(struct screen_output *output);
void output_send(struct screen_output *output);

#endif
