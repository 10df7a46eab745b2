/* Advice about a SmartServer: what moving ports, its security mode and its own habits lead to. */
#include "core/advice/advising.h"
#include "core/flow/derivation.h"

static bool is_service_on(const struct host *host, const char *id)
{
    const struct service *service = product_service(host->product, id);
    return service && service_on(host, service);
}

static bool always(const struct host *host)
{
    (void)host;
    return true;
}

static bool https_moved(const struct host *host)
{
    return site_moved(host, "https");
}

static bool web_moved(const struct host *host)
{
    return site_moved(host, "http") || site_moved(host, "https");
}

static bool is_enhanced(const struct host *host)
{
    return host->security == SECURITY_ENHANCED;
}

static bool ssh_off(const struct host *host)
{
    return !is_service_on(host, "ssh");
}

static bool lon_on(const struct host *host)
{
    return is_service_on(host, "lon") || is_service_on(host, "ip-852");
}

void advice_device(const struct site *site, const struct host *host, struct problems *problems)
{
    static const struct {
        const char *code;
        bool (*holds)(const struct host *host);
    } table[] = {
        {"redirect", https_moved},    {"no-v6-https", https_moved},   {"cms-export", https_moved},
        {"restart-after", web_moved}, {"factory-restore", web_moved}, {"enhanced-resets", is_enhanced},
        {"ssh-returns", ssh_off},     {"ip-70-protocol", always},     {"lon-protocol", lon_on},
        {"dynamic-internal", always}, {"dhcp-unmanaged", always},
    };
    for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++)
        if (table[i].holds(host))
            advise(problems, site, host, table[i].code);
}
