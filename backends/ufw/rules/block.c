#include "backends/ufw/rules/block.h"

#include <stdlib.h>
#include <string.h>

#include "core/base/text.h"

static const char begin[] = "# BEGIN penstock managed block - do not edit\n";
static const char end[] = "# END penstock managed block\n";
static const char after[] = BLOCK_AFTER "\n";

char *block_text(const struct lines *lines)
{
    struct text text = {0};
    if (lines->count)
        text_add(&text, begin);
    for (size_t i = 0; i < lines->count; i++)
        text_addf(&text, "%s\n", lines->items[i].text);
    if (lines->count)
        text_add(&text, end);
    return text_take(&text);
}

/* The one place of whole line `line`; NULL: none, or (*many) several. */
static const char *only_line(const char *file, const char *line, bool *many)
{
    const char *found = NULL;
    *many = false;
    for (const char *place = file; (place = strstr(place, line)); place++)
        if (place == file || place[-1] == '\n') {
            *many = *many || found;
            found = place;
        }
    return *many ? NULL : found;
}

/* Where the block is, marks included; 0: there is one or none. */
static int ufw_block_find(const char *file, const char **from, const char **to)
{
    bool many_begin, many_end;
    *from = only_line(file, begin, &many_begin);
    *to = only_line(file, end, &many_end);
    if (many_begin || many_end || !*from != !*to || (*from && *to < *from))
        return -1;
    if (*to)
        *to += sizeof(end) - 1;
    return 0;
}

char *block_put(const char *file, const struct lines *lines)
{
    const char *from, *to;
    bool many;
    struct text rest = {0}, made = {0};
    if (ufw_block_find(file, &from, &to) != 0)
        return NULL;
    text_add_n(&rest, file, from ? (size_t)(from - file) : strlen(file));
    text_add(&rest, from ? to : "");
    const char *place = only_line(text_get(&rest), after, &many);
    if (place || (!lines->count && !many)) {
        size_t head = place ? (size_t)(place - rest.data) + sizeof(after) - 1 : 0;
        char *block = block_text(lines);
        text_add_n(&made, text_get(&rest), head);
        text_add(&made, block);
        text_add(&made, text_get(&rest) + head);
        free(block);
    }
    text_release(&rest);
    return made.data ? text_take(&made) : NULL;
}

void block_read(const char *file, const char *group, struct lines *lines)
{
    const char *from, *to;
    if (ufw_block_find(file, &from, &to) != 0 || !from)
        return;
    for (from += sizeof(begin) - 1; from < to - (sizeof(end) - 1); from += strcspn(from, "\n") + 1) {
        char *line = xstrndup(from, strcspn(from, "\n"));
        block_line(lines, group, line);
        free(line);
    }
}
