#include "backends/ways/lockout.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/text.h"

static const char *lockout_dropped_by(const struct way *way, const struct fate *fate, char by[96])
{
    if (fate->by == DECIDER_RULE)
        snprintf(by, 96, "rule %zu (%.64s)", fate->number, fate->rule->flow->service);
    else if (fate->by == DECIDER_BUILTIN)
        snprintf(by, 96, "the rule for %.64s", fate->builtin->title);
    else
        snprintf(by, 96, "the %s policy", way->direction == DIRECTION_IN ? "incoming" : "outgoing");
    return by;
}

/* `udp 1194 of 'openvpn'`. */
static void add_what(struct text *text, const struct way *way)
{
    char end[PREFIX_TEXT];
    const struct prefix *other = way->direction == DIRECTION_IN ? &way->from : &way->to;
    if (way->port)
        text_addf(text, "%s %u", protocol_name(way->protocol), way->port);
    else
        text_add(text, "packets of the tunnel");
    if (other->family)
        text_addf(text, " %s %s", way->direction == DIRECTION_IN ? "from" : "to", prefix_format(other, end));
    if (*way->process)
        text_addf(text, " ('%s')", way->process);
}

static void add_carrier(struct text *text, const struct ways *ways, const struct way *way)
{
    char from[PREFIX_TEXT];
    const struct way *login = &ways->items[way->carries - 1];
    while (login->carries)
        login = &ways->items[login->carries - 1];
    text_addf(text, "the login from %s%s comes through '%s'",
              login->from.family ? prefix_format(&login->from, from) : "elsewhere",
              login->mine ? " (you, now)" : "", way->through);
    if (way->unseen) {
        text_add(text, ", and what carries that cannot be seen");
        return;
    }
    text_add(text, ", which needs ");
    add_what(text, way);
}

static void add_login(struct text *text, const struct way *way)
{
    char from[PREFIX_TEXT];
    const struct prefix *peer = way->direction == DIRECTION_IN ? &way->from : &way->to;
    text_addf(text, "a new %s %s %s%s to port %u",
              way->unseen ? "connection"
              : way->ssh  ? "SSH login"
                          : "login",
              way->direction == DIRECTION_IN ? "from" : "to",
              peer->family ? prefix_format(peer, from) : "elsewhere",
              way->mine     ? " (you, now)"
              : way->unseen ? ", whose owner cannot be seen from here,"
                            : " (connected now)",
              way->port);
    if (!way->ssh && *way->process)
        text_addf(text, " (%s, '%s')", protocol_name(way->protocol), way->process);
}

char *lockout_words(const struct ways *ways, const struct way *way, const struct fate *fate)
{
    struct text text = {0};
    char by[96];
    if (way->carries)
        add_carrier(&text, ways, way);
    else
        add_login(&text, way);
    if (fate->verdict == VERDICT_ACCEPT)
        text_add(&text, way->carries ? ", and that would pass anew" : " would pass");
    else if (!(way->carries && way->unseen))
        text_addf(&text, "%s would be dropped by %s", way->carries ? ", and that" : "",
                  lockout_dropped_by(way, fate, by));
    return text_take(&text);
}

char *lockout_words_none(const struct ways *ways, const struct door *door)
{
    struct text text = {0};
    text_addf(
        &text,
        "no login over the network was found (%zu connections and the processes above this one were looked "
        "at)",
        ways->looked_at);
    if (*ways->console)
        text_addf(&text, "; this is the console '%s'", ways->console);
    else if (!door)
        text_add(&text, ways->door_count ? "; whoever lets people in here stays open to everybody"
                                         : "; nothing on this machine lets people in over it");
    else
        text_addf(
            &text,
            ", and no console either: '%s' lets people in on port %u, which would not stay open to everybody",
            *door->process ? door->process : "a program", door->port);
    return text_take(&text);
}

