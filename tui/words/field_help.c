#include "tui/words/field_help.h"

#include <stdio.h>
#include <string.h>

/* `part` is any word of the id behind the head; NULL = whatever follows. The first that fits is taken. */
static const struct {
    const char *head, *part, *words;
} helps[] = {
    {"site", NULL, "What people call this plant. It names the site file, and stands in the history."},
    {"name", NULL, "A short name: letters, digits, dots, dashes. Rules, logs and the other hosts use it."},
    {"product", NULL, "What runs on the hosts; a host may be another product (Hosts, more)."},
    {"version", NULL,
     "The version decides which connections there are. Not known: treated as older, which opens more, and "
     "said so."},
    {"redundancy", NULL, "How many servers stand in for one another. Rules do not depend on which is main."},
    {"self", NULL, "Whose rules are shown and applied here. A machine finds itself by its addresses."},
    {"add", NULL, "Adds one more of these; its name and addresses are asked for on the page Hosts."},
    {"host", "address",
     "192.0.2.7, 10.0.0.0/8 or 2001:db8::1. A group of like machines is a network or several lines; + adds a "
     "line, - takes it away."},
    {"host", "role",
     "What this machine is. Space goes to the next role; the role decides who connects to whom."},
    {"host", "version", "Only where it differs from the site's version."},
    {"host", "more", "Everything else of this host: whom it uses, its applications, zones, security."},
    {"host", "name", "A short name: letters, digits, dots, dashes. Other hosts refer to it by this name."},
    {"uses", NULL, "The hosts that this one connects to. None ticked: all that make sense for its role."},
    {"links", NULL, "The servers that this standby keeps in step with. In a triple it must name two."},
    {"apps", NULL, "The programs of this client: each may need connections of its own."},
    {"security", NULL, "Enhanced security of the device: some services cannot be on with it."},
    {"interface", NULL,
     "The network card that faces the plant, such as eth0; services may be narrowed to it."},
    {"zone", "any", "Everything that lies in no other zone is reached over this card."},
    {"zone", NULL, "The networks behind this card of the gateway. A source on another card is refused."},
    {"zones", NULL, "The networks behind this card of the gateway. A source on another card is refused."},
    {"admin", "from",
     "From which addresses the hosts are managed. Leave your own out and a new login is refused: Apply then "
     "asks for the host's name first."},
    {"admin", "port", "The port that sshd, or another service of yours, listens on."},
    {"admin", NULL, "How you reach the hosts yourself: a service, its port, and from where."},
    {"policy", "log", "Refused traffic in the kernel's log: at most ten lines a minute a direction."},
    {"policy", NULL,
     "What becomes of traffic that no rule names. Refusing what comes in is the safe answer."},
    {"seconds", NULL,
     "How long the new rules are on trial, 10 to 3600. Nobody confirms: the old ones come back by "
     "themselves."},
    {"backend", NULL,
     "What makes the rules true on this machine. ufw where it is in use already: its own rules are kept. One "
     "of "
     "the two, never both."},
    {"extra", "why", "Why this is open, for those who come after you. It stands beside the rule."},
    {"extra", "ports", "One port, or a range such as 5000-5010. Empty for ping."},
    {"extra", "from", "Who opens the connection: a host of the site, an address, or anywhere."},
    {"extra", "to", "Who listens: a host of the site, an address, or anywhere."},
    {"extra", NULL, "Traffic of the site's own that no product knows of. The reason is compulsory."},
    {"server-os", NULL, "Which range Windows gives out to programs: it is what remote browse needs open."},
};

static bool words_field_help_starts(const char *id, const char *head)
{
    size_t length = strlen(head);
    return strncmp(id, head, length) == 0 && (id[length] == '.' || id[length] == '\0');
}

static bool has_part(const char *id, const char *part)
{
    for (const char *at = strchr(id, '.'); at; at = strchr(at + 1, '.'))
        if (words_field_help_starts(at + 1, part))
            return true;
    return false;
}

const char *field_help(const char *id)
{
    for (size_t i = 0; i < sizeof(helps) / sizeof(helps[0]); i++)
        if (words_field_help_starts(id, helps[i].head) && (!helps[i].part || has_part(id, helps[i].part)))
            return helps[i].words;
    return NULL;
}

const struct service *field_service(const struct catalog *catalog, const char *id)
{
    static const char *const heads[] = {"services", "ports", "allow-from", "status"};
    const struct service *found = NULL;
    char name[80];
    bool fits = false;
    for (size_t i = 0; i < sizeof(heads) / sizeof(heads[0]); i++)
        fits = fits || (words_field_help_starts(id, heads[i]) && strchr(id, '.'));
    if (!fits)
        return NULL;
    id = strchr(id, '.') + 1;
    snprintf(name, sizeof(name), "%.*s", (int)strcspn(id, "."), id);
    for (size_t i = 0; i < catalog->product_count && !found; i++)
        found = product_service(&catalog->products[i], name);
    return found;
}
