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
    problem.shown = problem.shown ? xstrdup(problem.shown) : NULL;
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

/* At most this much of a line, around the column. */
enum { SHOWN_BYTES = 76 };

static size_t problem_step(const char *at, size_t left)
{
    size_t step = text_utf8(at, left, NULL);
    return step ? step : 1;
}

static char *problem_excerpt(const char *text, size_t length, int line, int column)
{
    const char *end = text + length, *stop, *caret, *from;
    for (int at = 1; at < line && text; at++)
        text = (text = memchr(text, '\n', (size_t)(end - text))) ? text + 1 : NULL;
    if (!text || text >= end)
        return NULL;
    stop = memchr(text, '\n', (size_t)(end - text));
    stop = stop ? stop : end;
    stop -= stop > text && stop[-1] == '\r';
    caret = from = text;
    size_t before = 0;
    for (int at = 1; at < column && caret < stop; at++, before++) {
        caret += problem_step(caret, (size_t)(stop - caret));
        if (caret - from > SHOWN_BYTES / 2) {
            from += problem_step(from, (size_t)(stop - from));
            before--;
        }
    }
    if (stop - from > SHOWN_BYTES)
        for (const char *to = from; to - from < SHOWN_BYTES; stop = to)
            to += problem_step(to, (size_t)(stop - to));
    char *raw = xasprintf("%.*s", (int)(stop - from), from);
    for (char *tab = raw; (tab = strchr(tab, '\t'));)
        *tab = ' ';
    char *safe = text_safe(raw), *shown = xasprintf("    %s\n    %*s^", safe, (int)before, "");
    free(raw);
    free(safe);
    return shown;
}

void problems_show(struct problems *problems, const char *file, const char *text, size_t length)
{
    for (size_t i = 0; i < problems->count; i++) {
        struct problem *problem = &problems->items[i];
        if (problem->severity == SEVERITY_ERROR && !problem->shown && problem->line > 0 && problem->file &&
            file && strcmp(problem->file, file) == 0)
            problem->shown = problem_excerpt(text, length, problem->line, problem->column);
    }
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
        free(problems->items[i].shown);
    }
    free(problems->items);
    *problems = (struct problems){0};
}
