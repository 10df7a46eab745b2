/* The face of the command line: from argv to an exit code. */
#ifndef TUI_CLI_H
#define TUI_CLI_H

#include "core/desk/desk.h"
#include "tui/options.h"

int cli_run(int argc, char **argv);
/* Opens the screens: no command was named (cli_tui.c). */
int cli_tui(const struct arguments *arguments);
/* Says it when an option was given that `command` (NULL: the screens) does not take. */
int cli_check_options(const struct arguments *arguments, option_set allowed, const char *command);

/* Fills the table of operations from the backends (cli_machine.c). `root` may be NULL. An outcome;
 * *message is one sentence (the caller frees it). */
int cli_machine_open(struct operations *operations, const char *root, char **message);
void cli_machine_close(struct operations *operations);

#endif
