#include "backends/ufw/files/ours.h"

#include <stdlib.h>
#include <string.h>

#include "backends/machine/state.h"

enum { RECORD_AT_MOST = 16 << 20 };

static const char record[] = STATE_FOLDER "/ufw/ours";
static const char older[] = STATE_FOLDER "/ufw/origin";
static const char block[] = "block";

struct ours_lines {
    char *data;
    char **items;
    size_t count, cap;
};

static void ours_say(struct text *text, size_t index, const struct tuple *tuple)
{
    text_addf(text, "%c ", index == UFW_4 ? '4' : '6');
    tuple_format(tuple, text);
    text_add(text, "\n");
}

static char *ours_block_line(size_t index, const char *line)
{
    return xasprintf("%s%c %s", block, index == UFW_4 ? '4' : '6', line);
}

static void ours_say_block(struct text *text, size_t index, const struct lines *lines)
{
    for (size_t i = 0; i < lines->count; i++) {
        char *line = ours_block_line(index, lines->items[i].text);
        text_addf(text, "%s\n", line);
        free(line);
    }
}

int ours_write(const struct machine *machine, const struct ufw_state *state, const struct desired *desired,
               const struct tuples made[UFW_FAMILIES], struct failure *failure)
{
    struct text text = {0};
    for (size_t i = 0; i < UFW_FAMILIES; i++) {
        if (state->block[i].count || desired->block[i].count)
            text_addf(&text, "%s\n", block);
        ours_say_block(&text, i, &state->block[i]);
        ours_say_block(&text, i, &desired->block[i]);
        for (size_t k = 0; k < state->tuples[i].count; k++)
            if (tuple_is_ours(&state->tuples[i].items[k]))
                ours_say(&text, i, &state->tuples[i].items[k]);
        for (size_t k = 0; k < made[i].count; k++)
            if (tuple_is_ours(&made[i].items[k]))
                ours_say(&text, i, &made[i].items[k]);
    }
    int done = machine_folder(machine, STATE_FOLDER "/ufw", 0700, failure);
    if (done == 0)
        done = machine_write(machine, record, text_get(&text), text.length, 0600, failure);
    text_release(&text);
    return done;
}

static int ours_compare(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

static bool ours_read(struct ours_lines *lines, const struct machine *machine)
{
    size_t length;
    *lines = (struct ours_lines){0};
    if (machine_read(machine, record, RECORD_AT_MOST, &lines->data, &length) != 0)
        return false;
    char *rest = lines->data, *line;
    while ((line = strsep(&rest, "\n"))) {
        lines->items = xgrow(lines->items, lines->count, &lines->cap, sizeof(*lines->items));
        lines->items[lines->count++] = line;
    }
    if (lines->count)
        qsort(lines->items, lines->count, sizeof(*lines->items), ours_compare);
    return true;
}

static bool ours_have(const struct ours_lines *lines, const char *line)
{
    return lines->count &&
           bsearch(&line, lines->items, lines->count, sizeof(*lines->items), ours_compare) != NULL;
}

static bool ours_have_tuple(const struct ours_lines *lines, size_t index, const struct tuple *tuple)
{
    struct text text = {0};
    ours_say(&text, index, tuple);
    text.data[text.length - 1] = '\0';
    bool yes = ours_have(lines, text.data);
    text_release(&text);
    return yes;
}

/* An older penstock kept no such record: where it has changed ufw, its comments have to do. */
static bool ours_is_older(const struct machine *machine)
{
    char *data;
    size_t length;
    if (machine_read(machine, older, 1 << 16, &data, &length) != 0)
        return false;
    free(data);
    return true;
}

/* A record that names no line of the block is an older one: all of the block is ours then. */
static bool ours_names_lines(const struct ours_lines *lines)
{
    for (size_t i = 0; i < lines->count; i++)
        if (strncmp(lines->items[i], "block4 ", 7) == 0 || strncmp(lines->items[i], "block6 ", 7) == 0)
            return true;
    return false;
}

/* What somebody wrote into the block is none of ours. */
static void ours_mark_block(const struct ours_lines *lines, size_t index, struct lines *there)
{
    struct lines kept = {0};
    for (size_t i = 0; i < there->count; i++) {
        char *line = ours_block_line(index, there->items[i].text);
        if (ours_have(lines, line))
            lines_copy(&kept, &there->items[i]);
        free(line);
    }
    lines_release(there);
    *there = kept;
}

void ours_mark(const struct machine *machine, struct ufw_state *state)
{
    struct ours_lines lines;
    bool known = ours_read(&lines, machine), by_comment = !known && ours_is_older(machine);
    for (size_t i = 0; i < UFW_FAMILIES; i++) {
        for (size_t k = 0; k < state->tuples[i].count; k++) {
            struct tuple *tuple = &state->tuples[i].items[k];
            tuple->ours = known ? ours_have_tuple(&lines, i, tuple) : by_comment && tuple_says_ours(tuple);
        }
        if (!by_comment && !ours_have(&lines, block))
            lines_release(&state->block[i]);
        else if (!by_comment && ours_names_lines(&lines))
            ours_mark_block(&lines, i, &state->block[i]);
    }
    free(lines.items);
    free(lines.data);
}

int ours_forget(const struct machine *machine, struct failure *failure)
{
    return machine_remove(machine, record, failure);
}
