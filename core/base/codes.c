#include "core/base/codes.h"

#define PROBLEM_FACT(NAME, WORD, SEVERITY, MEANING) \
    [PROBLEM_##NAME] = {.word = (WORD), .meaning = (MEANING), .severity = SEVERITY_##SEVERITY},

static const struct problem_fact facts[PROBLEM_COUNT] = {PROBLEM_REGISTER(PROBLEM_FACT)};

const struct problem_fact *problem_fact(enum problem_code code)
{
    return &facts[code];
}

const char *severity_name(enum severity severity)
{
    static const char *const names[] = {"note", "warning", "error"};
    return names[severity];
}
