#include "tui/wizard/file.h"

#include <stdlib.h>
#include <string.h>

#include "core/base/text.h"
#include "tui/wizard/ask.h"
#include "tui/wizard/go.h"

void wizard_open(struct wizard *wizard, const char *path)
{
    char *message = NULL;
    int code = model_open(&wizard->model, path, &message);
    if (code < 0) {
        wizard_say(wizard, PAINT_ERROR, "! %s", message ? message : "the file cannot be read");
    } else {
        wizard_go(wizard, PAGE_PRODUCT);
        if (code > 0)
            wizard_say(wizard, PAINT_ERROR, "! %s", message);
        else
            wizard_say(wizard, PAINT_OK, "Opened %s", path);
    }
    free(message);
}

static void open_unless_empty(struct wizard *wizard, const char *path)
{
    if (*path)
        wizard_open(wizard, path);
}

void wizard_ask_open(struct wizard *wizard)
{
    ask_text(wizard, "Open which site file?", "Enter open  Esc back", "", open_unless_empty);
}

static bool file_save(struct wizard *wizard, const char *path)
{
    char *message = NULL;
    bool saved = model_save(&wizard->model, path, &message) == 0;
    if (saved)
        wizard_say(wizard, PAINT_OK, "Saved as %s", path);
    else
        wizard_say(wizard, PAINT_ERROR, "! %s", message ? message : "the file cannot be written");
    free(message);
    wizard->stale = true;
    return saved;
}

static void save_unless_empty(struct wizard *wizard, const char *path)
{
    if (*path)
        file_save(wizard, path);
}

/* The site's name in small letters, words joined by `-`, as a YAML file. */
static char *proposed_path(const struct model *model)
{
    struct text path = {0};
    if (model->path)
        return xstrdup(model->path);
    for (const char *c = model->draft.name.text ? model->draft.name.text : "site"; *c; c++) {
        bool plain = (*c >= 'a' && *c <= 'z') || (*c >= '0' && *c <= '9');
        char low = *c >= 'A' && *c <= 'Z' ? (char)(*c - 'A' + 'a') : plain ? *c : '-';
        text_add_n(&path, &low, 1);
    }
    text_add(&path, ".yaml");
    return text_take(&path);
}

void wizard_ask_save(struct wizard *wizard)
{
    if (!wizard->model.begun) {
        wizard_say(wizard, PAINT_NORMAL, "There is nothing to save yet");
        return;
    }
    char *path = proposed_path(&wizard->model);
    ask_text(wizard, "Save as", "Enter save  Esc back", path, save_unless_empty);
    free(path);
}

static void save_and_leave(struct wizard *wizard, const char *path)
{
    if (*path && file_save(wizard, path))
        wizard->done = true;
}

static bool leave_key(struct wizard *wizard, unsigned point)
{
    if (point == 's' || point == 'S') {
        char *path = proposed_path(&wizard->model);
        ask_text(wizard, "Save as", "Enter save and leave  Esc back", path, save_and_leave);
        free(path);
        return false;
    }
    if (point != 'q' && point != 'Q')
        return false;
    wizard->done = true;
    return true;
}

void wizard_quit(struct wizard *wizard)
{
    if (wizard->model.unsaved)
        ask_key(wizard, "Your answers are not saved.", "s save and leave  q leave without saving  Esc stay",
                leave_key);
    else
        wizard->done = true;
}
