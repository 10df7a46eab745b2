/* From a problem to the page and the field that it is about. */
#include <stdio.h>
#include <string.h>

#include "tui/wizard/wizard.h"

enum page_id wizard_page_of_path(const char *path)
{
    static const struct {
        const char *head;
        enum page_id page;
    } heads[] = {{"site", PAGE_PRODUCT},       {"product", PAGE_PRODUCT},     {"version", PAGE_PRODUCT},
                 {"name", PAGE_PRODUCT},       {"redundancy", PAGE_TOPOLOGY}, {"hosts", PAGE_HOSTS},
                 {"services", PAGE_SERVICES},  {"ports", PAGE_SERVICES},      {"allow-from", PAGE_SERVICES},
                 {"server-os", PAGE_SERVICES}, {"admin", PAGE_SAFETY},        {"extra", PAGE_SAFETY},
                 {"policy", PAGE_SAFETY}};
    size_t length = strcspn(path, ".");
    for (size_t i = 0; i < sizeof(heads) / sizeof(heads[0]); i++)
        if (strlen(heads[i].head) == length && strncmp(path, heads[i].head, length) == 0)
            return heads[i].page;
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

/* The host of `hosts.NAME...` or `hosts.#N...`, in the draft; -1: none. */
static int wizard_error_host_of(const struct model *model, const char *path)
{
    if (strncmp(path, "hosts.", 6) != 0)
        return -1;
    for (size_t i = 0; i < model->draft.host_count; i++) {
        const char *name = model->draft.hosts[i].name.text;
        size_t length = name ? strlen(name) : 0;
        if (length && strncmp(path + 6, name, length) == 0 && (!path[6 + length] || path[6 + length] == '.'))
            return (int)i;
    }
    return -1;
}

void wizard_show(struct wizard *wizard, const struct problem *problem)
{
    enum page_id page = problem->field ? wizard_page_of_path(problem->field) : PAGE_REVIEW;
    int host = problem->field ? wizard_error_host_of(&wizard->model, problem->field) : -1;
    bool shown = wizard->page == PAGE_HOST && page == PAGE_HOSTS && host == (int)wizard->host_index;
    if (wizard->page != page && !shown)
        wizard_go(wizard, page);
    wizard->stale = true;
    wizard_build(wizard);
    const struct field *field = problem->field ? best_field(&wizard->sheet, problem->field) : NULL;
    bool whole = field && strncmp(problem->field, field->path, strlen(problem->field)) == 0;
    if (page == PAGE_HOSTS && !whole && host >= 0 && wizard->page == PAGE_HOSTS) {
        wizard->host_index = (size_t)host;
        wizard_visit(wizard, PAGE_HOST);
        wizard_build(wizard);
        field = best_field(&wizard->sheet, problem->field);
    }
    if (field)
        form_focus(wizard_form(wizard), &wizard->sheet, field->id);
    wizard->stale = true;
    wizard_say(wizard, PAINT_ERROR, "! %s", problem->message);
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
