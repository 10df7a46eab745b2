/* Answers that were kept, as text: a few lines of how things stood, an empty one, the site file. */
#ifndef TUI_WIZARD_KEPT_H
#define TUI_WIZARD_KEPT_H

#include <stdbool.h>
#include <stddef.h>

struct model;

enum keep_mind { KEEP_MINE, KEEP_OFFERED, KEEP_OTHERS };

struct keep {
    enum keep_mind mind; /* offered: found at the start, not decided; others: a running session's */
    char *written;       /* what is in the file; NULL = nothing */
    char *refusal;       /* why nothing can be kept; NULL = it can */

    /* Of the offered answers. */
    char *text; /* the site file's text, within `written` */
    char path[512], page[32], host[64], seconds[16], when[32];
};

void kept_release(struct keep *keep);
/* The text of the model's answers; `when` NULL: without the time. The caller frees it. */
char *kept_make(const struct model *model, const char *page, const char *when);
/* Reads such a text, which must outlive `keep`, and whose process wrote it. False: it is not ours, or nothing
 * but a head. */
bool kept_parse(struct keep *keep, char *data, long *process);

#endif
