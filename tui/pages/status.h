/* The remaining time of a trial on the status page. */
#ifndef TUI_PAGES_STATUS_H
#define TUI_PAGES_STATUS_H

#include "tui/wizard/wizard.h"

/* Reads the trial alone; when it is over everything is looked at again. */
void status_tick(struct wizard *wizard);

#endif
