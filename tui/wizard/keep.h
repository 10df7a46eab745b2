/* Nothing is lost: answers that are not saved are kept at every step, and the next start offers to go on with
 * them (PAGE_RECOVER). They are kept whenever a field is left or a page turned, and whenever a signal or a
 * lost connection ends the program; saving them, or leaving without them on purpose, takes them away. */
#ifndef TUI_WIZARD_KEEP_H
#define TUI_WIZARD_KEEP_H

#include <stdbool.h>
#include <stddef.h>

struct wizard;

enum keep_mind { KEEP_MINE, KEEP_OFFERED, KEEP_OTHERS };

struct keep {
    enum keep_mind mind; /* offered: found at the start, not decided; others: a running session's */
    char *written;       /* what is in the file; NULL = nothing */
    char *refusal;       /* why nothing can be kept; NULL = it can */

    /* Of the offered answers. */
    char *text; /* the site file's text, within `written` */
    char path[512], page[32], host[64], seconds[16], when[32], name[64];
};

void keep_release(struct keep *keep);
/* Looks for answers of an earlier session. True: there are some to offer. */
bool keep_look(struct wizard *wizard);
/* Keeps the answers, if they changed since; `ending`: even while a field is being typed in. */
void keep_step(struct wizard *wizard, bool ending);
/* Takes up the offered answers, and goes to the page they were left on. */
void keep_resume(struct wizard *wizard);
/* Takes the kept answers away. */
void keep_drop(struct wizard *wizard);

#endif
