/* The parts of the page of one host that have a file of their own. Each begins at a row of the sheet and gives the
 * row behind it. */
#ifndef TUI_PAGES_HOSTS_PARTS_H
#define TUI_PAGES_HOSTS_PARTS_H

#include "tui/pages/hosts/shown.h"

/* Which names there are is the catalog's word. */
enum names { NAMES_USES, NAMES_LINKS, NAMES_APPS };

int host_ticks(struct wizard *wizard, struct sheet *sheet, int row, enum names names, const char *label,
               const char *key);
/* The services that the host may switch for itself, whatever the site says. */
int host_switches(struct wizard *wizard, struct sheet *sheet, int row, const struct role_fact *role);
int host_zones(struct wizard *wizard, struct sheet *sheet, int row);

#endif
