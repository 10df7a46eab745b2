#include "core/draft/record.h"

#define AT(TYPE, MEMBER) offsetof(struct TYPE, MEMBER)

const struct draft_field draft_site_fields[] = {
    {"penstock", DRAFT_FORMAT, 0},
    {"site", DRAFT_WORD, AT(draft, name)},
    {"product", DRAFT_WORD, AT(draft, product)},
    {"version", DRAFT_VERSION, AT(draft, version)},
    {"redundancy", DRAFT_WORD, AT(draft, redundancy)},
    {"hosts", DRAFT_HOSTS, 0},
    {"services", DRAFT_SWITCHES, AT(draft, services)},
    {"server-os", DRAFT_WORD, AT(draft, server_os)},
    {"ports", DRAFT_SETTINGS, AT(draft, ports)},
    {"allow-from", DRAFT_ALLOWED, AT(draft, allow_from)},
    {"admin", DRAFT_ADMINS, 0},
    {"extra", DRAFT_EXTRAS, 0},
    {"policy", DRAFT_POLICY, 0},
    {0},
};

const struct draft_field draft_policy_fields[] = {
    {"incoming", DRAFT_WORD, AT(draft, incoming)},
    {"outgoing", DRAFT_WORD, AT(draft, outgoing)},
    {"forward", DRAFT_WORD, AT(draft, forward)},
    {"log", DRAFT_WORD, AT(draft, log)},
    {0},
};

const struct draft_field draft_host_fields[] = {
    {"name", DRAFT_WORD, AT(draft_host, name)},
    {"role", DRAFT_WORD, AT(draft_host, role)},
    {"product", DRAFT_WORD, AT(draft_host, product)},
    {"address", DRAFT_ADDRESS, AT(draft_host, address)},
    {"version", DRAFT_VERSION, AT(draft_host, version)},
    {"security", DRAFT_WORD, AT(draft_host, security)},
    {"interface", DRAFT_WORD, AT(draft_host, interface)},
    {"links", DRAFT_WORDS, AT(draft_host, links)},
    {"apps", DRAFT_WORDS, AT(draft_host, apps)},
    {"sessions", DRAFT_WORD, AT(draft_host, sessions)},
    {"uses", DRAFT_WORDS, AT(draft_host, uses)},
    {"zones", DRAFT_ZONES, AT(draft_host, zones)},
    {"services", DRAFT_SWITCHES, AT(draft_host, services)},
    {"ports", DRAFT_SETTINGS, AT(draft_host, ports)},
    {"allow-from", DRAFT_ALLOWED, AT(draft_host, allow_from)},
    {"not-ours", DRAFT_ALLOWED, AT(draft_host, not_ours)},
    {0},
};

const struct draft_field draft_admin_fields[] = {
    {"service", DRAFT_WORD, AT(draft_admin, service)},
    {"port", DRAFT_WORD, AT(draft_admin, port)},
    {"from", DRAFT_WORDS, AT(draft_admin, from)},
    {0},
};

const struct draft_field draft_extra_fields[] = {
    {"name", DRAFT_WORD, AT(draft_extra, name)},
    {"from", DRAFT_WORD, AT(draft_extra, from)},
    {"to", DRAFT_WORD, AT(draft_extra, to)},
    {"protocol", DRAFT_WORD, AT(draft_extra, protocol)},
    {"ports", DRAFT_WORD, AT(draft_extra, ports)},
    {"why", DRAFT_WORD, AT(draft_extra, why)},
    {0},
};
