#include "backends/desk/anew.h"

#include <stdlib.h>
#include <string.h>

#include "backends/ways/carrier.h"
#include "core/base/text.h"

enum { ANEW_NAMED = 5 };

/* What was found of one kind; alike ones are named once. */
struct anew_found {
    struct text names;
    size_t count, named, left_out;
    char **told;
    size_t told_count, told_cap;
};

static bool anew_moves(const struct plan *plan, const struct way *way)
{
    for (size_t i = 0; i < plan->move_count; i++)
        if (way->direction == DIRECTION_IN && way->protocol == PROTOCOL_TCP &&
            plan->moves[i].from == way->port)
            return true;
    return false;
}

static bool anew_is_cut(const struct closing *closing, const struct way *way)
{
    const struct traffic traffic = {.direction = way->direction,
                                    .protocol = way->protocol,
                                    .families = FAMILIES_ALL,
                                    .ports = port_list_of((struct ports){way->port, way->port})};
    return way_fate(way, closing->plan).verdict != VERDICT_ACCEPT && !closing_kept(closing, &traffic) &&
           !anew_moves(closing->plan, way);
}

/* A UDP socket of the range for own connections waits for answers alone, unless it is the kernel's (a tunnel's). */
static bool anew_waits(const struct ways_look *look, const struct sock *sock)
{
    bool own = sock->local_port >= look->first && sock->local_port <= look->last;
    return sock->protocol == PROTOCOL_UDP && sock->state == SOCK_LISTENS &&
           !(sock->local.length && prefix_is_loopback(&sock->local)) &&
           (!own || !look_holder(look, sock, NULL));
}

static bool anew_is_open(const struct ways_look *look, const struct sock *sock)
{
    return sock->state == SOCK_ESTABLISHED && !look_is_local(look, &sock->peer);
}

static char *anew_words(const struct way *way)
{
    char end[PREFIX_TEXT];
    bool in = way->direction == DIRECTION_IN;
    const struct prefix *other = in ? &way->from : &way->to;
    struct text text = {0};
    text_addf(&text, "%s %u", protocol_name(way->protocol), way->port);
    if (other->family)
        text_addf(&text, " %s %s", in ? "from" : "to", prefix_format(other, end));
    if (*way->process)
        text_addf(&text, " ('%s')", way->process);
    return text_take(&text);
}

static void anew_add(struct anew_found *found, const struct way *way)
{
    char *words = anew_words(way);
    found->count++;
    for (size_t i = 0; i < found->told_count; i++)
        if (strcmp(found->told[i], words) == 0) {
            free(words);
            return;
        }
    if (found->told_count == ANEW_NAMED) {
        found->left_out++;
        free(words);
        return;
    }
    found->told = xgrow(found->told, found->told_count, &found->told_cap, sizeof(*found->told));
    found->told[found->told_count++] = words;
    text_addf(&found->names, "%s%s", found->names.length ? ", " : "", words);
}

static void anew_release(struct anew_found *found)
{
    for (size_t i = 0; i < found->told_count; i++)
        free(found->told[i]);
    free(found->told);
    text_release(&found->names);
}

static void anew_tell(struct anew_found *found, const char *one, const char *many, struct problems *checks)
{
    char *more = found->left_out ? xasprintf(", and %zu more", found->left_out) : xstrdup("");
    if (found->count)
        problem_add(checks, PROBLEM_CLOSES, (struct place){0}, "%zu %s: %s%s", found->count,
                    found->count == 1 ? one : many, text_get(&found->names), more);
    free(more);
    anew_release(found);
}

void anew_note(const struct closing *closing, const struct ways_look *look, struct problems *checks)
{
    struct anew_found connections = {0}, waiting = {0};
    for (size_t i = 0; closing->plan && i < look->socks.count; i++) {
        const struct sock *sock = &look->socks.items[i];
        bool open = anew_is_open(look, sock);
        const struct way way = way_of(look, sock);
        if ((open || anew_waits(look, sock)) && anew_is_cut(closing, &way))
            anew_add(open ? &connections : &waiting, &way);
    }
    anew_tell(&connections, "open connection would not come back once it ends",
              "open connections would not come back once they end", checks);
    anew_tell(&waiting, "UDP socket would hear nothing but answers",
              "UDP sockets would hear nothing but answers", checks);
}
