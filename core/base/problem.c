#include "core/base/problem.h"

#include <stdlib.h>
#include <string.h>

#include "core/base/text.h"

static void problem_put(struct problems *problems, struct problem problem, struct place place, char *message)
{
    problem.file = place.file && place.file[0] ? text_safe(place.file) : NULL;
    problem.line = place.line;
    problem.column = place.column;
    problem.field = place.field ? text_safe(place.field) : NULL;
    problem.message = text_safe(message);
    problems->items = xgrow(problems->items, problems->count, &problems->cap, sizeof(*problems->items));
    problems->items[problems->count++] = problem;
    problems->errors += problem.severity == SEVERITY_ERROR;
    free(message);
}

void problem_add(struct problems *problems, enum problem_code code, struct place place, const char *format,
                 ...)
{
    const struct problem_fact *fact = problem_fact(code);
    va_list args;
    va_start(args, format);
    char *message = xvasprintf(format, args);
    va_end(args);
    problem_put(problems, (struct problem){.code = code, .severity = fact->severity, .word = fact->word},
                place, message);
}

void problem_advise(struct problems *problems, enum severity severity, const char *word, struct place place,
                    const char *format, ...)
{
    va_list args;
    va_start(args, format);
    char *message = xvasprintf(format, args);
    va_end(args);
    problem_put(problems, (struct problem){.code = PROBLEM_ADVICE, .severity = severity, .word = word}, place,
                message);
}

void problem_about(struct problems *problems, const char *name)
{
    struct problem *problem = &problems->items[problems->count - 1];
    char *raw = xasprintf("'%s': ", name), *front = text_safe(raw);
    char *whole = xasprintf("%s%s", front, problem->message);
    problem->about = strlen(front);
    free(problem->message);
    problem->message = whole;
    free(front);
    free(raw);
}

void problem_copy(struct problems *to, const struct problem *problem)
{
    struct place place = {problem->file, problem->line, problem->column, problem->field};
    problem_put(to, *problem, place, xstrdup(problem->message));
}

char *problem_where(const struct problem *problem)
{
    if (problem->file && problem->line > 0)
        return xasprintf("%s:%d:%d", problem->file, problem->line, problem->column);
    if (problem->field)
        return xstrdup(problem->field);
    return xstrdup(problem->file ? problem->file : "");
}

char *problem_line(const struct problem *problem)
{
    char *where = problem_where(problem);
    char *line = xasprintf("%s%s%s: %s", where, where[0] ? ": " : "", severity_name(problem->severity),
                           problem->message);
    free(where);
    return line;
}

bool problems_have(const struct problems *problems, const char *word)
{
    for (size_t i = 0; i < problems->count; i++)
        if (strcmp(problems->items[i].word, word) == 0)
            return true;
    return false;
}

void problems_release(struct problems *problems)
{
    for (size_t i = 0; i < problems->count; i++) {
        free(problems->items[i].file);
        free(problems->items[i].field);
        free(problems->items[i].message);
    }
    free(problems->items);
    *problems = (struct problems){0};
}
