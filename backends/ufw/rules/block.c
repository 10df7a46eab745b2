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

static bool block_has(const struct lines *lines, const char *text, size_t length, size_t *place)
{
    for (*place = 0; *place < lines->count; ++*place)
        if (strlen(lines->items[*place].text) == length &&
            strncmp(lines->items[*place].text, text, length) == 0)
            return true;
    return false;
}

/* What somebody else wrote into the block, behind which of the new lines: that of ours which it stood behind. */
struct block_strange {
    struct text *behind; /* one for each new line, the first for none of them */
};

static struct block_strange block_strange_of(const char *from, const char *to, const struct lines *was,
                                             const struct lines *lines)
{
    struct block_strange strange = {xcalloc(lines->count + 1, sizeof(*strange.behind))};
    size_t at = 0, place;
    for (const char *line = from; line < to; line = block_next_line(line)) {
        size_t length = strcspn(line, "\n");
        bool stays = block_has(lines, line, length, &place);
        at = stays ? place + 1 : at;
        if (stays || block_has(was, line, length, &place))
            continue;
        text_add_n(&strange.behind[at], line, length);
        text_add(&strange.behind[at], "\n");
    }
    return strange;
}

static void block_strange_release(struct block_strange *strange, size_t count)
{
    for (size_t i = 0; i <= count; i++)
        text_release(&strange->behind[i]);
    free(strange->behind);
}

static char *block_made(const struct lines *lines, const struct block_strange *strange)
{
    struct text text = {0};
    text_add(&text, lines->count ? begin : "");
    text_add(&text, text_get(&strange->behind[0]));
    for (size_t i = 0; i < lines->count; i++)
        text_addf(&text, "%s\n%s", lines->items[i].text, text_get(&strange->behind[i + 1]));
    text_add(&text, lines->count ? end : "");
    return text_take(&text);
}

char *block_put(const char *file, const struct lines *was, const struct lines *lines)
{
    const char *from, *to;
    struct text rest = {0}, made = {0};
    if (ufw_block_find(file, &from, &to) != 0)
        return NULL;
    if (was->count == 0 && lines->count == 0)
        return xstrdup(file); /* whatever is in it is somebody else's */
    size_t stood = from ? (size_t)(from - file) : 0;
    struct block_strange strange =
        from ? block_strange_of(from + sizeof(begin) - 1, to - (sizeof(end) - 1), was, lines)
             : block_strange_of(file, file, was, lines);
    text_add_n(&rest, file, from ? stood : strlen(file));
    text_add(&rest, from ? to : "");
    const char *place = lines->count ? block_place(text_get(&rest)) : text_get(&rest) + stood;
    if (place) {
        size_t head = (size_t)(place - text_get(&rest));
        char *block = block_made(lines, &strange);
        text_add_n(&made, text_get(&rest), head);
        text_add(&made, block);
        text_add(&made, text_get(&rest) + head);
        free(block);
    }
    block_strange_release(&strange, lines->count);
    text_release(&rest);
    return made.data ? text_take(&made) : NULL;
}

void block_typed(struct text *text, const char *path, const char *old, const char *fresh)
{
    const char *from, *to;
    if (ufw_block_find(old, &from, &to) == 0 && from)
        text_addf(text, "sed -i --follow-symlinks '/^%.*s$/,/^%.*s$/d' %s\n", (int)sizeof(begin) - 2, begin,
                  (int)sizeof(end) - 2, end, path);
    if (ufw_block_find(fresh, &from, &to) != 0 || !from)
        return;
    unsigned lines = 0;
    for (const char *place = fresh; place < from; place++)
        lines += *place == '\n';
    text_addf(text, "sed -i --follow-symlinks '%ur /dev/stdin' %s <<'END'\n%.*sEND\n", lines, path,
              (int)(to - from), from);
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
