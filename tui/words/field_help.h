/* Help on the fields that are of the site, not of a product: by the words of their ids. What is of a product
 * comes from the catalog. */
#ifndef TUI_WORDS_FIELD_HELP_H
#define TUI_WORDS_FIELD_HELP_H

#include "core/catalog/catalog.h"

/* A few sentences about the field with this id; NULL: there is nothing to add to what the page says. */
const char *field_help(const char *id);
/* The service that `services.ID`, `ports.ID`, `allow-from.ID` or `status.ID.N` is about; NULL: none. */
const struct service *field_service(const struct catalog *catalog, const char *id);

#endif
