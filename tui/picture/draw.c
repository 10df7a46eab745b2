/* Boxes, lines and words on the canvas; and where each can be pointed at. */
#include <string.h>

#include "core/base/text.h"
#include "tui/picture/parts.h"

enum { UP = 1, DOWN = 2, TO_LEFT = 4, TO_RIGHT = 8 };

/* The strokes of each cell, and whose they are (a bundle's number + 1; 0 = nobody's). */
struct ink {
    unsigned char *strokes;
    size_t *owners;
    int cols;
};

static unsigned glyph_of(unsigned strokes)
{
    static const unsigned glyphs[16] = {
        [UP] = GLYPH_BAR,
        [DOWN] = GLYPH_BAR,
        [UP | DOWN] = GLYPH_BAR,
        [TO_LEFT] = GLYPH_RULE,
        [TO_RIGHT] = GLYPH_RULE,
        [TO_LEFT | TO_RIGHT] = GLYPH_RULE,
        [DOWN | TO_RIGHT] = GLYPH_UL,
        [DOWN | TO_LEFT] = GLYPH_UR,
        [UP | TO_RIGHT] = GLYPH_LL,
        [UP | TO_LEFT] = GLYPH_LR,
        [UP | DOWN | TO_LEFT] = GLYPH_TEE_LEFT,
        [UP | DOWN | TO_RIGHT] = GLYPH_TEE_RIGHT,
        [UP | TO_LEFT | TO_RIGHT] = GLYPH_TEE_UP,
        [DOWN | TO_LEFT | TO_RIGHT] = GLYPH_TEE_DOWN,
        [UP | DOWN | TO_LEFT | TO_RIGHT] = GLYPH_CROSS,
    };
    return glyphs[strokes];
}

/* Where two lines cross, the upright one is whole. */
static void stroke(struct ink *ink, int row, int col, size_t owner, unsigned strokes)
{
    int at = row * ink->cols + col;
    bool other = ink->owners[at] && ink->owners[at] != owner;
    if (other && !(strokes & (UP | DOWN)))
        return;
    if (other)
        ink->strokes[at] = 0;
    ink->strokes[at] |= (unsigned char)strokes;
    ink->owners[at] = owner;
}

static void level(const struct parts *parts, struct ink *ink, size_t index)
{
    const struct bundle *bundle = &parts->bundles[index];
    for (size_t i = 0; i < bundle->count; i++) {
        const struct member *member = &bundle->members[i];
        const struct group *group = &parts->groups[member->group];
        bool left = picture_on_left(parts, bundle, member);
        int first = left ? group->col + group->cols : bundle->lane;
        int last = left ? bundle->lane : group->col - 1;
        for (int col = first; col <= last; col++) {
            unsigned strokes = TO_LEFT | TO_RIGHT;
            if (col == bundle->lane)
                strokes = left ? TO_LEFT : TO_RIGHT;
            stroke(ink, picture_row(parts, member), col, index + 1, strokes);
        }
    }
}

static void upright(const struct parts *parts, struct ink *ink, size_t index)
{
    const struct bundle *bundle = &parts->bundles[index];
    int top = picture_row(parts, &bundle->members[0]), bottom = top;
    for (size_t i = 1; i < bundle->count; i++) {
        int row = picture_row(parts, &bundle->members[i]);
        top = row < top ? row : top;
        bottom = row > bottom ? row : bottom;
    }
    for (int row = top; row <= bottom && top < bottom; row++)
        stroke(ink, row, bundle->lane, index + 1, (row > top ? UP : 0u) | (row < bottom ? DOWN : 0u));
}

static void picture_draw_lines(struct parts *parts)
{
    struct canvas *canvas = &parts->picture->canvas;
    size_t cells = (size_t)canvas->rows * (size_t)canvas->cols;
    struct arena *arena = &parts->picture->arena;
    struct ink ink = {arena_alloc(arena, cells), arena_array(arena, cells, sizeof(size_t)), canvas->cols};
    for (size_t i = 0; i < parts->bundle_count; i++)
        if (!parts->bundles[i].dropped)
            level(parts, &ink, i);
    for (size_t i = 0; i < parts->bundle_count; i++)
        if (!parts->bundles[i].dropped)
            upright(parts, &ink, i);
    for (size_t i = 0; i < cells; i++)
        if (ink.strokes[i])
            canvas->cells[i].point = glyph_of(ink.strokes[i]);
}

/* On a small screen the edges behind the words are left out: they would be half of the bytes on the line. */
static void edge_word(const struct parts *parts, int row, const struct group *group, const char *word)
{
    struct canvas *canvas = &parts->picture->canvas;
    int room = group->cols - 5, columns = (int)text_columns(word);
    bool cut = columns > room;
    /* Half an address says nothing: then the role alone. */
    if (cut && word == group->note && group->count == 1 && strchr(word, ' ')) {
        word = arena_printf(&parts->picture->arena, "%.*s", (int)strcspn(word, " "), word);
        cut = (int)text_columns(word) > room;
    }
    if (parts->sparing && !group->you)
        canvas_run(canvas, row, group->col + 3, room + 1, PAINT_NORMAL, ' ');
    canvas_point(canvas, row, group->col + 2, PAINT_NORMAL, ' ');
    int used = canvas_text(canvas, row, group->col + 3, cut ? room - 1 : room, PAINT_NORMAL, word);
    if (cut)
        canvas_point(canvas, row, group->col + 3 + used++, PAINT_NORMAL, '~');
    if (used < room)
        canvas_point(canvas, row, group->col + 3 + used, PAINT_NORMAL, ' ');
}

