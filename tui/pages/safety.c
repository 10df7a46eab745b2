#include <stdio.h>
#include <string.h>

#include "core/base/text.h"
#include "tui/pages/offered.h"
#include "tui/pages/page.h"

enum { LABEL_COL = 3, FIELD_COL = 22 };

static struct draft_admin *safety_admin_of(struct wizard *wizard, const struct field *field)
{
    return &wizard->model.draft.admins[field->index];
}

static void safety_set_from(struct wizard *wizard, const struct field *field, const char *text)
{
    page_split(&safety_admin_of(wizard, field)->from, text);
}

static void safety_add_admin(struct wizard *wizard, const struct field *field)
{
    (void)field;
    struct draft_admin *admin = draft_admin_add(&wizard->model.draft);
    draft_set(&admin->service, "ssh");
    draft_set(&admin->port, "22");
    wizard_edited(wizard);
}

static void safety_add_extra(struct wizard *wizard, const struct field *field)
{
    (void)field;
    struct draft_extra *extra = draft_extra_add(&wizard->model.draft);
    draft_set(&extra->protocol, "tcp");
    wizard_edited(wizard);
}

enum safety_line { LINE_ADMIN = 1, LINE_EXTRA };

/* One text of an entry, in a column of its line. */
static struct field *safety_cell(struct sheet *sheet, int what, int row, int col, int width, const char *path,
                                 struct word *word, size_t index)
{
    return sheet_field(sheet, (struct field){.kind = FIELD_TEXT,
                                             .what = what,
                                             .row = row,
                                             .col = col,
                                             .width = width,
                                             .id = path,
                                             .path = path,
                                             .word = word,
                                             .value = word ? word->text : "",
                                             .index = index});
}

/* The problems of an entry's fields, under its line. */
static int safety_notes(struct wizard *wizard, struct sheet *sheet, int row, size_t from)
{
    int used = 0;
    for (size_t i = from; i < sheet->field_count; i++) {
        const struct problem *problem =
            page_problem(wizard, sheet->fields[i].path, true, sheet->fields[i].id);
        if (problem)
            used += page_tell_below(wizard, sheet, row + used, LABEL_COL + 2, problem);
    }
    return row + used;
}

static int admin(struct wizard *wizard, struct sheet *sheet, int row, size_t index)
{
    struct draft_admin *entry = &wizard->model.draft.admins[index];
    size_t first = sheet->field_count;
    safety_cell(sheet, LINE_ADMIN, row, LABEL_COL, 12, sheet_printf(sheet, "admin.%zu.service", index),
                &entry->service, index);
    safety_cell(sheet, LINE_ADMIN, row, LABEL_COL + 17, 6, sheet_printf(sheet, "admin.%zu.port", index),
                &entry->port, index);
    struct field *from = safety_cell(sheet, LINE_ADMIN, row, LABEL_COL + 28, sheet->cols - LABEL_COL - 32,
                                     sheet_printf(sheet, "admin.%zu.from", index), NULL, index);
    from->value = page_joined(sheet, &entry->from);
    from->changed = safety_set_from;
    return safety_notes(wizard, sheet, row + 1, first);
}

static int admins(struct wizard *wizard, struct sheet *sheet, int row)
{
    sheet_text(sheet, row, 1, PAINT_HEADING, "Who may manage the hosts?");
    if (sheet->cols >= 70)
        sheet_text(sheet, row, 32, PAINT_NORMAL, "service, port, from which addresses");
    row++;
    for (size_t i = 0; i < wizard->model.draft.admin_count; i++)
        row = admin(wizard, sheet, row, i);
    const struct product *product = model_product(&wizard->model);
    if (!wizard->model.draft.admin_count && product && product->topology_count)
        row += sheet_wrap(sheet, row, LABEL_COL, sheet->cols - LABEL_COL - 2, PAINT_WARNING,
                          "? Nobody: a new login by SSH would be refused on the servers.");
    sheet_field(sheet, (struct field){.kind = FIELD_BUTTON,
                                      .row = row,
                                      .col = LABEL_COL,
                                      .what = LINE_ADMIN,
                                      .id = "admin.add",
                                      .path = "admin",
                                      .enter = "add",
                                      .label = "[+ add admin access]",
                                      .act = safety_add_admin});
    return row + 1;
}

struct safety_choice {
    const char *word, *label;
};

static void safety_choose(struct wizard *wizard, const struct field *field)
{
    draft_set(field->word, field->data);
    wizard_edited(wizard);
}

