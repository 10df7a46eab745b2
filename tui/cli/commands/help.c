#include "tui/cli/usage.h"

static int command_help_run(const struct invocation *invocation)
{
    if (invocation->arguments->operand_count < 2) {
        usage_all(invocation->commands, stdout);
        return OUTCOME_DONE;
    }
    const char *typed = invocation->operands[0];
    const struct command *command = command_find(invocation->commands, typed);
    if (command) {
        usage_command(command, stdout);
        return OUTCOME_DONE;
    }
    const char *near = command_nearest(invocation->commands, typed);
    return near ? say(OUTCOME_USAGE, "no command '%s'; did you mean '%s'?", typed, near)
                : say(OUTCOME_USAGE, "no command '%s'; 'penstock help' shows what there is", typed);
}

const struct command command_help = {
    .name = "help",
    .operands = "[COMMAND]",
    .most = 1,
    .no_desk = true,
    .summary = "show this help, or a command's",
    .run = command_help_run,
};
