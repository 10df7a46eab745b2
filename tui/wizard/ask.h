/* The question in the last two lines of the screen. */
#ifndef TUI_WIZARD_ASK_H
#define TUI_WIZARD_ASK_H

#include "tui/wizard/wizard.h"

/* Asks for a text that starts as `text`; `answer` gets it. */
void ask_text(struct wizard *wizard, const char *words, const char *offer, const char *text,
              void (*answer)(struct wizard *wizard, const char *text));
/* Asks for one of some keys. */
void ask_key(struct wizard *wizard, const char *words, const char *offer,
             bool (*key)(struct wizard *wizard, unsigned point));
void ask_press(struct wizard *wizard, const struct press *press);

#endif
