#include "tui/cli/usage.h"

int command_help(const struct invocation *invocation)
{
    if (invocation->arguments->operand_count < 2) {
        usage_all(stdout);
        return OUTCOME_DONE;
    }
    const char *typed = invocation->operands[0];
    const struct command *command = command_find(typed);
    if (command) {
        usage_command(command, stdout);
        return OUTCOME_DONE;
    }
    const char *near = command_nearest(typed);
    return near ? say(OUTCOME_USAGE, "no command '%s'; did you mean '%s'?", typed, near)
                : say(OUTCOME_USAGE, "no command '%s'; 'penstock help' shows what there is", typed);
}
