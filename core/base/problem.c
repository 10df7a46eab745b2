#include "core/base/problem.h"

#include <stdlib.h>
#include <string.h>

#include "core/base/text.h"

void problem_add(struct problems *problems, enum severity severity, const char *code, struct place place,
                 const char *format, ...)
{
    va_list args;
    va_start(args, format);
    char *raw = xvasprintf(format, args);
    va_end(args);
    problems->items = xgrow(problems->items, problems->count, &problems->cap, sizeof(*problems->items));
    problems->items[problems->count++] = (struct problem){
        .severity = severity,
        .code = code,
        .file = place.file && place.file[0] ? text_safe(place.file) : NULL,
        .line = place.line,
        .column = place.column,
        .field = place.field ? text_safe(place.field) : NULL,
        .message = text_safe(raw),
    };
    problems->errors += severity == SEVERITY_ERROR;
    free(raw);
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

const char *severity_name(enum severity severity)
{
    static const char *const names[] = {"note", "warning", "error"};
    return names[severity];
}

bool problems_have(const struct problems *problems, const char *code)
{
    for (size_t i = 0; i < problems->count; i++)
        if (strcmp(problems->items[i].code, code) == 0)
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
