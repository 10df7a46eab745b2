/* From page to page: the steps in their order, side pages and back. */
#ifndef TUI_WIZARD_GO_H
#define TUI_WIZARD_GO_H

#include "tui/wizard/wizard.h"

void wizard_go(struct wizard *wizard, enum page_id page);    /* a step, or the start */
void wizard_visit(struct wizard *wizard, enum page_id page); /* a side page: Back returns here */
void wizard_back(struct wizard *wizard);
/* The step behind this one, or what a guided change leads to. */
void wizard_go_on(struct wizard *wizard);
/* Whether the page is one of the numbered steps of this site. */
bool wizard_is_step(struct wizard *wizard, enum page_id page);
/* Number of the page among the steps, from 1; 0 = it is none. *count: how many there are. */
int wizard_step(struct wizard *wizard, enum page_id page, int *count);

#endif