/* A colon has a meaning in YAML. */
static void lockout_quote(const struct prefix *address, char text[PREFIX_TEXT])
{
    char plain[PREFIX_TEXT];
    prefix_format(address, plain);
    snprintf(text, PREFIX_TEXT, address->family == FAMILY_6 ? "\"%.60s\"" : "%s", plain);
}

/* What the site would have to say; "" where no line of it could help. */
static char *lockout_remedy(const struct way *way, const struct plan *plan)
{
    char from[PREFIX_TEXT];
    bool family = false;
    for (size_t i = 0; i < plan->host->addresses.count; i++)
        family = family || plan->host->addresses.items[i].family == way->from.family;
    if (way->direction != DIRECTION_IN || way->unseen || !way->from.family || !way->port)
        return xstrdup("");
    lockout_quote(&way->from, from);
    if (!family)
        return xasprintf(
            "the site gives '%s' no IPv%d address, so no rule can let it in: log in over an address of "
            "the site, ",
            plan->host->name, way->from.family);
    if (way->protocol == PROTOCOL_TCP && !way->carries)
        return xasprintf("add 'admin: [{service: %s, port: %u, from: [%s]}]' to the site, ",
                         way->ssh ? "ssh" : "login", way->port, from);
    return xasprintf(
        "add 'extra: [{name: way-in, from: %s, to: %s, protocol: %s, ports: %u, why: way in}]' to "
        "the site, ",
        from, plan->host->name, protocol_name(way->protocol), way->port);
}

static int lockout_refuse(const char *words, const char *remedy, const char *host, struct failure *failure)
{
    return refuse(failure, REFUSAL_LOCKOUT, "%s: %s%s with --accept-lockout %s", words, remedy,
                  *remedy ? "or accept it" : "accept it", host);
}

static struct lockout lockout_of(const struct way *way, const struct fate *fate)
{
    struct lockout cut = {.peer = way->direction == DIRECTION_IN ? way->from : way->to,
                          .port = way->port,
                          .mine = way->mine,
                          .by = fate->by,
                          .rule = fate->number};
    if (fate->by != DECIDER_POLICY)
        snprintf(cut.name, sizeof(cut.name), "%s",
                 fate->by == DECIDER_RULE ? fate->rule->flow->service : fate->builtin->title);
    return cut;
}

/* NULL: nobody is cut. *remedy is the caller's too. */
static char *lockout_cut(const struct ways *ways, const struct plan *plan, struct lockout *cut, char **remedy)
{
    struct fate fate;
    const struct way *way = ways_cut(ways, plan, &fate);
    *remedy = NULL;
    if (way) {
        *cut = lockout_of(way, &fate);
        *remedy = lockout_remedy(way, plan);
        return lockout_words(ways, way, &fate);
    }
    const struct door *door = ways->count || *ways->console ? NULL : ways_door(ways, plan);
    if (!door)
        return NULL;
    *cut = (struct lockout){.port = door->port};
    *remedy = xstrdup("log in so that it can be seen, ");
    return lockout_words_none(ways, door);
}

int lockout_prove(const struct ways *ways, const struct plan *plan, const char *accepted, char **taken,
                  struct failure *failure)
{
    struct lockout cut = {0};
    char *remedy = NULL, *words = plan ? lockout_cut(ways, plan, &cut, &remedy) : NULL;
    int done = 0;
    *taken = NULL;
    if (words && accepted && strcmp(accepted, plan->host->name) == 0) {
        *taken = words;
        words = NULL;
    } else if (words && accepted) {
        done = refuse(failure, REFUSAL_LOCKOUT,
                      "'%s' is not the name of this host: %s; type --accept-lockout %s to apply all the same",
                      accepted, words, plan->host->name);
    } else if (words) {
        done = lockout_refuse(words, remedy, plan->host->name, failure);
    }
    failure->lockout = done == 0 ? failure->lockout : cut;
    free(words);
    free(remedy);
    return done;
}
