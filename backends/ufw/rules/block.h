/* The marked block in before.rules and before6.rules, right after the line that ends ufw's own chains, or, where
 * somebody took that comment out, right after the chains' declarations. No other line of these files is ever touched; without the block they are byte for byte as before. */
#ifndef BACKENDS_UFW_RULES_BLOCK_H
#define BACKENDS_UFW_RULES_BLOCK_H

#include "core/base/text.h"
#include "core/plan/written.h"

#define BLOCK_AFTER "# End required lines"

/* Adds one line of a block, `-A ufw-before-input ... -j DROP`, its values and its comment read from it; the
 * comment without our prefix. The same for a line that is made and for one that a file holds. */
struct line *block_line(struct lines *lines, const char *group, const char *text);
/* The values of such a line, or of the rule that the kernel made of it. */
struct traffic block_traffic(const char *text);

/* The block with its marks, as it stands in the file; "" for no lines. The caller frees it. */
char *block_text(const struct lines *lines);
/* The same behind `text`; `written` may be NULL. */
void block_write(struct text *text, const struct lines *lines, struct written *written);
/* `file` with its block replaced by `lines`; the caller frees it. What is in it and not among `was`, which are ours,
 * is somebody else's and stays behind the line that it stood behind. NULL: there is no such place, or a mark is
 * alone. */
char *block_put(const char *file, const struct lines *was, const struct lines *lines);
/* The edits of a shell that make `fresh` of `old`, which differ in their blocks alone. */
void block_typed(struct text *text, const char *path, const char *old, const char *fresh);
/* The lines of the block in `file`, added to `lines`; comments without our prefix. */
void block_read(const char *file, const char *group, struct lines *lines);

#endif
