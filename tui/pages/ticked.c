#include "tui/pages/ticked.h"

#include <stdlib.h>
#include <string.h>

#include "core/base/text.h"
#include "core/flow/standing.h"

static bool is_written(const struct wizard *wizard, const struct service *service)
{
    const char *said = settings_get(&wizard->model.draft.services, service->id);
    return said ? strcmp(said, "on") == 0 : service->default_on;
}

bool ticked(struct wizard *wizard, const struct service *service)
{
    const struct flows *flows = model_flows(&wizard->model);
    if (!flows)
        return is_written(wizard, service);
    return standing_of(flows, model_product(&wizard->model), service, NULL) == STANDING_ON;
}

enum { COLUMN = 16 }; /* of an 80 column screen */

const char *ticked_where(struct wizard *wizard, struct sheet *sheet, const struct service *service)
{
    static const char *const words[STANDING_ON + 1] = {"none",        "other version", "not needed",
                                                       "no such app", "off",           ""};
    const struct flows *flows = model_flows(&wizard->model);
    const struct product *product = model_product(&wizard->model);
    if (!flows || !product)
        return "";
    enum service_standing standing = standing_of(flows, product, service, NULL);
    const struct host *first = NULL;
    size_t count = standing_places(flows, product, service, &first);
    if (count && first)
        return count == 1 ? sheet_printf(sheet, "%s", first->name)
                          : sheet_printf(sheet, "%s +%zu", first->name, count - 1);
    char *made = standing == STANDING_VERSION ? standing_versions(product, service) : NULL;
    bool fits = made && text_columns(made) <= COLUMN;
    const char *shown = fits ? sheet_printf(sheet, "%s", made) : words[standing];
    free(made);
    return shown;
}

char *ticked_why(struct wizard *wizard, const struct service *service)
{
    const struct flows *flows = model_flows(&wizard->model);
    const struct product *product = model_product(&wizard->model);
    if (!flows || !product)
        return NULL;
    enum service_standing standing = standing_of(flows, product, service, NULL);
    char *words = standing_words(flows, product, service, NULL, 8);
    char *made = standing == STANDING_ON    ? xasprintf("open at %s", words)
                 : standing == STANDING_OFF ? xstrdup(words)
                                            : xasprintf("open nowhere: %s", words);
    free(words);
    return made;
}

static bool try_site(struct wizard *wizard, const struct service *service, const char *word, bool on)
{
    settings_set(&wizard->model.draft.services, service->id, word);
    wizard_edited(wizard);
    return ticked(wizard, service) == on;
}

/* The hosts' own words to the contrary go. */
static void silence_hosts(struct wizard *wizard, const struct service *service, const char *word)
{
    struct draft *draft = &wizard->model.draft;
    for (size_t i = 0; i < draft->host_count; i++) {
        const char *own = settings_get(&draft->hosts[i].services, service->id);
        if (own && strcmp(own, word) != 0)
            settings_set(&draft->hosts[i].services, service->id, NULL);
    }
}

/* While nothing can be derived, only what differs from the catalog is written. */
static void write_blindly(struct wizard *wizard, const struct service *service, bool on)
{
    const char *word = on ? "on" : "off";
    settings_set(&wizard->model.draft.services, service->id, on == service->default_on ? NULL : word);
    wizard_edited(wizard);
}

char *ticked_set(struct wizard *wizard, const struct service *service, bool on)
{
    struct draft before = {0};
    const char *word = on ? "on" : "off";
    if (!model_flows(&wizard->model)) {
        write_blindly(wizard, service, on);
        return NULL;
    }
    draft_copy(&before, &wizard->model.draft);
    bool done = try_site(wizard, service, NULL, on) || try_site(wizard, service, word, on);
    if (!done) {
        silence_hosts(wizard, service, word);
        done = try_site(wizard, service, NULL, on) || try_site(wizard, service, word, on);
    }
    char *why = done ? NULL : ticked_why(wizard, service);
    if (!done) {
        draft_release(&wizard->model.draft);
        wizard->model.draft = before;
        wizard_edited(wizard);
        return why ? why : xstrdup("this cannot be told before the other answers are right");
    }
    draft_release(&before);
    return NULL;
}
