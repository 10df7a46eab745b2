#include <string.h>

#include "core/base/text.h"
#include "core/catalog/load.h"

static void read_when(struct loading *loading, const struct yaml *value, void *at)
{
    static const char *const words[WHEN_COUNT] = {
        [WHEN_ASKED] = "asked",
        [WHEN_ALWAYS] = "always",
        [WHEN_PORT_MOVED] = "port-moved",
        [WHEN_SERVICE_ON] = "service-on",
        [WHEN_SERVICE_OFF] = "service-off",
        [WHEN_PORT_SET] = "port-set",
        [WHEN_NO_FLOW] = "no-flow",
        [WHEN_ENHANCED] = "enhanced",
        [WHEN_APP_UNSURE] = "app-unsure",
        [WHEN_USES_ONLY] = "uses-only",
        [WHEN_EXTRA] = "extra",
        [WHEN_FLOW] = "flow",
        [WHEN_FLOW_DISPUTED] = "flow-disputed",
        [WHEN_TOO_FEW_PORTS] = "too-few-ports",
    };
    int index = load_word(loading, value, "a situation", words, WHEN_COUNT);
    if (index >= 0)
        *(enum advice_when *)at = (enum advice_when)index;
}

/* The one option that mends what an advice is about. */
static void read_mended(struct loading *loading, const struct yaml *value, void *at)
{
    static const char *const words[] = {"fix-redirect"};
    *(bool *)at = load_word(loading, value, "an option", words, 1) >= 0;
}

/* One service, or a list. */
static void read_services(struct loading *loading, const struct yaml *value, void *at)
{
    struct advice *advice = at;
    const struct yaml *item = value->kind == YAML_LIST ? value->first : value;
    size_t count = value->kind == YAML_LIST ? value->count : 1;
    advice->services = arena_array(loading->arena, count + 1, sizeof(char *));
    for (; item && count-- && !load_enough(loading); item = item->next) {
        if (item->kind != YAML_WORD)
            load_error(loading, item, PROBLEM_WRONG_KIND, "a service must be a single word");
        else
            read_name(loading, item, &advice->services[advice->service_count++]);
    }
}

void read_advice(struct loading *loading, const struct yaml *map, void *record)
{
    static const struct catalog_field fields[] = {
        {"code", WORD, read_name, offsetof(struct advice, code), true},
        {"severity", WORD, read_severity, offsetof(struct advice, severity), true},
        {"message", WORD, read_text, offsetof(struct advice, message), true},
        {"source", WORD | MAP, read_source, offsetof(struct advice, source), true},
        {"when", WORD, read_when, offsetof(struct advice, when), false},
        {"once", WORD, read_bool, offsetof(struct advice, once), false},
        {"mended-by", WORD, read_mended, offsetof(struct advice, mended), false},
        {"service", WORD | LIST, read_services, 0, false},
        {"version", MAP, read_range, offsetof(struct advice, version), false},
        {"apps", LIST, read_apps, offsetof(struct advice, apps), false},
        {"roles", LIST, read_roles, offsetof(struct advice, roles), false},
        {"used", LIST, read_roles, offsetof(struct advice, used), false},
        {"extra", WORD, read_name, offsetof(struct advice, extra), false},
        {0},
    };
    struct advice *advice = record;
    fields_read(loading, map, "an advice", fields, advice);
    if (advice->service_count && !yaml_get(map, "when"))
        advice->when = WHEN_SERVICE_ON;
    if (advice->message && strchr(advice->message, '%'))
        load_error(loading, yaml_get(map, "message"), PROBLEM_BAD_TEXT,
                   "an advice has no '%%'; write it as words");
}
