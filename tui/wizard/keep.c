#include "tui/wizard/keep.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "core/base/text.h"
#include "core/base/when.h"
#include "tui/wizard/go.h"

static void keep_write(struct wizard *wizard, const char *data)
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
        keep_write(wizard, NULL);
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
    const char *page = pages_name(wizard->last_step);
    char *now = kept_make(&wizard->model, page, NULL), when[32];
    if (keep->written && strcmp(now, keep->written) == 0) {
        free(now);
        return;
    }
    when_text(when, sizeof(when), (int64_t)time(NULL) * 1000, WHEN_MINUTES);
    char *data = kept_make(&wizard->model, page, when);
    keep_write(wizard, data);
    free(data);
    free(keep->written);
    keep->written = now;
}

/* Whether a penstock of that number runs: those answers are its own. */
static bool keep_is_running(long process)
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

bool keep_look(struct wizard *wizard)
{
    const struct desk *desk = wizard->model.desk;
    struct keep *keep = &wizard->keep;
    char *data = NULL;
    size_t length = 0;
    long process = 0;
    if (desk->kept(desk->context, &data, &length, &keep->refusal) != 0)
        return false;
    if (strlen(data) != length || !kept_parse(keep, data, &process)) {
        free(data);
        return false;
    }
    keep->written = data;
    keep->mind = keep_is_running(process) ? KEEP_OTHERS : KEEP_OFFERED;
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
    int page = pages_named(keep->page);
    enum page_id to = page >= 0 && wizard->pages[page]->step ? (enum page_id)page : PAGE_PRODUCT;
    wizard_go(wizard, to == PAGE_APPLY ? PAGE_REVIEW : to);
    wizard_say(wizard, PAINT_OK, "Your answers are back as you left them");
}
