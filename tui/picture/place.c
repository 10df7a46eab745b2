/* Where everything stands: the rows that lines need in each box, the boxes in their columns. */
#include <string.h>

#include "core/base/text.h"
#include "tui/picture/parts.h"

enum { SHIFTS = 4, MARK = 2 };

/* Bytes of the next line of a label: whole words within `width`. */
static size_t picture_place_line_of(const char *label, size_t width)
{
    size_t length = strlen(label), at = width;
    if (length <= width)
        return length;
    while (at > 0 && label[at] != ' ')
        at--;
    return at ? at : width;
}

static int words_in(const char *text)
{
    int words = *text != '\0';
    for (; *text; text++)
        words += *text == ' ';
    return words;
}

static void picture_place_split(struct parts *parts, struct member *member, size_t width)
{
    struct arena *arena = &parts->picture->arena;
    const char *label = member->mark.label;
    int most = parts->rows < 40 ? 3 : LABEL_LINES;
    for (member->line_count = 0; label && *label; member->line_count++) {
        size_t length = picture_place_line_of(label, width);
        bool last = member->line_count + 1 == most && label[length];
        if (last)
            length = picture_place_line_of(label, width - strlen(" +99 more"));
        const char *rest = label + length + (label[length] == ' ');
        member->lines[member->line_count] =
            last ? arena_printf(arena, "%.*s +%d more", (int)length, label, words_in(rest))
                 : arena_printf(arena, "%.*s", (int)length, label);
        label = last ? "" : rest;
    }
}

/* Columns taken in each row of one box, by side. */
struct rows {
    int used[2][BOX_ROWS], next[2];
};

static bool free_at(const struct rows *rows, const struct member *member, int side, int row, int inner)
{
    for (int line = 0; line < member->line_count; line++) {
        int other = rows->used[!side][row + line];
        if (other && other + 1 + MARK + (int)strlen(member->lines[line]) > inner)
            return false;
    }
    return true;
}

static void attach(struct rows *rows, struct member *member, int side, int inner)
{
    int row = rows->next[side], needs = member->line_count ? member->line_count : 1;
    while (row + needs < BOX_ROWS - 1 && !free_at(rows, member, side, row, inner))
        row++;
    member->row = row;
    for (int line = 0; line < member->line_count && row + line < BOX_ROWS; line++)
        rows->used[side][row + line] = MARK + (int)strlen(member->lines[line]);
    rows->next[side] = row + needs;
}

static void inside(struct parts *parts, int index)
{
    struct group *group = &parts->groups[index];
    struct rows rows = {.next = {1, 1}};
    int inner = group->cols - 2;
    for (size_t i = 0; i < parts->bundle_count; i++)
        for (size_t j = 0; j < parts->bundles[i].count; j++) {
            struct bundle *bundle = &parts->bundles[i];
            struct member *member = &bundle->members[j];
            if (bundle->dropped || member->group != index)
                continue;
            picture_place_split(parts, member, (size_t)(inner - MARK));
            if (rows.next[0] < BOX_ROWS - LABEL_LINES && rows.next[1] < BOX_ROWS - LABEL_LINES)
                attach(&rows, member, picture_on_left(parts, bundle, member), inner);
            else
                bundle->dropped = true;
        }
    int most = rows.next[0] > rows.next[1] ? rows.next[0] : rows.next[1];
    group->rows = 1 + (most > 1 ? most : 2);
}

static bool lone(const struct parts *parts, size_t index, int column)
{
    return parts->groups[index].into == index && parts->groups[index].column == column;
}

/* The row that makes a line of the box straight; -1: it has none to the middle. */
static int straight(const struct parts *parts, int index)
{
    for (size_t i = 0; i < parts->bundle_count; i++) {
        const struct bundle *bundle = &parts->bundles[i];
        const struct member *own = NULL, *other = NULL;
        for (size_t j = 0; j < bundle->count && !bundle->dropped; j++) {
            const struct member *member = &bundle->members[j];
            if (member->group == index)
                own = member;
            else if (!other && parts->groups[member->group].column == MIDDLE)
                other = member;
        }
        if (own && other)
            return picture_row(parts, other) - own->row;
    }
    return -1;
}

