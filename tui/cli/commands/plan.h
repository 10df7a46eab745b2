/* The formats of `plan`, besides text. Adding one is its function, in a file of this folder, and its line here. */
#ifndef TUI_CLI_COMMANDS_PLAN_H
#define TUI_CLI_COMMANDS_PLAN_H

#include "tui/cli/command.h"
#include "tui/cli/load.h"

/* Name, and what the help says of it. */
#define PLAN_FORMATS(X)                                                                                      \
    X(json, "")                                                                                              \
    X(nft, "The format nft is what the nftables backend would install; nft -f reads it.\n")                  \
    X(ufw, "The format ufw is what a technician would type as root for the same rules; on the host itself, " \
           "from what is there.\n")

/* Prints the plan; returns an outcome. */
typedef int plan_print(const struct invocation *invocation, const struct loaded *loaded);

#define PLAN_DECLARED(name, help) plan_print command_plan_##name;
PLAN_FORMATS(PLAN_DECLARED)
#undef PLAN_DECLARED

#endif
