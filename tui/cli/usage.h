/* Help, made from the tables of commands and options. */
#ifndef TUI_CLI_USAGE_H
#define TUI_CLI_USAGE_H

#include <stdio.h>

#include "tui/cli/command.h"

void usage_all(const struct command *const *commands, FILE *out);
void usage_command(const struct command *command, FILE *out);

#endif
