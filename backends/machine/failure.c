#include "backends/machine/failure.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "core/base/text.h"

static void failure_say(struct failure *failure, enum failure_kind kind, const char *format, va_list args)
{
    char *raw = xvasprintf(format, args), *safe = text_safe(raw);
    failure->kind = kind;
    snprintf(failure->message, sizeof(failure->message), "%s", safe);
    free(safe);
    free(raw);
}

int fail(struct failure *failure, enum failure_kind kind, const char *format, ...)
{
    va_list args;
    if (failure->kind != FAILURE_NONE)
        return -1;
    va_start(args, format);
    failure_say(failure, kind, format, args);
    va_end(args);
    return -1;
}

int refuse(struct failure *failure, enum refusal refusal, const char *format, ...)
{
    va_list args;
    if (failure->kind != FAILURE_NONE)
        return -1;
    failure->refusal = refusal;
    va_start(args, format);
    failure_say(failure, FAILURE_REFUSED, format, args);
    va_end(args);
    return -1;
}
