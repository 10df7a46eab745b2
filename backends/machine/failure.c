#include "backends/machine/failure.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "core/base/text.h"

int fail(struct failure *failure, enum failure_kind kind, const char *format, ...)
{
    if (failure->kind != FAILURE_NONE)
        return -1;
    va_list args;
    va_start(args, format);
    char *raw = xvasprintf(format, args);
    va_end(args);
    char *safe = text_safe(raw);
    failure->kind = kind;
    snprintf(failure->message, sizeof(failure->message), "%s", safe);
    free(safe);
    free(raw);
    return -1;
}
