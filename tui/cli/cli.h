/* The face of the command line: from argv to an exit code. */
#ifndef TUI_CLI_CLI_H
#define TUI_CLI_CLI_H

#include "core/desk/desk.h"
#include "tui/cli/options.h"

int cli_run(int argc, char **argv, const struct desk_maker *maker);
/* Opens the screens: no command was named (screens.c). */
int cli_tui(const struct arguments *arguments, const struct desk_maker *maker);
/* Says it when an option was given that `command` (NULL: the screens) does not take. */
int cli_check_options(const struct arguments *arguments, option_set allowed, const char *command);

#endif
