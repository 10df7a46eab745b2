/* The frame of every page: title, body, message line, footer. */
#ifndef TUI_WIZARD_DRAW_H
#define TUI_WIZARD_DRAW_H

#include "tui/wizard/wizard.h"

void wizard_draw(struct wizard *wizard, struct canvas *canvas);
/* Over what was drawn last: what the work beside the loop does. */
void wizard_draw_phase(struct canvas *canvas, const char *phase);

#endif
