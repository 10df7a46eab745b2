/* The page that tells why a flow is there: for one flow, or for several that one arrow or line stands for. */
#ifndef TUI_PAGES_FLOWS_WHY_H
#define TUI_PAGES_FLOWS_WHY_H

#include "tui/wizard/wizard.h"

enum { WHY_FLOWS = 64 }; /* at most so many are gone through */

/* Visits the page for `count` flows (indexes; at least one), n and p go through them. */
void why_flows(struct wizard *wizard, const size_t *flows, size_t count);

#endif
