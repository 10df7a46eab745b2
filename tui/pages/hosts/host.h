/* The page of one host, and its parts. Each part begins at a row of the sheet and gives the row behind it. */
#ifndef TUI_PAGES_HOSTS_HOST_H
#define TUI_PAGES_HOSTS_HOST_H

#include "tui/pages/page.h"

enum { HOST_LABEL_COL = 3, HOST_FIELD_COL = 18 };

/* Which names there are is the catalog's word. */
enum names { NAMES_USES, NAMES_LINKS, NAMES_APPS };

/* Visits the page for a host of the draft. */
void host_open(struct wizard *wizard, size_t index);
/* The same for the host that a problem at `path` is about; false: it is about none. */
bool host_open_path(struct wizard *wizard, const char *path);

/* The host that the page shows; NULL: it is gone. */
struct draft_host *host_shown(struct wizard *wizard);
/* The path of one of its keys in the site file; the sheet's. */
char *host_path(struct wizard *wizard, struct sheet *sheet, const char *key);
int host_ticks(struct wizard *wizard, struct sheet *sheet, int row, enum names names, const char *label,
               const char *key);
int host_zones(struct wizard *wizard, struct sheet *sheet, int row);

#endif