/* Two choices of one word; the first is what holds when nothing is said. */
/* On a narrow screen the second choice stands under the first. */
static int choices(struct wizard *wizard, struct sheet *sheet, int row, const char *label, const char *path,
                   struct word *word, const struct safety_choice pair[2], int group)
{
    int under = sheet->cols < FIELD_COL + 32 ? 1 : 0;
    sheet_text(sheet, row, LABEL_COL, PAINT_NORMAL, label);
    for (int i = 0; i < 2; i++)
        sheet_field(sheet, (struct field){.kind = FIELD_RADIO,
                                          .group = group,
                                          .row = row + i * under,
                                          .col = FIELD_COL + (under ? 0 : i * 16),
                                          .id = sheet_printf(sheet, "%s.%s", path, pair[i].word),
                                          .path = i ? NULL : path,
                                          .label = pair[i].label,
                                          .on = word->text ? strcmp(word->text, pair[i].word) == 0 : i == 0,
                                          .word = word,
                                          .data = pair[i].word,
                                          .act = safety_choose});
    row += under;
    return row + 1 + page_note_at(wizard, sheet, row, FIELD_COL + 32, FIELD_COL, path);
}

static void set_seconds(struct wizard *wizard, const struct field *field, const char *text)
{
    (void)field;
    snprintf(wizard->model.seconds, sizeof(wizard->model.seconds), "%s", text);
}

static int safety_trial(struct wizard *wizard, struct sheet *sheet, int row)
{
    sheet_text(sheet, row, LABEL_COL, PAINT_NORMAL, "Seconds to confirm");
    const struct field *field = sheet_field(sheet, (struct field){.kind = FIELD_TEXT,
                                                                  .row = row,
                                                                  .col = FIELD_COL,
                                                                  .width = 6,
                                                                  .id = "seconds",
                                                                  .value = wizard->model.seconds,
                                                                  .changed = set_seconds});
    int end = field_end(field) + 2;
    if (model_seconds(&wizard->model))
        sheet_cell(sheet, row, end, sheet->cols - end, PAINT_NORMAL, "then the old rules come back");
    else
        sheet_cell(sheet, row, end, sheet->cols - end, PAINT_ERROR, "! a number from 10 to 3600");
    return row + 1;
}

static void choose_backend(struct wizard *wizard, const struct field *field)
{
    wizard->model.backend = field->data;
    wizard_edited(wizard);
}

/* Who makes the rules true; nothing is said of it where the program cannot tell. */
static int backend(struct wizard *wizard, struct sheet *sheet, int row)
{
    const char *const *names = wizard->model.desk->backends;
    const char *chosen = wizard->model.backend;
    if (!names)
        return row;
    sheet_text(sheet, row, LABEL_COL, PAINT_NORMAL, "Made true by");
    for (int i = 0; names[i]; i++)
        sheet_field(sheet, (struct field){.kind = FIELD_RADIO,
                                          .group = 4,
                                          .row = row,
                                          .col = FIELD_COL + i * 16,
                                          .id = sheet_printf(sheet, "backend.%s", names[i]),
                                          .label = names[i],
                                          .on = chosen ? strcmp(chosen, names[i]) == 0 : i == 0,
                                          .data = names[i],
                                          .act = choose_backend});
    return row + 1;
}

static int policies(struct wizard *wizard, struct sheet *sheet, int row)
{
    static const struct safety_choice deny[2] = {{"deny", "refused"}, {"allow", "allowed"}};
    static const struct safety_choice allow[2] = {{"allow", "allowed"}, {"deny", "refused"}};
    static const struct safety_choice log[2] = {{"blocked", "logged"}, {"off", "not logged"}};
    struct draft *draft = &wizard->model.draft;
    const struct product *product = model_product(&wizard->model);
    sheet_text(sheet, row++, 1, PAINT_HEADING, "What happens to all other traffic?");
    if (!product || product->topology_count) {
        row = choices(wizard, sheet, row, "Coming in", "policy.incoming", &draft->incoming, deny, 1);
        row = choices(wizard, sheet, row, "Going out", "policy.outgoing", &draft->outgoing, allow, 2);
    }
    return choices(wizard, sheet, row, "Refused traffic", "policy.log", &draft->log, log, 3);
}

