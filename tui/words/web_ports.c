#include "tui/words/web_ports.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/text.h"

/* After a factory restore the firewall lets in the usual port, and nobody listens there. */
static bool is_left_over(const struct draft_extra *extra, const struct draft *draft, unsigned usual,
                         const char *old, unsigned wanted)
{
    char text[16];
    unsigned port = extra->ports.text ? (unsigned)strtoul(extra->ports.text, NULL, 10) : 0;
    snprintf(text, sizeof(text), "%u", usual);
    bool in = text_equal(extra->to.text, draft->hosts[0].name.text);
    return in && port != wanted &&
           (text_equal(extra->ports.text, text) || text_equal(extra->ports.text, old));
}

static void set_one(struct draft *draft, const struct service *service, unsigned wanted)
{
    char text[16];
    const char *said = settings_get(&draft->ports, service->id);
    char *old = said ? xstrdup(said) : NULL;
    for (size_t i = draft->extra_count; i-- > 0;)
        if (is_left_over(&draft->extras[i], draft, service->ports.first, old, wanted))
            draft_extra_remove(draft, i);
    snprintf(text, sizeof(text), "%u", wanted);
    settings_set(&draft->ports, service->id, wanted == service->ports.first ? NULL : text);
    settings_set(&draft->services, service->id, service->default_on ? NULL : "on");
    free(old);
}

void web_ports_set(struct draft *draft, const struct product *product, const struct web_ports *wish)
{
    for (size_t i = 0; i < product->service_count; i++) {
        const struct service *service = &product->services[i];
        unsigned wanted = service->port_tls ? wish->https : wish->http;
        if (service->port_file && wanted)
            set_one(draft, service, wanted);
    }
}

bool web_ports_cause(const struct product *product, const struct problem *problem, bool fix_redirect)
{
    const struct advice *advice =
        problem->code == PROBLEM_ADVICE ? product_advice(product, problem->word) : NULL;
    return advice && advice->when == WHEN_PORT_MOVED && !(fix_redirect && advice->mended);
}

bool web_ports_remark(const struct web_drift *drift, unsigned number, char words[static WEB_PORTS_WORDS])
{
    if (number == 0) {
        snprintf(words, WEB_PORTS_WORDS,
                 "ufw is not active, and stays so: nginx and ufw's files are changed, and no firewall keeps "
                 "anybody out");
        return !drift->active && drift->usual[0];
    }
    unsigned port = drift->usual[number - 1];
    snprintf(
        words, WEB_PORTS_WORDS,
        "what the device itself opens to port %u is not let out, which its vendor's steps allow: run 'sudo "
        "ufw allow out %u/tcp' if it fetches updates or licences",
        port, port);
    return port && drift->enhanced && !drift->out[number - 1];
}
