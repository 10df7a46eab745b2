#include "tui/form/form.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

const struct field *form_field(const struct form *form, const struct sheet *sheet)
{
    return form->index >= 0 && form->index < (int)sheet->field_count ? &sheet->fields[form->index] : NULL;
}

bool form_in_text(const struct form *form, const struct sheet *sheet)
{
    const struct field *field = form_field(form, sheet);
    return field && field->kind == FIELD_TEXT;
}

static void form_take(struct form *form, const struct sheet *sheet, int index)
{
    const struct field *field = &sheet->fields[index];
    bool same = strcmp(form->id, field->id) == 0;
    form->index = index;
    if (!same) {
        snprintf(form->id, sizeof(form->id), "%s", field->id);
        form->typing = false;
    }
    /* What is being typed stays as typed, also where the model shows it in another way (an empty port is the
     * catalog's). */
    if (field->kind == FIELD_TEXT && !form->typing && (!same || strcmp(form->edit.text, field->value) != 0))
        edit_set(&form->edit, field->value);
}

static int form_find(const struct sheet *sheet, const char *id)
{
    for (size_t i = 0; i < sheet->field_count; i++)
        if (strcmp(sheet->fields[i].id, id) == 0)
            return (int)i;
    return -1;
}

static int within(int value, int low, int high)
{
    return value > high ? (high < low ? low : high) : value < low ? low : value;
}

static void scroll(struct form *form, const struct sheet *sheet)
{
    const struct field *field = form_field(form, sheet);
    int view = sheet->height - sheet->head;
    if (field && field->row >= sheet->head) {
        int row = field->row - sheet->head;
        if (row < form->top)
            form->top = row;
        if (row >= form->top + view)
            form->top = row - view + 1;
        /* What stands above the first field has no focus of its own: it comes along. */
        if (form->index == 0 && row < view)
            form->top = 0;
    }
    form->top = within(form->top, 0, sheet->rows - sheet->head - view);
}

/* The chosen one of a radio group, else the one that was reached. */
static int chosen(const struct sheet *sheet, int index)
{
    int group = sheet->fields[index].group;
    for (size_t i = 0; group && i < sheet->field_count; i++)
        if (sheet->fields[i].group == group && sheet->fields[i].on)
            return (int)i;
    return index;
}

void form_settle(struct form *form, const struct sheet *sheet)
{
    int index = form_find(sheet, form->id), last = (int)sheet->field_count - 1;
    bool first = !*form->id;
    if (first && last >= 0)
        form->goal = sheet->fields[within(sheet->first, 0, last)].col;
    if (last < 0)
        form->index = -1;
    else
        form_take(form, sheet,
                  index >= 0 ? index
                  : first    ? chosen(sheet, within(sheet->first, 0, last))
                             : within(form->index, 0, last));
    scroll(form, sheet);
}

void form_focus(struct form *form, const struct sheet *sheet, const char *id)
{
    int index = form_find(sheet, id);
    if (index >= 0) {
        form_take(form, sheet, index);
        form->goal = sheet->fields[index].col;
    } else
        snprintf(form->id, sizeof(form->id), "%s", id);
    scroll(form, sheet);
}

/* The next row with a field in direction `step`, there the field nearest in column; -1: none. */
static int vertical(const struct sheet *sheet, const struct field *from, int goal, int step)
{
    int best = -1;
    for (size_t i = 0; i < sheet->field_count; i++) {
        const struct field *field = &sheet->fields[i];
        int down = (field->row - from->row) * step;
        if (down <= 0)
            continue;
        const struct field *held = best < 0 ? NULL : &sheet->fields[best];
        int held_down = held ? (held->row - from->row) * step : 0;
        if (!held || down < held_down ||
            (down == held_down && abs(field->col - goal) < abs(held->col - goal)))
            best = (int)i;
    }
    return best;
}

static int horizontal(const struct sheet *sheet, int index, int step)
{
    const struct field *from = &sheet->fields[index];
    int best = -1;
    for (size_t i = 0; i < sheet->field_count; i++) {
        const struct field *field = &sheet->fields[i];
        int right = (field->col - from->col) * step;
        if (field->row == from->row && right > 0 &&
            (best < 0 || right < (sheet->fields[best].col - from->col) * step))
            best = (int)i;
    }
    return best;
}

/* In a picture: the field that lies nearest in direction `right`, `down`; -1: none. */
static int nearest(const struct sheet *sheet, const struct field *from, int right, int down)
{
    int best = -1, held = 0;
    for (size_t i = 0; i < sheet->field_count; i++) {
        const struct field *field = &sheet->fields[i];
        int across = field->col - from->col, along = field->row - from->row;
        int ahead = across * right + along * down * 3, aside = abs(right ? along * 4 : across);
        if (across * right + along * down <= 0 || (right && aside > 4 * ahead))
            continue;
        if (best < 0 || ahead + aside < held) {
            held = ahead + aside;
            best = (int)i;
        }
    }
    return best;
}