static int extra(struct wizard *wizard, struct sheet *sheet, int row, size_t index)
{
    struct draft_extra *entry = &wizard->model.draft.extras[index];
    const char *name = entry->name.text;
    char *base = name && text_is_name(name) ? sheet_printf(sheet, "extra.%s", name)
                                            : sheet_printf(sheet, "extra.#%zu", index);
    struct word *words[] = {&entry->name,     &entry->from,  &entry->to,
                            &entry->protocol, &entry->ports, &entry->why};
    static const char *const keys[] = {"name", "from", "to", "protocol", "ports", "why"};
    static const int cols[] = {3, 17, 36, 55, 64, 17}, widths[] = {9, 14, 14, 4, 9, 56};
    size_t first = sheet->field_count;
    for (size_t i = 0; i < 6; i++) {
        bool below = sheet->cols < 78 ? i > 1 : i == 5;
        int col = sheet->cols < 78 && i > 1 ? 5 + ((int)i - 2) % 2 * 18 : cols[i];
        int at = sheet->cols < 78 ? row + (int)i / 2 : row + (below ? 1 : 0);
        int width = col + widths[i] + 3 > sheet->cols ? sheet->cols - col - 3 : widths[i];
        struct field *field = safety_cell(sheet, LINE_EXTRA, at, col, width,
                                          sheet_printf(sheet, "%s.%s", base, keys[i]), words[i], index);
        field->id = sheet_printf(sheet, "extra.%zu.%s", index, keys[i]);
    }
    return safety_notes(wizard, sheet, row + (sheet->cols < 78 ? 3 : 2), first);
}

static int extras(struct wizard *wizard, struct sheet *sheet, int row)
{
    sheet_text(sheet, row, 1, PAINT_HEADING, "Traffic of the site's own");
    if (sheet->cols >= 70)
        sheet_text(sheet, row, 32, PAINT_NORMAL, "name, from, to, protocol, ports, and why");
    row++;
    for (size_t i = 0; i < wizard->model.draft.extra_count; i++)
        row = extra(wizard, sheet, row, i);
    sheet_field(sheet, (struct field){.kind = FIELD_BUTTON,
                                      .row = row,
                                      .col = LABEL_COL,
                                      .what = LINE_EXTRA,
                                      .id = "extra.add",
                                      .path = "extra",
                                      .enter = "add",
                                      .label = "[+ add traffic]",
                                      .act = safety_add_extra});
    return row + 1;
}

static void safety_build(struct wizard *wizard, struct sheet *sheet)
{
    int row = admins(wizard, sheet, 0);
    /* Enter goes on from here, it does not add what nobody asked for. */
    sheet->first = wizard->model.draft.admin_count ? 0 : 1;
    row = policies(wizard, sheet, row + 1);
    row = backend(wizard, sheet, row);
    row = safety_trial(wizard, sheet, row);
    row = extras(wizard, sheet, row + 1);
    offered_build(wizard, sheet, row, LABEL_COL);
}

/* + and - are text in these fields: Ins and Del, or the keys on a button, do the same. */
static bool safety_act(struct wizard *wizard, enum action action)
{
    const struct field *focus = wizard_focus(wizard);
    if (!focus || (action != ACTION_ADD && action != ACTION_REMOVE))
        return false;
    bool admin_line = focus->what == LINE_ADMIN, extra_line = focus->what == LINE_EXTRA;
    if (action == ACTION_ADD && (admin_line || extra_line)) {
        (admin_line ? safety_add_admin : safety_add_extra)(wizard, focus);
        return true;
    }
    if (action != ACTION_REMOVE || focus->kind != FIELD_TEXT || !(admin_line || extra_line))
        return false;
    model_keep(&wizard->model);
    if (admin_line)
        draft_admin_remove(&wizard->model.draft, focus->index);
    else
        draft_extra_remove(&wizard->model.draft, focus->index);
    wizard_edited(wizard);
    wizard_say(wizard, PAINT_NORMAL, "The line is removed: F7 brings it back");
    return true;
}

const struct page page_safety = {
    .title = "Safety",
    .step = true,
    .paths = "admin extra policy",
    .cards = true,
    .build = safety_build,
    .act = safety_act,
    .actions = {ACTION_SAVE, ACTION_ERROR, ACTION_NONE},
    .enter_does = ENTER_CONTINUE,
    .about =
        "Admin access is how you reach the hosts yourself: without it a new login may be cut off, and "
        "penstock "
        "refuses to apply such rules. Traffic of the site's own needs a reason that others understand later. "
        "In these lines Ins adds one more, Del at the end of a text takes the line away, F7 brings it back.",
};