static int height_of(const struct parts *parts, int column, size_t from, int blank)
{
    int height = 0;
    for (size_t i = from; i < parts->group_count; i++)
        if (lone(parts, i, column))
            height += parts->groups[i].rows + blank;
    return height ? height - blank : 0;
}

static void stack(struct parts *parts, int column, int shift)
{
    int total = height_of(parts, column, 0, 0), row = TITLE_ROWS;
    size_t count = 0;
    for (size_t i = 0; i < parts->group_count; i++)
        count += lone(parts, i, column);
    int blank = count > 1 && row + total + (int)count - 1 <= parts->rows ? 1 : 0;
    for (size_t i = 0; i < parts->group_count; i++) {
        struct group *group = &parts->groups[i];
        if (!lone(parts, i, column))
            continue;
        int wish = column == MIDDLE ? -1 : straight(parts, (int)i) + shift;
        int last = parts->rows - height_of(parts, column, i, blank);
        if (wish > last)
            wish = last;
        group->row = wish > row ? wish : row;
        row = group->row + group->rows + blank;
    }
}

static void widths(struct parts *parts)
{
    /* The lines of partners and of the DMZ are on the right: it has the wider gap. */
    int left_gap = parts->cols < 100 ? 6 : 12, right_gap = parts->cols < 100 ? 9 : 18;
    int room = parts->cols - 1 - left_gap - right_gap, side = room * 3 / 10;
    side = side > 34 ? 34 : side;
    int middle = room - 2 * side;
    middle = middle > 46 ? 46 : middle;
    parts->widths[LEFT] = parts->widths[RIGHT] = side;
    parts->widths[MIDDLE] = middle;
    parts->lefts[LEFT] = 1;
    parts->lefts[MIDDLE] = 1 + side + left_gap;
    parts->lefts[RIGHT] = parts->lefts[MIDDLE] + middle + right_gap;
    for (size_t i = 0; i < parts->group_count; i++) {
        struct group *group = &parts->groups[i];
        group->cols = parts->widths[group->column];
        group->col = parts->lefts[group->column];
    }
}

static void stand(struct parts *parts, int shift)
{
    for (size_t i = 0; i < parts->group_count; i++)
        inside(parts, (int)i);
    stack(parts, MIDDLE, 0);
    stack(parts, LEFT, shift);
    stack(parts, RIGHT, shift);
}

static bool has_you(const struct parts *parts, const struct bundle *bundle)
{
    for (size_t i = 0; i < bundle->count; i++)
        if (parts->groups[bundle->members[i].group].you)
            return true;
    return false;
}

/* The last one that is not this host's, else the last. */
static void picture_place_drop(struct parts *parts, int gap)
{
    struct bundle *victim = NULL;
    for (size_t i = 0; i < parts->bundle_count; i++) {
        struct bundle *bundle = &parts->bundles[i];
        if (bundle->dropped || bundle->gap != gap)
            continue;
        if (!victim || has_you(parts, victim) || !has_you(parts, bundle))
            victim = bundle;
    }
    if (victim)
        victim->dropped = true;
}

void picture_place(struct parts *parts)
{
    widths(parts);
    for (size_t turn = 0; turn <= parts->bundle_count; turn++) {
        int failed = NOWHERE;
        for (int shift = 0; shift < SHIFTS; shift++) {
            stand(parts, shift);
            failed = !picture_lanes(parts, LEFT) ? LEFT : !picture_lanes(parts, MIDDLE) ? MIDDLE : NOWHERE;
            if (failed == NOWHERE)
                return;
        }
        picture_place_drop(parts, failed);
    }
}
