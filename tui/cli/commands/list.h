/* The commands, in the order of the help. Adding one is its file in this folder and its line here. */
#ifndef TUI_CLI_COMMANDS_LIST_H
#define TUI_CLI_COMMANDS_LIST_H

#include "tui/cli/command.h"

#define COMMANDS(X) \
    X(check)        \
    X(flows)        \
    X(plan)         \
    X(explain)      \
    X(facts)        \
    X(diff)         \
    X(apply)        \
    X(remove)       \
    X(confirm)      \
    X(rollback)     \
    X(status)       \
    X(history)      \
    X(web_ports)    \
    X(import)       \
    X(restore)      \
    X(theme)        \
    X(problems)     \
    X(help)

extern const struct command *const commands[]; /* a NULL ends it */

#endif
