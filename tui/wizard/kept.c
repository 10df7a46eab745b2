#include "tui/wizard/kept.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "core/base/text.h"
#include "tui/wizard/model.h"

static const char title[] = "penstock-answers 1\n";

void kept_release(struct keep *keep)
{
    free(keep->written);
    free(keep->refusal);
    *keep = (struct keep){0};
}

/* The next start may be in another folder. */
static char *kept_whole_path(const char *path)
{
    char folder[2048];
    if (path[0] == '/' || !getcwd(folder, sizeof(folder)))
        return xstrdup(path);
    return xasprintf("%s/%s", folder, path);
}

static void kept_add_line(struct text *text, const char *key, const char *value)
{
    if (value && *value && !strchr(value, '\n'))
        text_addf(text, "%s %s\n", key, value);
}

char *kept_make(const struct model *model, const char *page, const char *when)
{
    struct text text = {0};
    char *path = model->path ? kept_whole_path(model->path) : NULL, *site = draft_save(&model->draft);
    text_add(&text, title);
    text_addf(&text, "process %ld\n", (long)getpid());
    kept_add_line(&text, "when", when);
    kept_add_line(&text, "path", path);
    kept_add_line(&text, "page", page);
    kept_add_line(&text, "host", model->host);
    kept_add_line(&text, "seconds", model->seconds);
    text_add(&text, "\n");
    text_add(&text, site);
    free(path);
    free(site);
    return text_take(&text);
}

static void kept_take_line(struct keep *keep, const char *line, long *process)
{
    const struct {
        const char *key;
        char *to;
        size_t size;
    } keys[] = {{"when ", keep->when, sizeof(keep->when)},
                {"path ", keep->path, sizeof(keep->path)},
                {"page ", keep->page, sizeof(keep->page)},
                {"host ", keep->host, sizeof(keep->host)},
                {"seconds ", keep->seconds, sizeof(keep->seconds)}};
    if (strncmp(line, "process ", 8) == 0)
        *process = strtol(line + 8, NULL, 10);
    for (size_t i = 0; i < sizeof(keys) / sizeof(keys[0]); i++) {
        size_t length = strlen(keys[i].key);
        if (strncmp(line, keys[i].key, length) == 0)
            snprintf(keys[i].to, keys[i].size, "%.*s", (int)strcspn(line + length, "\n"), line + length);
    }
}

bool kept_parse(struct keep *keep, char *data, long *process)
{
    char *end = strstr(data, "\n\n");
    if (strncmp(data, title, strlen(title)) != 0 || !end)
        return false;
    for (char *line = data; line < end; line = strchr(line, '\n') + 1)
        kept_take_line(keep, line, process);
    keep->text = end + 2;
    return *keep->text != '\0';
}
