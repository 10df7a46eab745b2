#include "backends/ufw/rules/block.h"

#include <stdlib.h>
#include <string.h>

#include "core/base/text.h"

static const char begin[] = "# BEGIN penstock managed block - do not edit\n";
static const char end[] = "# END penstock managed block\n";
static const char after[] = BLOCK_AFTER "\n";

void block_write(struct text *text, const struct lines *lines, struct written *written)
{
    if (lines->count)
        text_add(text, begin);
    for (size_t i = 0; i < lines->count; i++) {
        written_note(written, text->length, &lines->items[i]);
        text_addf(text, "%s\n", lines->items[i].text);
    }
    if (lines->count)
        text_add(text, end);
}

char *block_text(const struct lines *lines)
{
    struct text text = {0};
    block_write(&text, lines, NULL);
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

static const char *block_next_line(const char *line)
{
    line += strcspn(line, "\n");
    return line + (*line == '\n');
}

/* Where the table that has ufw's chains begins; NULL: nowhere. */
static const char *block_table(const char *file)
{
    for (; *file; file = block_next_line(file))
        if (strncmp(file, "*filter", 7) == 0 && strchr(" \t\r\n", file[7]))
            return block_next_line(file);
    return NULL;
}

/* Behind the comment that ends ufw's own chains, else behind their declarations, which empty them: before the first
 * rule that could decide. NULL: the file has no table `filter`. */
static const char *block_place(const char *file)
{
    bool many, rules = false;
    const char *place = only_line(file, after, &many), *behind = block_table(file);
    if (place)
        return place + sizeof(after) - 1;
    for (const char *line = behind; line && *line && strncmp(line, "COMMIT", 6) != 0;
         line = block_next_line(line)) {
        rules = rules || *line == '-';
        if (*line == ':' && (!rules || strncmp(line, ":ufw", 4) == 0))
            behind = block_next_line(line);
    }
    return behind;
}

char *block_put(const char *file, const struct lines *lines)
{
    const char *from, *to;
    struct text rest = {0}, made = {0};
    if (ufw_block_find(file, &from, &to) != 0)
        return NULL;
    text_add_n(&rest, file, from ? (size_t)(from - file) : strlen(file));
    text_add(&rest, from ? to : "");
    const char *place = lines->count ? block_place(text_get(&rest)) : text_get(&rest);
    if (place) {
        size_t head = (size_t)(place - text_get(&rest));
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
