#include "tui/cli/command.h"

#include <string.h>

#include "core/base/text.h"

enum { COMMANDS_MOST = 64 };

const struct command *command_find(const struct command *const *commands, const char *name)
{
    for (; *commands; commands++)
        if (strcmp((*commands)->name, name) == 0)
            return *commands;
    return NULL;
}

const char *command_nearest(const struct command *const *commands, const char *typed)
{
    const char *names[COMMANDS_MOST];
    size_t count = 0;
    for (; *commands && count < COMMANDS_MOST; commands++)
        names[count++] = (*commands)->name;
    return text_nearest(typed, names, count);
}

int command_check_options(const struct arguments *arguments, option_set allowed, const char *name)
{
    for (size_t i = 0; i < OPTION_COUNT; i++) {
        if (!(arguments->given & ~allowed & 1u << i))
            continue;
        if (!name)
            return say(OUTCOME_USAGE, "'--%s' needs a command; see 'penstock help'", option_facts[i].name);
        return say(OUTCOME_USAGE, "'--%s' is not an option of '%s'; see 'penstock help %s'",
                   option_facts[i].name, name, name);
    }
    return OUTCOME_DONE;
}

bool wants_format(const struct invocation *invocation, const char *format)
{
    const char *value = invocation->arguments->values[OPTION_FORMAT];
    return value && strcmp(value, format) == 0;
}

void say_site_problems(const struct problems *problems, const struct invocation *invocation)
{
    bool errors_only = wants_format(invocation, "json");
    for (size_t i = 0; i < problems->count; i++)
        if (!errors_only || problems->items[i].severity == SEVERITY_ERROR)
            say_problem(&problems->items[i]);
}