static int in_picture(const struct form *form, const struct sheet *sheet, enum press_code code)
{
    const struct field *from = &sheet->fields[form->index];
    int right = (code == PRESS_RIGHT) - (code == PRESS_LEFT),
        down = (code == PRESS_DOWN) - (code == PRESS_UP);
    return nearest(sheet, from, right, down);
}

static int by_group(const struct sheet *sheet, int index, int step)
{
    int count = (int)sheet->field_count, group = sheet->fields[index].group, at = index;
    for (int i = 0; i < count; i++) {
        at = (at + step + count) % count;
        if (!group || sheet->fields[at].group != group)
            return chosen(sheet, at);
    }
    return index;
}

static int by_page(const struct form *form, const struct sheet *sheet, int step)
{
    int rows = (sheet->height - sheet->head - 1) * step, at = form->index;
    int goal = sheet->fields[at].row + rows;
    for (int next; (next = vertical(sheet, &sheet->fields[at], form->goal, step)) >= 0; at = next)
        if ((sheet->fields[next].row - goal) * step > 0)
            break;
    return at;
}

static int target(const struct form *form, const struct sheet *sheet, enum press_code code)
{
    const struct field *field = &sheet->fields[form->index];
    bool arrow = code == PRESS_UP || code == PRESS_DOWN || code == PRESS_LEFT || code == PRESS_RIGHT;
    if (sheet->free && arrow)
        return in_picture(form, sheet, code);
    switch (code) {
    case PRESS_UP:
        return vertical(sheet, field, form->goal, -1);
    case PRESS_DOWN:
        return vertical(sheet, field, form->goal, 1);
    case PRESS_LEFT:
        return horizontal(sheet, form->index, -1);
    case PRESS_RIGHT:
        return horizontal(sheet, form->index, 1);
    case PRESS_TAB:
        return by_group(sheet, form->index, 1);
    case PRESS_BACK_TAB:
        return by_group(sheet, form->index, -1);
    case PRESS_PAGE_UP:
        return by_page(form, sheet, -1);
    case PRESS_PAGE_DOWN:
        return by_page(form, sheet, 1);
    case PRESS_HOME:
        return 0;
    case PRESS_END:
        return (int)sheet->field_count - 1;
    default:
        return -2;
    }
}

static bool scroll_text(struct form *form, const struct sheet *sheet, enum press_code code)
{
    int view = sheet->height - sheet->head, last = sheet->rows - sheet->head - view;
    static const int steps[] = {[PRESS_UP] = -1, [PRESS_DOWN] = 1};
    switch (code) {
    case PRESS_UP:
    case PRESS_DOWN:
        form->top += steps[code];
        break;
    case PRESS_PAGE_UP:
        form->top -= view - 1;
        break;
    case PRESS_PAGE_DOWN:
        form->top += view - 1;
        break;
    case PRESS_HOME:
        form->top = 0;
        break;
    case PRESS_END:
        form->top = last;
        break;
    default:
        return false;
    }
    form->top = within(form->top, 0, last);
    return true;
}

bool form_move(struct form *form, const struct sheet *sheet, const struct press *press)
{
    if (form->index < 0)
        return scroll_text(form, sheet, press->code);
    bool page = press->code == PRESS_PAGE_UP || press->code == PRESS_PAGE_DOWN;
    if (sheet->free && page)
        return scroll_text(form, sheet, press->code);
    int index = target(form, sheet, press->code);
    if (index == -2)
        return false;
    /* A picture stands still: to move all of it by a row would be its whole paint once more. */
    if (index < 0 && sheet->free)
        return true;
    /* At the last field the arrow scrolls on: what stands below can still be read. */
    if (index < 0)
        return scroll_text(form, sheet, press->code);
    bool onward = press->code == PRESS_PAGE_DOWN || press->code == PRESS_END;
    if (onward && index == form->index && !sheet->free)
        return scroll_text(form, sheet, press->code);
    form_take(form, sheet, index);
    if (press->code != PRESS_UP && press->code != PRESS_DOWN)
        form->goal = sheet->fields[index].col;
    scroll(form, sheet);
    return true;
}

bool form_turn(struct form *form, const struct sheet *sheet, const struct press *press)
{
    int step = press->code == PRESS_DOWN ? 1 : press->code == PRESS_UP ? -1 : 0;
    if (!step || form->index < 0)
        return form_move(form, sheet, press);
    form_take(form, sheet, within(form->index + step, 0, (int)sheet->field_count - 1));
    form->goal = sheet->fields[form->index].col;
    scroll(form, sheet);
    return true;
}
