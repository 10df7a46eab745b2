#include "tui/pages/page.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/text.h"
#include "tui/words/asked.h"

const struct problem *page_problem(struct wizard *wizard, const char *path, bool below, const char *id)
{
    const struct form *form = wizard_form(wizard);
    const struct problems *problems = model_problems(&wizard->model);
    size_t length = strlen(path);
    const struct problem *found = NULL;
    if (id && form->typing && strcmp(form->id, id) == 0)
        return NULL;
    for (size_t i = 0; i < problems->count; i++) {
        const struct problem *problem = &problems->items[i];
        if (!problem->field || problem->severity == SEVERITY_NOTE ||
            strncmp(problem->field, path, length) != 0)
            continue;
        bool here = !problem->field[length] || (below && problem->field[length] == '.');
        if (here && (!found || problem->severity > found->severity))
            found = problem;
    }
    return found;
}

char *page_words(const struct wizard *wizard, const struct problem *problem, enum paint *paint)
{
    bool calm = asked_still(problem) && !wizard->tried[wizard->page];
    *paint = calm ? PAINT_MUTED : page_severity_paint(problem->severity);
    return xasprintf("%c %s",
                     calm                                  ? '-'
                     : problem->severity == SEVERITY_ERROR ? '!'
                                                           : '?',
                     asked_words(problem));
}

int page_tell_below(const struct wizard *wizard, struct sheet *sheet, int row, int col,
                    const struct problem *problem)
{
    enum paint paint;
    char *words = page_words(wizard, problem, &paint);
    int rows = sheet_wrap(sheet, row, col, sheet->cols - col - 1, paint, words);
    free(words);
    return rows;
}

static int page_tell(const struct wizard *wizard, struct sheet *sheet, int row, int end, int col,
                     const struct problem *problem)
{
    enum paint paint;
    char *words = page_words(wizard, problem, &paint);
    int rows = 0;
    if (end + 2 + (int)text_columns(words) <= sheet->cols)
        sheet_text(sheet, row, end + 2, paint, words);
    else
        rows = sheet_wrap(sheet, row + 1, col, sheet->cols - col - 1, paint, words);
    free(words);
    return rows;
}

int page_note(struct wizard *wizard, struct sheet *sheet, const struct field *field, int col)
{
    const struct problem *problem =
        field->path ? page_problem(wizard, field->path, !field->list, field->id) : NULL;
    return problem ? page_tell(wizard, sheet, field->row, field_end(field), col, problem) : 0;
}

int page_note_at(struct wizard *wizard, struct sheet *sheet, int row, int end, int col, const char *path)
{
    const struct problem *problem = page_problem(wizard, path, false, NULL);
    return problem ? page_tell(wizard, sheet, row, end, col, problem) : 0;
}

int page_text(struct wizard *wizard, struct sheet *sheet, int row, const char *label, struct field field)
{
    field.kind = FIELD_TEXT;
    field.row = row;
    if (field.word)
        field.value = field.word->text;
    if (field.col + field.width + 3 > sheet->cols)
        field.width = sheet->cols - field.col - 3;
    sheet_cell(sheet, row, 3, field.col - 5, PAINT_NORMAL, label);
    return 1 + page_note(wizard, sheet, sheet_field(sheet, field), field.col);
}

char *page_joined(struct sheet *sheet, const struct words *words)
{
    struct text joined = {0};
    for (size_t i = 0; i < words->count; i++)
        if (words->items[i].text) {
            text_add(&joined, joined.length ? ", " : "");
            text_add(&joined, words->items[i].text);
        }
    char *text = sheet_printf(sheet, "%s", text_get(&joined));
    text_release(&joined);
    return text;
}

void page_split(struct words *words, const char *text)
{
    static const char blanks[] = " ,;";
    while (words->count)
        words_remove(words, words->count - 1);
    for (text += strspn(text, blanks); *text; text += strspn(text, blanks)) {
        size_t length = strcspn(text, blanks);
        char *one = xstrndup(text, length);
        words_add(words, one);
        free(one);
        text += length;
    }
    words->given = words->count > 0;
}

static bool tells(const struct draft *draft, size_t host)
{
    const char *name = draft->hosts[host].name.text;
    if (!name || !text_is_name(name))
        return false;
    for (size_t i = 0; i < host; i++)
        if (text_equal(draft->hosts[i].name.text, name))
            return false;
    return true;
}

char *page_host_path(struct wizard *wizard, struct sheet *sheet, size_t host, const char *key)
{
    const struct draft *draft = &wizard->model.draft;
    if (tells(draft, host))
        return sheet_printf(sheet, "hosts.%s.%s", draft->hosts[host].name.text, key);
    return sheet_printf(sheet, "hosts.#%zu.%s", host, key);
}

const struct product *page_host_product(const struct wizard *wizard, const struct draft_host *host)
{
    const char *id = host->product.text ? host->product.text : wizard->model.draft.product.text;
    return id ? catalog_product(wizard->model.catalog, id) : NULL;
}

const char *page_clip(struct sheet *sheet, const char *text, int width)
{
    size_t at = 0;
    int used = 0;
    if ((int)text_columns(text) <= width)
        return text;
    while (text[at] && used < width - 1) {
        size_t n = text_utf8(text + at, strlen(text + at), NULL);
        at += n ? n : 1;
        used++;
    }
    return sheet_printf(sheet, "%.*s~", (int)at, text);
}

void page_set_port(struct wizard *wizard, const struct service *service, const char *text)
{
    char usual[PORTS_TEXT];
    bool same = !*text || strcmp(text, ports_format(service->ports, usual)) == 0;
    settings_set(&wizard->model.draft.ports, service->setting, same ? NULL : text);
}

void page_next_host(struct wizard *wizard)
{
    struct model *model = &wizard->model;
    const struct host *host = model_host(model, NULL);
    if (!host)
        return;
    const struct host *next = &model->site.hosts[(host->index + 1) % model->site.host_count];
    snprintf(model->host, sizeof(model->host), "%s", next->name);
    wizard_edited(wizard);
}

const char *page_sign(enum severity severity)
{
    static const char *const signs[] = {"OK", "WARN", "FAIL"};
    return signs[severity];
}

enum paint page_severity_paint(enum severity severity)
{
    static const enum paint paints[] = {PAINT_OK, PAINT_WARNING, PAINT_ERROR};
    return paints[severity];
}

char *page_where_set(struct wizard *wizard, const struct service *service)
{
    struct version version = {0};
    const struct product *product = model_product(&wizard->model);
    const char *said = wizard->model.draft.version.text, *why;
    if (product && said)
        version_parse(said, product->scheme, &version, &why);
    return service_where_set(service, &version);
}
