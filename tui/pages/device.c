#include "tui/pages/device.h"

#include <stdlib.h>

#include "core/base/text.h"
#include "tui/wizard/go.h"
#include "tui/words/web_ports.h"

const struct web_drift *device_drift(const struct wizard *wizard)
{
    return wizard_state(wizard, PAGE_WEB);
}

void device_look(struct wizard *wizard)
{
    const struct desk *desk = wizard->model.desk;
    char *unread = NULL;
    struct web_drift *web = wizard_state(wizard, PAGE_WEB);
    *web = (struct web_drift){0};
    if (desk->privileged && desk->drift)
        desk->drift(desk->context, wizard->model.catalog, web, &unread);
    free(unread);
}

static size_t count_code(const struct problems *notes, enum problem_code code)
{
    size_t count = 0;
    for (size_t i = 0; i < notes->count; i++)
        count += notes->items[i].code == code;
    return count;
}

bool device_import(struct wizard *wizard)
{
    struct model *model = &wizard->model;
    struct draft draft = {0};
    struct problems notes = {0};
    char *message = NULL;
    int code =
        model->desk->import(model->desk->context, model->catalog, "device", NULL, &draft, &notes, &message);
    if (code == 0) {
        char *text = draft_save(&draft);
        model_resume(model, "", text);
        free(text);
        wizard_say(wizard, PAINT_OK,
                   "Taken over as it is: applying it would change nothing. %zu rules stay not ours",
                   count_code(&notes, PROBLEM_NOT_OURS));
    } else {
        wizard_say(wizard, PAINT_ERROR, "! %s",
                   message ? message : "the rules of this machine cannot be read");
    }
    free(message);
    problems_release(&notes);
    draft_release(&draft);
    wizard->stale = true;
    return code == 0;
}

static void device_compare_own(struct wizard *wizard)
{
    model_compare(&wizard->model);
    *wizard->message = '\0';
    wizard->stale = true;
}

void device_compare(struct wizard *wizard)
{
    if (!wizard->model.desk->privileged || !model_plan(&wizard->model))
        return;
    wizard->work = device_compare_own;
    wizard_say(wizard, PAINT_NORMAL, "Comparing with this machine ...");
}

void device_mend(struct wizard *wizard, bool usual)
{
    const unsigned *ports = usual ? device_drift(wizard)->usual : device_drift(wizard)->live;
    struct web_ports wish = {ports[0], ports[1]};
    if (!device_import(wizard))
        return;
    web_ports_set(&wizard->model.draft, model_product(&wizard->model), &wish);
    wizard_edited(wizard);
    wizard_visit(wizard, PAGE_WEB);
}
