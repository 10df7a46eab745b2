/* The passage of one family: how the live kernel gets from what ufw's files say now to what they shall say,
 * what is then expected of it, and the way back. */
#ifndef BACKENDS_UFW_KERNEL_PASSAGE_H
#define BACKENDS_UFW_KERNEL_PASSAGE_H

#include "backends/ufw/kernel/tables.h"

/* All as text, so that it can be kept on the disk; owned. `expect` and `back` are like iptables-save's. */
struct passage {
    char *load;   /* for iptables-restore -n; "" = nothing changes */
    char *expect; /* of ufw's own chains: what is live after it */
    char *back;   /* of the same chains: what was live before, as far as the way there touches it */
};

enum passage_kind {
    PASSAGE_EDIT, /* ufw is on before and after: the difference alone */
    PASSAGE_ON,   /* ufw is switched on */
    PASSAGE_OFF,  /* ufw is switched off */
    PASSAGE_NONE  /* ufw is off and stays off */
};

/* `present` and `fresh`: what ufw makes of its files as they are and as they shall be, in an empty kernel. */
void passage_make(struct passage *passage, enum passage_kind kind, const struct tables *live,
                  const struct tables *present, const struct tables *fresh);
void passage_release(struct passage *passage);

/* The script that leads back from wherever the kernel is by now. The caller frees it. */
char *passage_back(const struct tables *live, const char *expect, const char *back);
/* Whether the kernel holds what is expected: every rule, in order, and the policies. */
bool passage_holds(const struct tables *live, const char *expect);

#endif