/* A box is left open towards the screen's edge, and its edges behind the words. */
static void spare(struct parts *parts, const struct group *group)
{
    bool open = group->column == RIGHT;
    for (int row = 0; row < group->rows && open; row++)
        canvas_point(&parts->picture->canvas, group->row + row, group->col + group->cols - 1, PAINT_NORMAL,
                     ' ');
}

/* However long the name is, the word is seen. */
static void keep_you(struct parts *parts, struct group *group)
{
    static const char word[] = "~ = YOU";
    int room = group->cols - 5;
    if (group->you && (int)text_columns(group->name) > room)
        group->name =
            arena_printf(&parts->picture->arena, "%.*s%s", room - (int)strlen(word), group->host->name, word);
}

static void box(struct parts *parts, struct group *group)
{
    struct picture *picture = parts->picture;
    keep_you(parts, group);
    canvas_box(&picture->canvas, group->row, group->col, group->rows, group->cols, PAINT_NORMAL, group->you);
    if (parts->sparing && !group->you)
        spare(parts, group);
    edge_word(parts, group->row, group, group->name);
    edge_word(parts, group->row + group->rows - 1, group, group->note);
    group->box = picture->box_count++;
    picture->boxes[group->box] = (struct picture_box){.name = group->name,
                                                      .row = group->row,
                                                      .col = group->col + 3,
                                                      .width = group->cols - 5,
                                                      .you = group->you,
                                                      .host = group->count == 1 ? group->host : NULL};
}

static const char *picture_draw_title_of(const struct parts *parts, int column)
{
    static const char *const titles[] = {"CLIENTS", "SERVERS", "DMZ"};
    static const char *const around[] = {"WHO OPENS", "DEVICE", "IT OPENS TO"};
    bool device = parts->you && host_is(parts->you, TRAIT_DEVICE);
    const char *title = NULL;
    for (size_t i = 0; i < parts->group_count; i++)
        if (parts->groups[i].into == i && parts->groups[i].column == column &&
            (!title || !parts->groups[i].outside))
            title = device ? around[column] : parts->groups[i].outside ? "OUTSIDE" : titles[column];
    return title;
}

static void boxes(struct parts *parts)
{
    struct picture *picture = parts->picture;
    picture->boxes = arena_array(&picture->arena, parts->group_count + 1, sizeof(struct picture_box));
    for (int column = 0; column < COLUMNS; column++) {
        const char *title = picture_draw_title_of(parts, column);
        if (title)
            canvas_put(&picture->canvas, 0, parts->lefts[column] + 1, PAINT_HEADING, title);
        for (size_t i = 0; i < parts->group_count; i++)
            if (parts->groups[i].into == i && parts->groups[i].column == column)
                box(parts, &parts->groups[i]);
    }
}

static void collect(struct parts *parts, const struct bundle *bundle, const struct member *member,
                    struct picture_arrow *arrow)
{
    size_t *flows = arena_array(&parts->picture->arena, parts->flows->count + 1, sizeof(size_t));
    for (size_t i = 0; i < parts->flows->count; i++)
        for (size_t j = 0; j < bundle->count && parts->to[i] == member->group; j++) {
            const struct member *other = &bundle->members[j];
            bool across = other->part != member->part || other->part == PART_ALL;
            if (across && other != member && parts->from[i] == other->group) {
                parts->shown[i] = true;
                flows[arrow->flow_count++] = i;
            }
        }
    arrow->flows = flows;
}

static void picture_draw_head(struct parts *parts, const struct bundle *bundle, const struct member *member)
{
    struct picture *picture = parts->picture;
    const struct group *group = &parts->groups[member->group];
    bool left = picture_on_left(parts, bundle, member);
    enum paint paint = member->mark.denied && !parts->sparing ? PAINT_REMOVED : PAINT_NORMAL;
    struct picture_arrow arrow = {
        .denied = member->mark.denied, .row = picture_row(parts, member), .box = group->box};
    if (!member->mark.label)
        return;
    canvas_point(&picture->canvas, arrow.row, left ? group->col + group->cols : group->col - 1, PAINT_NORMAL,
                 arrow.denied ? GLYPH_DENIED
                 : left       ? GLYPH_ARROW_LEFT
                              : GLYPH_ARROW_RIGHT);
    for (int line = member->line_count - 1; line >= 0; line--) {
        arrow.label = member->lines[line];
        arrow.col = left ? group->col + group->cols - 1 - (int)strlen(arrow.label) : group->col + 3;
        canvas_put(&picture->canvas, arrow.row + line, arrow.col, paint, arrow.label);
    }
    collect(parts, bundle, member, &arrow);
    picture->arrows[picture->arrow_count++] = arrow;
}

static void heads(struct parts *parts)
{
    size_t most = 0;
    for (size_t i = 0; i < parts->bundle_count; i++)
        most += parts->bundles[i].count;
    parts->picture->arrows = arena_array(&parts->picture->arena, most + 1, sizeof(struct picture_arrow));
    for (size_t i = 0; i < parts->bundle_count; i++)
        for (size_t j = 0; j < parts->bundles[i].count && !parts->bundles[i].dropped; j++)
            picture_draw_head(parts, &parts->bundles[i], &parts->bundles[i].members[j]);
}

void picture_draw(struct parts *parts)
{
    int rows = 1;
    for (size_t i = 0; i < parts->group_count; i++) {
        const struct group *group = &parts->groups[i];
        if (group->into == i && group->row + group->rows > rows)
            rows = group->row + group->rows;
    }
    canvas_resize(&parts->picture->canvas, rows, parts->cols);
    picture_draw_lines(parts);
    boxes(parts);
    heads(parts);
}
