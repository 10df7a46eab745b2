/* What the rooms of import_draft share. */
#ifndef CORE_IMPORT_IMPORTING_H
#define CORE_IMPORT_IMPORTING_H

#include "core/import/import.h"

struct importing {
    const struct seen *seen;
    const struct product *product;
    struct draft *draft;
    struct draft_host *host;
    bool *taken; /* by index of the rule: a service says it */
};

/* Services, ports and allow-from (services.c). */
void import_services(struct importing *importing);
/* The rules that no service says, as flows of the site's own (extras.c). */
void import_extras(struct importing *importing);

#endif
