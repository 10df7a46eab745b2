/* What the pages know of the device they run on, and taking it over. */
#ifndef TUI_PAGES_DEVICE_H
#define TUI_PAGES_DEVICE_H

#include "tui/wizard/wizard.h"

/* nginx and the firewall of this device as last looked at: the state of PAGE_WEB. */
const struct web_drift *device_drift(const struct wizard *wizard);
/* Looks whether they fit together. Nothing without privilege. */
void device_look(struct wizard *wizard);
/* Takes the device's own rules and web ports as the answers. False: refused, and said. */
bool device_import(struct wizard *wizard);
/* Compares the plan with this machine after the next paint, if there is one to compare. */
void device_compare(struct wizard *wizard);
/* Puts nginx and the firewall together: at nginx's ports, or (`usual`) at the product's own. */
void device_mend(struct wizard *wizard, bool usual);

/* The unified diff of nginx's file from `row` on; returns the row behind it. */
int device_diff(const struct wizard *wizard, struct sheet *sheet, int row);

#endif
