/* The face of the command line: from argv to an exit code. */
#ifndef TUI_CLI_CLI_H
#define TUI_CLI_CLI_H

#include "core/desk/desk.h"

int cli_run(int argc, char **argv, const struct desk_maker *maker);

#endif
