#include "tui/wizard/keep.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "core/base/text.h"
#include "core/base/when.h"
#include "tui/wizard/wizard.h"

static const char title[] = "penstock-answers 1\n";

void keep_release(struct keep *keep)
{
    free(keep->written);
    free(keep->refusal);
    *keep = (struct keep){0};
}

/* The next start may be in another folder. */
static char *whole_path(const char *path)
{
    char folder[2048];
    if (path[0] == '/' || !getcwd(folder, sizeof(folder)))
        return xstrdup(path);
    return xasprintf("%s/%s", folder, path);
}

static void wizard_keep_add_line(struct text *text, const char *key, const char *value)
{
    if (value && *value && !strchr(value, '\n'))
        text_addf(text, "%s %s\n", key, value);
}

/* A few lines of how things stood, an empty one, the site file. The time is in it only when it is written. */
static char *wizard_keep_make(struct wizard *wizard, const char *when)
{
    struct model *model = &wizard->model;
    struct text text = {0};
    char *path = model->path ? whole_path(model->path) : NULL, *site = draft_save(&model->draft);
    text_add(&text, title);
    text_addf(&text, "process %ld\n", (long)getpid());
    wizard_keep_add_line(&text, "when", when);
    wizard_keep_add_line(&text, "path", path);
    wizard_keep_add_line(&text, "page", wizard_page_of(wizard_last_step(wizard))->name);
    wizard_keep_add_line(&text, "host", model->host);
    wizard_keep_add_line(&text, "seconds", model->seconds);
    text_add(&text, "\n");
    text_add(&text, site);
    free(path);
    free(site);
    return text_take(&text);
}

static void write_down(struct wizard *wizard, const char *data)
{
    const struct desk *desk = wizard->model.desk;
    struct keep *keep = &wizard->keep;
    free(keep->refusal);
    keep->refusal = NULL;
    if (desk->keep(desk->context, data, data ? strlen(data) : 0, &keep->refusal) != 0 && !keep->refusal)
        keep->refusal = xstrdup("the answers cannot be kept");
}

void keep_drop(struct wizard *wizard)
{
    struct keep *keep = &wizard->keep;
    if (keep->mind != KEEP_OTHERS && keep->written)
        write_down(wizard, NULL);
    if (keep->mind == KEEP_OFFERED)
        keep->mind = KEEP_MINE;
    free(keep->written);
    keep->written = NULL;
}

void keep_step(struct wizard *wizard, bool ending)
{
    struct keep *keep = &wizard->keep;
    if (keep->mind != KEEP_MINE || (wizard_form(wizard)->typing && !ending))
        return;
    if (!wizard->model.unsaved) {
        keep_drop(wizard);
        return;
    }
    char *now = wizard_keep_make(wizard, NULL), when[32];
    if (keep->written && strcmp(now, keep->written) == 0) {
        free(now);
        return;
    }
    when_text(when, sizeof(when), (int64_t)time(NULL) * 1000, WHEN_MINUTES);
    char *data = wizard_keep_make(wizard, when);
    write_down(wizard, data);
    free(data);
    free(keep->written);
    keep->written = now;
}

/* Whether a penstock of that number runs: those answers are its own. */
static bool wizard_keep_runs(long process)
{
    char path[64], name[32] = "", own[32] = "";
    if (process <= 0 || process == (long)getpid() || kill((pid_t)process, 0) != 0)
        return false;
    snprintf(path, sizeof(path), "/proc/%ld/comm", process);
    FILE *file = fopen(path, "re"), *self = fopen("/proc/self/comm", "re");
    bool read = file && self && fgets(name, sizeof(name), file) && fgets(own, sizeof(own), self);
    if (file)
        fclose(file);
    if (self)
        fclose(self);
    return read && strcmp(name, own) == 0;
}

static void take_line(struct keep *keep, const char *line, long *process)
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

/* False: not ours, or nothing but a head. */
static bool wizard_keep_parse(struct keep *keep, char *data, long *process)
{
    char *end = strstr(data, "\n\n");
    if (strncmp(data, title, strlen(title)) != 0 || !end)
        return false;
    for (char *line = data; line < end; line = strchr(line, '\n') + 1)
        take_line(keep, line, process);
    keep->text = end + 2;
    return *keep->text != '\0';
}

bool keep_look(struct wizard *wizard)
{
    const struct desk *desk = wizard->model.desk;
    struct keep *keep = &wizard->keep;
    char *data = NULL;
    size_t length = 0;
    long process = 0;
    if (desk->kept(desk->context, &data, &length, &keep->refusal) != 0)
        return false;
    if (strlen(data) != length || !wizard_keep_parse(keep, data, &process)) {
        free(data);
        return false;
    }
    keep->written = data;
    keep->mind = wizard_keep_runs(process) ? KEEP_OTHERS : KEEP_OFFERED;
    return keep->mind == KEEP_OFFERED;
}

void keep_resume(struct wizard *wizard)
{
    struct keep *keep = &wizard->keep;
    struct model *model = &wizard->model;
    if (keep->mind != KEEP_OFFERED) {
        wizard_say(wizard, PAINT_NORMAL, "No answers were kept: there is nothing to go on with");
        return;
    }
    char host[sizeof(model->host)];
    snprintf(host, sizeof(host), "%s", *keep->host ? keep->host : model->host);
    model_resume(model, keep->path, keep->text);
    snprintf(model->host, sizeof(model->host), "%s", host);
    if (*keep->seconds)
        snprintf(model->seconds, sizeof(model->seconds), "%s", keep->seconds);
    keep->mind = KEEP_MINE;
    int page = wizard_page_named(keep->page);
    enum page_id to =
        page >= 0 && wizard_page_of((enum page_id)page)->step ? (enum page_id)page : PAGE_PRODUCT;
    wizard_go(wizard, to == PAGE_APPLY ? PAGE_REVIEW : to);
    wizard_say(wizard, PAINT_OK, "Your answers are back as you left them");
}
