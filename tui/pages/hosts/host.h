/* The page of one host. */
#ifndef TUI_PAGES_HOSTS_HOST_H
#define TUI_PAGES_HOSTS_HOST_H

#include "tui/wizard/wizard.h"

/* Visits the page for a host of the draft. */
void host_open(struct wizard *wizard, size_t index);
/* The same for the host that a problem at `path` is about; false: it is about none. */
bool host_open_path(struct wizard *wizard, const char *path);

#endif
