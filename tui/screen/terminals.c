#include "tui/screen/terminals.h"

#include <stdlib.h>
#include <string.h>

bool terminal_lend(const char *name)
{
    for (const struct terminal *terminal = builtin_terminals; terminal->name; terminal++)
        if (strcmp(terminal->name, name) == 0)
            return setenv("TERMINFO", terminal->terminfo, 1) == 0;
    return false;
}
