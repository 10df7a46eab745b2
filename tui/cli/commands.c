#include "tui/cli/commands.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/text.h"

/* clang-format off */
const struct command commands[] = {
    {"check", "SITE", 1, 0, NULL, false,
     "read a site file and show every problem in it",
     "Exit: 0 no error, 1 an error.\n",
     command_check},
    {"flows", "SITE", 1, OPTION(FORMAT), "text json", false,
     "who talks to whom, over the whole site, and why",
     "Exit: 0 printed, 1 the site has errors.\n",
     command_flows},
    {"plan", "SITE", 1, OPTION(FORMAT) | OPTION(HOST), "text json nft ufw", false,
     "the rules of one host, each with its reason",
     "The format nft is what the nftables backend would install; nft -f reads it.\n"
     "The format ufw is what a technician would type as root for the same rules.\n"
     "Exit: 0 printed, 1 the site has errors.\n",
     command_plan},
    {"explain", "SITE", 1,
     OPTION(FORMAT) | OPTION(HOST) | OPTION(FROM) | OPTION(TO) | OPTION(PROTOCOL) | OPTION(PORT) |
         OPTION(SOURCE_PORT) | OPTION(INTERFACE),
     "text json", false,
     "what the plan of one host does with one new packet",
     "A name stands for its host's first address; of a network, for its first host address.\n"
     "Example: penstock explain site.yaml --host srv-a --from office --to srv-a --protocol tcp --port 443\n"
     "Exit: 0 accepted, 1 dropped (or the site has errors).\n",
     command_explain},
    {"diff", "SITE", 1, OPTION(FORMAT) | OPTION(HOST) | OPTION(BACKEND) | OPTION(NGINX) | OPTION(FIX_REDIRECT),
     "text json", true,
     "what would change on this machine",
     "Exit: 0 nothing, 1 something (or the site has errors).\n",
     command_diff},
    {"apply", "SITE", 1,
     OPTION(FORMAT) | OPTION(HOST) | OPTION(BACKEND) | OPTION(CONFIRM_WITHIN) | OPTION(YES) |
         OPTION(ACCEPT_LOCKOUT) | OPTION(NGINX) | OPTION(FIX_REDIRECT),
     "text json", true,
     "make the plan of this machine live, on trial",
     "The rules are live at once and go away by themselves unless 'penstock confirm' keeps them in time.\n"
     "Confirm from a second, new login: open connections pass whatever the rules say.\n"
     "Exit: 0 live, 1 refused and nothing changed (or the site has errors).\n",
     command_apply},
    {"remove", "", 0,
     OPTION(FORMAT) | OPTION(BACKEND) | OPTION(CONFIRM_WITHIN) | OPTION(YES) | OPTION(ACCEPT_LOCKOUT),
     "text json", true,
     "take our rules away, on trial",
     "Exit: 0 live, 1 refused and nothing changed.\n",
     command_remove},
    {"confirm", "", 0, 0, NULL, true,
     "keep the rules on trial for good",
     "Exit: 0 kept, 1 no trial.\n",
     command_confirm},
    {"rollback", "", 0, 0, NULL, true,
     "end the trial: the old rules come back now",
     "Exit: 0 back, 1 no trial.\n",
     command_rollback},
    {"status", "", 0, OPTION(FORMAT), "text json", true,
     "live rules, drift, trial and listeners of this machine",
     "Exit: 0 as confirmed, 1 drift, or a trial is open.\n",
     command_status},
    {"web-ports", "", 0,
     OPTION(FORMAT) | OPTION(HTTP) | OPTION(HTTPS) | OPTION(NGINX) | OPTION(FIX_REDIRECT) | OPTION(BACKEND) |
         OPTION(CONFIRM_WITHIN) | OPTION(YES) | OPTION(ACCEPT_LOCKOUT),
     "text json", true,
     "move the web ports of a SmartServer, in nginx and in the firewall, on trial",
     "During the trial the pages answer on the old and the new ports; the confirm closes the old ones.\n"
     "Nothing else of the firewall changes. Moving back is the same: --http 80 --https 443.\n"
     "After a factory restore the same command puts firewall and nginx together again.\n"
     "Example: penstock web-ports --http 1780 --https 1443\n"
     "Exit: 0 live, 1 refused and nothing changed.\n",
     command_web_ports},
    {"import", "[FILE]", 0, OPTION(HOST) | OPTION(NGINX), NULL, true,
     "write a site file from the rules and web ports that a SmartServer has",
     "Without FILE the site is printed. Applying it changes nothing on the machine: what a site cannot say\n"
     "stays a rule that is not ours, and is listed on standard error.\n"
     "Exit: 0 written, 1 not.\n",
     command_import},
    {"restore", "", 0, 0, NULL, true,
     "at boot: load the confirmed rules, undo an unconfirmed trial",
     "Exit: 0 done.\n",
     command_restore},
    {"theme", "list | show NAME", 1, 0, NULL, false,
     "the colours and marks of the screens",
     "What 'show' prints can be changed and kept as $XDG_CONFIG_HOME/penstock/themes/NAME.yaml (else\n"
     "~/.config/penstock/themes/NAME.yaml); '--theme NAME' uses it, key c goes through all of them.\n"
     "Exit: 0 printed, 1 a theme is broken, or there is none of that name.\n",
     command_theme},
    {"problems", "", 0, OPTION(FORMAT), "text json", false,
     "every code that a problem, check or note may have, and what it means",
     "A code with a product is advice of that product's catalog.\n"
     "Exit: 0 printed, 1 a catalog has errors.\n",
     command_problems},
    {"help", "[COMMAND]", 0, 0, NULL, false,
     "show this help, or a command's",
     "",
     command_help},
    {0},
};
/* clang-format on */

const struct command *command_find(const char *name)
{
    for (const struct command *command = commands; command->name; command++)
        if (strcmp(command->name, name) == 0)
            return command;
    return NULL;
}

const char *command_nearest(const char *typed)
{
    const char *names[sizeof(commands) / sizeof(commands[0])];
    size_t count = 0;
    for (const struct command *command = commands; command->name; command++)
        names[count++] = command->name;
    return text_nearest(typed, names, count);
}

bool wants_format(const struct invocation *invocation, const char *format)
{
    const char *value = invocation->arguments->values[OPTION_FORMAT];
    return value && strcmp(value, format) == 0;
}

int say(enum outcome outcome, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    char *raw = xvasprintf(format, args);
    va_end(args);
    char *safe = text_safe(raw);
    fprintf(stderr, "penstock: %s\n", safe);
    free(safe);
    free(raw);
    return (int)outcome;
}

int say_message(int outcome, char *message)
{
    if (message && message[0])
        say((enum outcome)outcome, "%s", message);
    free(message);
    return outcome;
}

void say_problem(const struct problem *problem)
{
    char *line = problem_line(problem);
    fprintf(stderr, "%s\n", line);
    free(line);
}

void say_problems(const struct problems *problems)
{
    for (size_t i = 0; i < problems->count; i++)
        say_problem(&problems->items[i]);
}

void say_site_problems(const struct problems *problems, const struct invocation *invocation)
{
    bool errors_only = wants_format(invocation, "json");
    for (size_t i = 0; i < problems->count; i++)
        if (!errors_only || problems->items[i].severity == SEVERITY_ERROR)
            say_problem(&problems->items[i]);
}
