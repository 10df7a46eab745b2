/* How sure a fact is: written by the vendor, contradicted by the vendor's own pages, or concluded. */
#ifndef CORE_CATALOG_CERTAINTY_H
#define CORE_CATALOG_CERTAINTY_H

enum certainty { CERTAINTY_DOCUMENTED, CERTAINTY_DISPUTED, CERTAINTY_INFERRED };

const char *certainty_name(enum certainty certainty);

#endif
