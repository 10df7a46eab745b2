/* What becomes of new packets by others than our firewall. */
#ifndef BACKENDS_NEIGHBOURS_JUDGE_H
#define BACKENDS_NEIGHBOURS_JUDGE_H

#include "backends/neighbours/neighbours.h"

struct judgement {
    enum cover cover; /* how much of it is decided otherwise; COVER_NONE: nothing */
    struct foreign *foreign;
    const struct sway *sway;   /* the first that does; of all that is, the last */
    const struct sway *agrees; /* the last that decides as our firewall does; NULL: none */
};

/* What becomes of new packets like these where our firewall is `open` to them or not: by others, and by rules that
 * stand in our firewall's own chains. */
struct judgement neighbours_judge(struct neighbours *neighbours, const struct traffic *traffic, bool open);
/* `ip filter f2b-sshd` */
void judgement_name(const struct judgement *judgement, char *name, size_t size);

#endif
