#include "tui/wizard/error.h"

#include <stdio.h>
#include <string.h>

#include "tui/wizard/build.h"
#include "tui/wizard/go.h"
#include "tui/words/asked.h"

enum page_id wizard_page_of_path(const struct wizard *wizard, const char *path)
{
    for (enum page_id id = 0; id < PAGE_COUNT; id++)
        if (pages_has_path(wizard->pages[id], path))
            return id;
    return PAGE_REVIEW;
}

/* Columns of agreement: the whole path, or one that lies above or below it. */
static size_t agreement(const char *field, const char *path)
{
    size_t n = 0;
    while (field[n] && field[n] == path[n])
        n++;
    bool ends = (!field[n] || field[n] == '.') && (!path[n] || path[n] == '.');
    return ends ? n : 0;
}

static const struct field *best_field(const struct sheet *sheet, const char *path)
{
    const struct field *best = NULL;
    size_t most = 0;
    for (size_t i = 0; i < sheet->field_count; i++) {
        const struct field *field = &sheet->fields[i];
        size_t n = field->path ? agreement(field->path, path) : 0;
        if (n > most || (n && n == most && strcmp(field->path, path) == 0)) {
            most = n;
            best = field;
        }
    }
    return best;
}

/* The field of the sheet that a problem at `path` is about; *whole: it is just that, not a part of it. */
static const struct field *error_field(struct wizard *wizard, const char *path, bool *whole)
{
    wizard->stale = true;
    wizard_build(wizard);
    const struct field *field = path ? best_field(&wizard->sheet, path) : NULL;
    *whole = field && strncmp(path, field->path, strlen(path)) == 0;
    return field;
}

void wizard_show(struct wizard *wizard, const struct problem *problem)
{
    const char *path = problem->field;
    enum page_id id = path ? wizard_page_of_path(wizard, path) : PAGE_REVIEW;
    const struct page *page = wizard->pages[id], *present = wizard_page(wizard);
    bool told = path && present->tells && present->tells(wizard, path), whole;
    if (wizard->page != id && !told && wizard->page == PAGE_REVIEW && wizard->pages[id]->step)
        wizard_visit(wizard, id); /* Esc leads back to what was reviewed */
    else if (wizard->page != id && !told)
        wizard_go(wizard, id);
    const struct field *field = error_field(wizard, path, &whole);
    if (!told && path && !whole && page->closer && page->closer(wizard, path))
        field = error_field(wizard, path, &whole);
    if (field)
        form_focus(wizard_form(wizard), &wizard->sheet, field->id);
    wizard->stale = true;
    wizard->tried[wizard->page] = true;
    wizard_say(wizard, PAINT_ERROR, "! %s", asked_words(problem));
}

/* Whether the focus is where this problem was shown last, or on its very field. */
static bool is_here(struct wizard *wizard, const struct problem *problem, size_t index)
{
    const struct field *focus = wizard_focus(wizard);
    if (!focus)
        return false;
    if (wizard->shown_error.page == wizard->page && strcmp(wizard->shown_error.focus, focus->id) == 0)
        return wizard->shown_error.index == index;
    return focus->path && problem->field && strcmp(focus->path, problem->field) == 0;
}

/* Several errors may stand at one field: the next one is behind the one that was shown. */
static void note_shown(struct wizard *wizard, size_t index)
{
    const struct field *focus = wizard_focus(wizard);
    wizard->shown_error.page = wizard->page;
    wizard->shown_error.index = index;
    snprintf(wizard->shown_error.focus, sizeof(wizard->shown_error.focus), "%s", focus ? focus->id : "");
}

void wizard_next_error(struct wizard *wizard)
{
    const struct problems *problems = model_problems(&wizard->model);
    size_t none = problems->count, first = none, next = none;
    bool passed = false;
    for (size_t i = 0; i < problems->count; i++) {
        if (problems->items[i].severity != SEVERITY_ERROR)
            continue;
        first = first == none ? i : first;
        next = passed && next == none ? i : next;
        passed = passed || is_here(wizard, &problems->items[i], i);
    }
    if (first == none) {
        wizard_say(wizard, PAINT_OK, "No errors");
        return;
    }
    next = next == none ? first : next;
    wizard_show(wizard, &problems->items[next]);
    note_shown(wizard, next);
}

static bool error_is_on_page(struct wizard *wizard)
{
    const struct problems *problems = model_problems(&wizard->model);
    for (size_t i = 0; i < problems->count; i++) {
        const struct problem *problem = &problems->items[i];
        if (problem->severity == SEVERITY_ERROR && problem->field &&
            wizard_page_of_path(wizard, problem->field) == wizard->page)
            return true;
    }
    return false;
}

void wizard_next(struct wizard *wizard)
{
    if (!wizard_page(wizard)->step) {
        wizard_back(wizard);
    } else if (!wizard->warned && error_is_on_page(wizard)) {
        wizard_next_error(wizard);
        wizard->warned = true;
        wizard_say(wizard, PAINT_ERROR, "! This is not right yet. Enter once more goes on all the same");
    } else {
        wizard_go_on(wizard);
    }
}
