/* What the lines do not show, in words. */
#include "core/base/text.h"
#include "tui/picture/parts.h"

static void picture_notes_add(struct parts *parts, const char *note)
{
    struct picture *picture = parts->picture;
    picture->notes[picture->note_count++] = arena_strdup(&picture->arena, note);
}

static void gateways(struct parts *parts)
{
    const struct site *site = parts->flows->site;
    for (size_t i = 0; i < site->host_count; i++) {
        const struct host *host = &site->hosts[i];
        struct text words = {0};
        if (!host_is(host, TRAIT_GATEWAY))
            continue;
        text_addf(&words, "%s (gateway) stands between", host->name);
        for (size_t zone = 0; zone < host->zone_count; zone++)
            text_addf(&words, "%s %s", zone ? "," : "", host->zones[zone].interface);
        picture_notes_add(parts, text_get(&words));
        text_release(&words);
    }
}

static bool picture_notes_alike(const struct flow *a, const struct flow *b)
{
    char name_a[PREFIX_TEXT], name_b[PREFIX_TEXT];
    return text_equal(end_name(&a->from, name_a), end_name(&b->from, name_b)) && a->protocol == b->protocol &&
           ports_equal(a->ports, b->ports) && a->verdict == b->verdict;
}

/* All listeners that one end opens the same ports to. */
static void picture_notes_from(struct parts *parts, size_t first)
{
    const struct flows *flows = parts->flows;
    const struct flow *flow = &flows->items[first];
    char name[PREFIX_TEXT];
    struct text words = {0};
    text_addf(&words, "%s %s", end_name(&flow->from, name), flow->verdict == VERDICT_DROP ? "X" : ">");
    for (size_t i = first; i < flows->count; i++)
        if (!parts->shown[i] && picture_notes_alike(flow, &flows->items[i])) {
            text_addf(&words, " %s", end_name(&flows->items[i].to, name));
            parts->shown[i] = true;
        }
    const char *ports = picture_ports(&parts->picture->arena, flow);
    bool udp = flow->protocol == PROTOCOL_UDP;
    text_addf(&words, ": %s%s%s", flow->verdict == VERDICT_DROP ? "DENIED " : "", udp ? "udp " : "", ports);
    picture_notes_add(parts, text_get(&words));
    text_release(&words);
}

/* What passes between hosts of one box. */
static void among(struct parts *parts, int group)
{
    struct mark mark = picture_mark(parts, group, group);
    if (!mark.label)
        return;
    for (size_t i = 0; i < parts->flows->count; i++)
        if (parts->from[i] == group && parts->to[i] == group)
            parts->shown[i] = true;
    picture_notes_add(
        parts, arena_printf(&parts->picture->arena, "among %s: %s", parts->groups[group].name, mark.label));
}

void picture_notes(struct parts *parts)
{
    struct picture *picture = parts->picture;
    size_t most = parts->flows->count + parts->group_count + parts->flows->site->host_count + 1;
    picture->notes = arena_array(&picture->arena, most, sizeof(const char *));
    gateways(parts);
    for (size_t i = 0; i < parts->group_count; i++)
        if (parts->groups[i].into == i && parts->groups[i].count > 1)
            among(parts, (int)i);
    for (size_t i = 0; i < parts->flows->count; i++)
        if (!parts->shown[i])
            picture_notes_from(parts, i);
}
