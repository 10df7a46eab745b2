#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tui/cli/command.h"
#include "tui/form/themes.h"

/* Broken ones are listed too: whoever writes one looks here. */
static int command_theme_list(const struct desk *desk)
{
    struct themes themes;
    int outcome = OUTCOME_DONE;
    themes_list(&themes, desk);
    for (size_t i = 0; i < themes.count; i++) {
        const struct theme_entry *entry = &themes.items[i];
        struct theme theme;
        char *message = NULL;
        if (themes_load(&theme, desk, entry->name, &message) < 0)
            outcome = OUTCOME_NO;
        printf("%-18s %s%s\n", entry->name, entry->path ? entry->path : "built in",
               message ? "   broken" : "");
        if (message)
            say(OUTCOME_NO, "%s", message);
        free(message);
    }
    themes_release(&themes);
    return outcome;
}

static int command_theme_show(const struct desk *desk, const char *name)
{
    struct theme theme;
    char *file, *data, *message = NULL;
    size_t length;
    if (themes_read(desk, name, &file, &data, &length, &message) < 0)
        return say_message(OUTCOME_NO, message);
    fwrite(data, 1, length, stdout);
    free(file);
    free(data);
    return themes_load(&theme, desk, name, &message) < 0 ? say_message(OUTCOME_NO, message) : OUTCOME_DONE;
}

static int command_theme_run(const struct invocation *invocation)
{
    const char *what = invocation->operands[0];
    bool named = invocation->arguments->operand_count == 3;
    if (strcmp(what, "list") == 0 && !named)
        return command_theme_list(invocation->desk);
    if (strcmp(what, "show") == 0 && named)
        return command_theme_show(invocation->desk, invocation->operands[1]);
    return say(OUTCOME_USAGE, "%s", invocation->command->missing);
}

const struct command command_theme = {
    .name = "theme",
    .operands = "list | show NAME",
    .least = 1,
    .most = 2,
    .missing = "'theme' takes 'list' or 'show NAME'; see 'penstock help theme'",
    .summary = "the colours and marks of the screens",
    .detail =
        "What 'show' prints can be changed and kept as $XDG_CONFIG_HOME/penstock/themes/NAME.yaml (else\n"
        "~/.config/penstock/themes/NAME.yaml); '--theme NAME' uses it, key c goes through all of them.\n"
        "Exit: 0 printed, 1 a theme is broken, or there is none of that name.\n",
    .run = command_theme_run,
};
