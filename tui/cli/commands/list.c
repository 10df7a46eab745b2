#include "tui/cli/commands/list.h"

#define COMMAND_DECLARED(name) extern const struct command command_##name;
COMMANDS(COMMAND_DECLARED)

#define COMMAND_LISTED(name) &command_##name,
const struct command *const commands[] = {COMMANDS(COMMAND_LISTED) NULL};
