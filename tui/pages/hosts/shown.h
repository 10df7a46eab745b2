/* The host that its page shows: the state of PAGE_HOST is its index in the draft. */
#ifndef TUI_PAGES_HOSTS_SHOWN_H
#define TUI_PAGES_HOSTS_SHOWN_H

#include "tui/pages/page.h"

enum { HOST_LABEL_COL = 3, HOST_FIELD_COL = 18 };

size_t *host_index(const struct wizard *wizard);
/* NULL: it is gone. */
struct draft_host *host_shown(struct wizard *wizard);
/* The path of one of its keys in the site file; the sheet's. */
char *host_path(struct wizard *wizard, struct sheet *sheet, const char *key);

#endif
