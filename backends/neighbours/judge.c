/* What a chain, with all that it jumps to, makes of the new packets of a service. Addresses are counted off from rule
 * to rule: what a ban of one address leaves is still open, and what two bans of half the world leave is not. */
#include <stdio.h>

#include "backends/neighbours/judge.h"

struct judging {
    const struct foreign *foreign;
    const struct traffic *traffic;
    bool open;
    uint8_t family;
    struct ranges left;        /* who has met no rule that decides */
    size_t skip, some_until;   /* up to there all are spared, or some are */
    bool agreed;               /* some are decided as our firewall does */
    const struct sway *first;  /* that decides otherwise; of all that is decided, the last */
    const struct sway *agrees; /* the last that does not */
};

/* What our firewall decides first is not decided behind it, and what the two agree on is no question. */
static bool judge_counts(const struct judging *judging, const struct sway *sway)
{
    bool mixed = judging->foreign->mixed;
    unsigned against =
        judging->open ? EFFECT_DROPS | EFFECT_CHANGES : EFFECT_CHANGES | (mixed ? EFFECT_LETS : 0);
    return sway->effect & against && !(sway->behind && judging->open);
}

/* Those of it that are left go on behind the chain. */
static void judge_spares(struct judging *judging, const struct sway *sway, bool all,
                         const struct ranges *peers)
{
    const struct ranges others = ranges_without(&judging->left, peers, judging->family);
    if (all && ranges_are_none(&others))
        judging->skip = sway->until;
    else if (sway->until > judging->some_until)
        judging->some_until = sway->until;
}

static void judge_one(struct judging *judging, const struct sway *sway, size_t at)
{
    const enum cover cover = met_over(&sway->met, judging->traffic, judging->family);
    const struct ranges *peers = met_peers(&sway->met, judging->traffic->direction);
    if (cover == COVER_NONE || (sway->effect && !(sway->effect & ~(unsigned)EFFECT_MARKS)))
        return;
    const struct ranges common = ranges_both(&judging->left, peers, judging->family);
    if (ranges_are_none(&common))
        return;
    bool all = cover == COVER_ALL && at >= judging->some_until, counts = judge_counts(judging, sway);
    if (!sway->effect) {
        judge_spares(judging, sway, cover == COVER_ALL, peers); /* some are spared already, or all now */
        return;
    }
    if (counts && !judging->first)
        judging->first = sway;
    if (!counts)
        judging->agrees = sway; /* some are decided as our firewall does */
    if (all)
        judging->left = ranges_without(&judging->left, peers, judging->family);
    if (all && counts && ranges_are_none(&judging->left))
        judging->first = sway; /* a ban in front of what refuses everybody is not worth a word */
}

/* Where more addresses are counted off than there is room for, some are left. */
static enum cover judge_family(struct judging *judging)
{
    const struct foreign *foreign = judging->foreign;
    for (size_t i = 0; i < foreign->sway_count && !ranges_are_none(&judging->left); i++) {
        if (i >= judging->skip)
            judge_one(judging, &foreign->sways[i], i);
        if (judging->left.more && judging->first)
            return COVER_PART;
    }
    return !judging->first                                       ? COVER_NONE
           : ranges_are_none(&judging->left) && !judging->agrees ? COVER_ALL
                                                                 : COVER_PART;
}

/* The packets of one family alone may be decided over: that is enough. */
static struct judgement judge_foreign(struct foreign *foreign, const struct traffic *traffic, bool open)
{
    static const uint8_t families[] = {FAMILY_4, FAMILY_6};
    struct judgement judgement = {COVER_NONE, foreign, NULL, NULL};
    for (size_t i = 0; i < 2 && foreign->directions & 1u << traffic->direction; i++) {
        struct judging judging = {.foreign = foreign,
                                  .traffic = traffic,
                                  .open = open,
                                  .family = families[i],
                                  .left = traffic->peers[i]};
        if (traffic->families && !(traffic->families & (i == 0 ? FAMILIES_4 : FAMILIES_6)))
            continue;
        enum cover cover = judge_family(&judging);
        judgement.agrees = judging.agrees ? judging.agrees : judgement.agrees;
        if (cover > judgement.cover) {
            judgement.cover = cover;
            judgement.sway = judging.first;
        }
    }
    return judgement;
}

struct judgement neighbours_judge(struct neighbours *neighbours, const struct traffic *traffic, bool open)
{
    struct judgement most = {COVER_NONE, NULL, NULL, NULL};
    for (size_t i = 0; i < neighbours->count && most.cover != COVER_ALL; i++) {
        const struct judgement one = judge_foreign(&neighbours->items[i], traffic, open);
        const struct sway *agrees = one.agrees && one.agrees->own ? one.agrees : most.agrees;
        if (one.cover > most.cover)
            most = one;
        most.agrees = agrees;
    }
    return most;
}

void judgement_name(const struct judgement *judgement, char *name, size_t size)
{
    snprintf(name, size, "%s %s", judgement->foreign->table, judgement->sway->chain);
}
