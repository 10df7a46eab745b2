/* Signals as bytes of a pipe: nothing is lost between drawing and waiting. One set a process. */
#ifndef TUI_SCREEN_SIGNALS_H
#define TUI_SCREEN_SIGNALS_H

#include <stdbool.h>

/* Takes TERM, HUP, INT, QUIT, WINCH, TSTP and CONT; PIPE is ignored. Returns the end to poll, -1 on failure.
 */
int signals_take(void);
void signals_give_back(void);

struct signals_seen {
    int ended; /* the first of TERM, HUP, INT, QUIT; 0 = none */
    bool resized, stopped, continued;
};

/* What came since the last call; empties the pipe. */
struct signals_seen signals_read(void);
/* Stops this process as Ctrl-Z would have; returns when it goes on. */
void signals_stop(void);

#endif
