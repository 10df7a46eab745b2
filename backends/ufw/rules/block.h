/* The marked block in before.rules and before6.rules, right after the line that ends ufw's own chains. No
 * other line of these files is ever touched; without the block they are byte for byte as before. */
#ifndef BACKENDS_UFW_RULES_BLOCK_H
#define BACKENDS_UFW_RULES_BLOCK_H

#include "core/plan/change.h"

#define BLOCK_AFTER "# End required lines"

/* The block with its marks, as it stands in the file; "" for no lines. The caller frees it. */
char *block_text(const struct lines *lines);
/* `file` with its block replaced by `lines`; the caller frees it. NULL: the line after which it stands is not
 * there exactly once, or a mark is alone. */
char *block_put(const char *file, const struct lines *lines);
/* The lines of the block in `file`, added to `lines`; comments without our prefix. */
void block_read(const char *file, const char *group, struct lines *lines);

#endif
