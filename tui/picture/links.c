/* Which groups talk, and on which ports. */
#include <string.h>

#include "core/base/text.h"
#include "tui/picture/parts.h"

const char *picture_ports(struct arena *arena, const struct flow *flow)
{
    char ports[PORTS_TEXT];
    if (flow->protocol == PROTOCOL_ICMP)
        return "ping";
    if (flow->protocol == PROTOCOL_ANY)
        return "all";
    return arena_strdup(arena, flow->ports.first ? ports_format(flow->ports, ports) : "all");
}

static bool holds(const char *words, const char *word)
{
    size_t length = strlen(word);
    for (const char *at = words; (at = strstr(at, word)); at += length)
        if ((at == words || at[-1] == ' ') && (!at[length] || at[length] == ' '))
            return true;
    return false;
}

static void picture_links_add_word(struct text *words, const char *word)
{
    if (!holds(text_get(words), word))
        text_addf(words, "%s%s", words->length ? " " : "", word);
}

/* The ports of one protocol and verdict between two groups, each once, after the protocol's name. */
static void picture_links_add_ports(struct parts *parts, int from, int to, enum protocol protocol,
                                    enum verdict verdict, struct text *label)
{
    static const char *const prefixes[] = {"", "", "udp ", ""};
    struct text words = {0};
    for (size_t i = 0; i < parts->flows->count; i++) {
        const struct flow *flow = &parts->flows->items[i];
        if (parts->from[i] == from && parts->to[i] == to && flow->protocol == protocol &&
            flow->verdict == verdict)
            picture_links_add_word(&words, picture_ports(&parts->picture->arena, flow));
    }
    if (words.length)
        text_addf(label, "%s%s%s", label->length ? " " : "", prefixes[protocol], text_get(&words));
    text_release(&words);
}

static void picture_links_add_all(struct parts *parts, int from, int to, enum verdict verdict,
                                  struct text *label)
{
    static const enum protocol order[] = {PROTOCOL_TCP, PROTOCOL_UDP, PROTOCOL_ICMP, PROTOCOL_ANY};
    for (size_t i = 0; i < 4; i++)
        picture_links_add_ports(parts, from, to, order[i], verdict, label);
}

struct mark picture_mark(struct parts *parts, int from, int to)
{
    struct text label = {0}, refused = {0};
    struct mark mark = {0};
    picture_links_add_all(parts, from, to, VERDICT_ACCEPT, &label);
    picture_links_add_all(parts, from, to, VERDICT_DROP, &refused);
    mark.denied = refused.length && !label.length;
    if (refused.length)
        text_addf(&label, "%sDENIED%s%s", label.length ? " " : "", text_equal(refused.data, "all") ? "" : " ",
                  text_equal(refused.data, "all") ? "" : refused.data);
    if (label.length)
        mark.label = arena_strdup(&parts->picture->arena, text_get(&label));
    text_release(&label);
    text_release(&refused);
    return mark;
}

static bool talk(const struct parts *parts, int a, int b)
{
    for (size_t i = 0; i < parts->flows->count; i++)
        if ((parts->from[i] == a && parts->to[i] == b) || (parts->from[i] == b && parts->to[i] == a))
            return true;
    return false;
}

void picture_links(struct parts *parts)
{
    size_t count = parts->group_count;
    parts->links = arena_array(&parts->picture->arena, count * count + 1, sizeof(struct link));
    for (size_t a = 0; a < count; a++)
        for (size_t b = a + 1; b < count; b++) {
            bool lone = parts->groups[a].into == a && parts->groups[b].into == b;
            if (!lone || !talk(parts, (int)a, (int)b))
                continue;
            parts->links[parts->link_count++] = (struct link){.a = (int)a,
                                                              .b = (int)b,
                                                              .at_a = picture_mark(parts, (int)b, (int)a),
                                                              .at_b = picture_mark(parts, (int)a, (int)b)};
        }
}
