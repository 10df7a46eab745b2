/* A form: where the focus is on a sheet, and what keys do there. It keeps the field's id, so the focus stays
 * with its field while the sheet is built anew; it never holds the focus anywhere. */
#ifndef TUI_FORM_FORM_H
#define TUI_FORM_FORM_H

#include "tui/form/sheet.h"

enum { FIELD_ID = 200 };

struct form {
    char id[FIELD_ID];
    int index; /* -1: the sheet has no field */
    int goal;  /* the column that Up and Down keep to, over rows that have no field there */
    int top;   /* rows scrolled away */
    struct edit edit;
    bool typing; /* the text was changed since the field got the focus */
};

/* Finds the focus on a sheet that was built anew, and scrolls it into view. */
void form_settle(struct form *form, const struct sheet *sheet);
void form_focus(struct form *form, const struct sheet *sheet, const char *id);
const struct field *form_field(const struct form *form, const struct sheet *sheet); /* NULL: none */
bool form_in_text(const struct form *form, const struct sheet *sheet);

/* Moves the focus, or scrolls a sheet without fields. False: the key is no movement. */
bool form_move(struct form *form, const struct sheet *sheet, const struct press *press);
/* The same where one field is shown at a time: Up and Down go through all of them in their order. */
bool form_turn(struct form *form, const struct sheet *sheet, const struct press *press);

#endif
