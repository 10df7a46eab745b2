#include "tui/cli/say.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/text.h"

int say(enum outcome outcome, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    char *raw = xvasprintf(format, args);
    va_end(args);
    char *safe = text_safe(raw);
    fprintf(stderr, "penstock: %s\n", safe);
    free(safe);
    free(raw);
    return (int)outcome;
}

int say_message(int outcome, char *message)
{
    char *rest = message;
    for (char *line = strsep(&rest, "\n"); line; line = strsep(&rest, "\n"))
        if (*line)
            say((enum outcome)outcome, "%s", line);
    free(message);
    return outcome;
}

void say_problem(const struct problem *problem)
{
    char *line = problem_line(problem);
    fprintf(stderr, "%s\n", line);
    if (problem->shown)
        fprintf(stderr, "%s\n", problem->shown);
    free(line);
}

void say_problems(const struct problems *problems)
{
    for (size_t i = 0; i < problems->count; i++)
        say_problem(&problems->items[i]);
}

int say_outcome(int outcome, const struct problems *problems)
{
    return outcome == OUTCOME_DONE && problems->errors ? OUTCOME_NO : outcome;
}
