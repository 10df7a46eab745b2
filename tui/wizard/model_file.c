#include "tui/wizard/model.h"

#include <stdlib.h>
#include <string.h>

#include "core/base/text.h"
#include "core/embed/embed.h"

static void wizard_model_file_take(struct model *model, struct draft *draft, const char *path)
{
    draft_release(&model->draft);
    draft_release(&model->saved);
    model->draft = *draft;
    model->saved = (struct draft){0};
    draft_copy(&model->saved, &model->draft);
    free(model->path);
    model->path = path ? xstrdup(path) : NULL;
    model->begun = true;
    *model->host = '\0';
    model_edited(model);
}

void model_new(struct model *model)
{
    struct draft draft;
    draft_init(&draft);
    wizard_model_file_take(model, &draft, NULL);
}

static int wizard_model_file_load(struct model *model, const char *name, const char *path, const char *text,
                                  size_t length, char **message)
{
    struct problems problems = {0};
    struct draft draft;
    draft_init(&draft);
    int code = draft_load(&draft, name, text, length, &problems) < 0 ? 1 : 0;
    if (code)
        *message = problems.count ? problem_line(&problems.items[0]) : xstrdup("the file has errors");
    problems_release(&problems);
    wizard_model_file_take(model, &draft, path);
    return code;
}

int model_open(struct model *model, const char *path, char **message)
{
    const struct desk *desk = model->desk;
    char *data = NULL;
    size_t length = 0;
    *message = NULL;
    if (desk->read_file(desk->context, path, &data, &length, message) != 0)
        return -1;
    int code = wizard_model_file_load(model, path, path, data, length, message);
    free(data);
    return code;
}

int model_example(struct model *model, const char *name, char **message)
{
    const struct embedded *example = embedded_find(builtin_examples, name);
    *message = NULL;
    if (!example) {
        *message = xasprintf("there is no example '%s'", name);
        return -1;
    }
    return wizard_model_file_load(model, name, NULL, example->text, example->length, message);
}

/* What the file says now is what they differ from; without a file they differ from an empty site. */
static void take_saved(struct model *model, const char *path)
{
    const struct desk *desk = model->desk;
    struct problems problems = {0};
    char *data = NULL, *message = NULL;
    size_t length = 0;
    draft_release(&model->saved);
    draft_init(&model->saved);
    if (*path && desk->read_file(desk->context, path, &data, &length, &message) == 0)
        draft_load(&model->saved, path, data, length, &problems);
    problems_release(&problems);
    free(message);
    free(data);
}

void model_resume(struct model *model, const char *path, const char *text)
{
    char *message = NULL;
    wizard_model_file_load(model, *path ? path : "", *path ? path : NULL, text, strlen(text), &message);
    free(message);
    take_saved(model, path);
    model_edited(model);
}

int model_save(struct model *model, const char *path, char **message)
{
    const struct desk *desk = model->desk;
    char *text = draft_save(&model->draft);
    *message = NULL;
    int code = desk->write_file(desk->context, path, text, strlen(text), message);
    free(text);
    if (code != 0)
        return -1;
    draft_release(&model->saved);
    model->saved = (struct draft){0};
    draft_copy(&model->saved, &model->draft);
    char *kept = xstrdup(path);
    free(model->path);
    model->path = kept;
    model->unsaved = false;
    return 0;
}
