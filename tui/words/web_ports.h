/* Moving the web ports of a device whose site was imported. */
#ifndef TUI_WORDS_WEB_PORTS_H
#define TUI_WORDS_WEB_PORTS_H

#include "core/catalog/catalog.h"
#include "core/desk/desk.h"
#include "core/draft/draft.h"

/* 0: as it is. */
struct web_ports {
    unsigned http, https;
};

/* Switches the services on at these ports; what was open on their old ports for no service of the site is
 * theirs, and goes. */
void web_ports_set(struct draft *draft, const struct product *product, const struct web_ports *wish);

/* Whether it is an advice of the product about moved web ports. `fix_redirect`: the redirect is mended along with
 * them. */
bool web_ports_cause(const struct product *product, const struct problem *problem, bool fix_redirect);

enum { WEB_PORTS_WORDS = 240, WEB_PORTS_REMARKS = 3 };
/* What a technician should know of the firewall where ports move: the sentence of that number; false: there is nothing
 * to say. */
bool web_ports_remark(const struct web_drift *drift, unsigned number, char words[static WEB_PORTS_WORDS]);

#endif
