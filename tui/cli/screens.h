/* The screens: no command was named. */
#ifndef TUI_CLI_SCREENS_H
#define TUI_CLI_SCREENS_H

#include "core/desk/desk.h"
#include "tui/cli/options.h"

/* Opens them, as the options say; returns an exit code. */
int cli_tui(const struct arguments *arguments, const struct desk_maker *maker);

#endif
