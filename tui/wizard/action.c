#include "tui/wizard/action.h"

#include <stdio.h>

#define ACTION_FACT(id, footer, help, key, letter, function) {footer, help, key, letter, function},
static const struct action_fact facts[] = {ACTIONS(ACTION_FACT)};

const struct action_fact *action_fact(enum action action)
{
    return &facts[action];
}

enum action action_of(const struct press *press, bool letters)
{
    if (press->code == PRESS_REDRAW)
        return ACTION_REDRAW;
    if (press->code == PRESS_ONWARD)
        return ACTION_ONWARD;
    for (enum action action = 0; action < ACTION_COUNT; action++) {
        if (press->code == PRESS_FUNCTION && facts[action].function == press->point)
            return action;
        if (press->code == PRESS_POINT && letters && facts[action].letter == press->point)
            return action;
    }
    return ACTION_NONE;
}

const char *action_keys(enum action action, char buffer[16])
{
    const struct action_fact *fact = &facts[action];
    if (fact->function && fact->letter)
        snprintf(buffer, 16, "F%u %s", fact->function, fact->key);
    else
        snprintf(buffer, 16, "%s", fact->key);
    return buffer;
}
