/* What others' rules do, as lines that are kept, and what of it is new since they were. */
#include <stdlib.h>
#include <string.h>

#include "backends/neighbours/neighbours.h"
#include "core/base/text.h"

/* What it does, and to what. The caller frees it. */
static char *sway_text(const struct sway *sway)
{
    static const char *const words[] = {"drop", "accept", "change", "mark"};
    char ports[PORT_LIST_TEXT];
    struct text text = {0};
    for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++)
        if (sway->effect & 1u << i)
            text_addf(&text, "%s%s", text.length ? ", " : "", words[i]);
    text_addf(&text, " %s%s%s%s", protocol_name(sway->met.protocol), sway->met.ports.count ? " " : "",
              port_list_format(&sway->met.ports, ports), met_is_some(&sway->met) ? ", some" : "");
    return text_take(&text);
}

static void neighbours_line(struct lines *lines, const char *chain, const struct sway *sway)
{
    char *text = sway_text(sway);
    struct line *line = lines_add(lines, chain, text, NULL);
    line->kind = LINE_OTHER;
    line->traffic.verdict = sway->effect == EFFECT_DROPS ? VERDICT_DROP : VERDICT_ACCEPT;
    free(text);
}

void neighbours_lines(const struct neighbours *neighbours, struct lines *lines)
{
    for (size_t i = 0; i < neighbours->count; i++) {
        const struct foreign *foreign = &neighbours->items[i];
        for (size_t k = 0; k < foreign->sway_count && !(neighbours->of_ufw && foreign->iptables); k++)
            if (foreign->sways[k].effect && !foreign->sways[k].own)
                neighbours_line(lines, foreign->name, &foreign->sways[k]);
    }
}

static void since_line(struct lines *lines, const struct foreign *foreign, const struct sway *sway)
{
    char *text = sway_text(sway), *group = xasprintf("%s %s", foreign->table, sway->chain);
    lines_add(lines, group, text, NULL)->kind = LINE_STOCK;
    free(group);
    free(text);
}

void neighbours_keep(const struct neighbours *neighbours, struct lines *lines)
{
    for (size_t i = 0; i < neighbours->count; i++) {
        const struct foreign *foreign = &neighbours->items[i];
        for (size_t k = 0; k < foreign->sway_count; k++)
            if (foreign->sways[k].effect)
                since_line(lines, foreign, &foreign->sways[k]);
    }
}

/* Each line stands for one rule; false: no such line is left. */
static bool since_take(const struct lines *then, bool *taken, const struct line *line)
{
    for (size_t i = 0; i < then->count; i++) {
        const struct line *old = &then->items[i];
        if (!taken[i] && old->kind == LINE_STOCK && strcmp(old->text, line->text) == 0 &&
            strcmp(old->group, line->group) == 0) {
            taken[i] = true;
            return true;
        }
    }
    return false;
}

static bool since_is_known(const struct lines *then)
{
    for (size_t i = 0; i < then->count; i++)
        if (then->items[i].kind == LINE_STOCK)
            return true;
    return false;
}

void neighbours_since(struct neighbours *neighbours, const struct lines *then)
{
    bool *taken = xcalloc(then->count + 1, sizeof(*taken)), known = since_is_known(then);
    for (size_t i = 0; known && i < neighbours->count; i++) {
        struct foreign *foreign = &neighbours->items[i];
        for (size_t k = 0; k < foreign->sway_count; k++) {
            struct sway *sway = &foreign->sways[k];
            struct lines now = {0};
            if (!sway->effect)
                continue;
            since_line(&now, foreign, sway);
            sway->fresh = !since_take(then, taken, &now.items[0]);
            lines_release(&now);
        }
    }
    free(taken);
}
