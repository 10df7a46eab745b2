/* A host that gets another name keeps who it is: what names it follows. */
#ifndef TUI_WIZARD_HOST_REFS_H
#define TUI_WIZARD_HOST_REFS_H

#include "core/draft/draft.h"

/* The hosts' names as they were when nobody was typing one. */
struct host_refs {
    char **names; /* owned; NULL = had none */
    size_t count;
};

void host_refs_release(struct host_refs *refs);
/* The names as they are now. */
void host_refs_note(struct host_refs *refs, const struct draft *draft);
/* Rewrites who names a host that was renamed since the names were noted. True: something was rewritten. Not
 * where the old or the new name is another host's too, and not where hosts came or went. */
bool host_refs_follow(struct host_refs *refs, struct draft *draft);

#endif
