/* The parts of the page of one host. Each part begins at a row of the sheet and gives the row behind it. */
#ifndef TUI_PAGES_HOSTS_HOST_H
#define TUI_PAGES_HOSTS_HOST_H

#include "tui/pages/page.h"

enum { HOST_LABEL_COL = 3, HOST_FIELD_COL = 18 };

/* Which names there are is the catalog's word. */
enum names { NAMES_USES, NAMES_LINKS, NAMES_APPS };

/* The host that the page shows; NULL: it is gone. */
struct draft_host *host_shown(struct wizard *wizard);
/* The path of one of its keys in the site file; the sheet's. */
char *host_path(struct wizard *wizard, struct sheet *sheet, const char *key);
int host_ticks(struct wizard *wizard, struct sheet *sheet, int row, enum names names, const char *label,
               const char *key);
int host_zones(struct wizard *wizard, struct sheet *sheet, int row);

#endif
