/* The first view of the review: the rules of the plan with their reasons. */
#ifndef TUI_PAGES_REVIEW_RULES_H
#define TUI_PAGES_REVIEW_RULES_H

#include "tui/wizard/wizard.h"

/* Adds a line for each rule from row 2 on; Enter leads to its flow. Returns the row after the last. */
int review_rules(struct wizard *wizard, struct sheet *sheet);

#endif
