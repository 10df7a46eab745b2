/* The tick of a service: what the derivation does, and what is written so that it does the other. */
#ifndef TUI_PAGES_TICKED_H
#define TUI_PAGES_TICKED_H

#include "tui/wizard/wizard.h"

/* Whether some host has it; while the answers cannot be derived, what they say. */
bool ticked(struct wizard *wizard, const struct service *service);
/* Where, or why nowhere, in few words; "" while that cannot be told. The sheet owns it. */
const char *ticked_where(struct wizard *wizard, struct sheet *sheet, const struct service *service);
/* The same as a sentence; NULL while it cannot be told. The caller frees it. */
char *ticked_why(struct wizard *wizard, const struct service *service);
/* Writes what makes it so, and no more than is needed: the catalog's own state is not written down, a host's own word
 * is taken away where it says the contrary. Returns why it cannot be so, and then nothing was written; NULL: it is so.
 * The caller frees it. */
char *ticked_set(struct wizard *wizard, const struct service *service, bool on);

#endif
