/* A question in the last two lines of the screen: a text, or one of some keys. */
#ifndef TUI_WIZARD_QUESTION_H
#define TUI_WIZARD_QUESTION_H

#include "tui/form/form.h"

struct wizard;

struct question {
    bool open, keys;
    char words[160];
    char offer[80]; /* the footer's words */
    struct edit edit;
    void (*answer)(struct wizard *wizard, const char *text);
    bool (*key)(struct wizard *wizard, unsigned point); /* false: not one of the keys */
};

#endif
