#include "core/base/when.h"

#include <time.h>

void when_text(char *to, size_t size, int64_t milliseconds, const char *format)
{
    time_t seconds = (time_t)(milliseconds / 1000);
    struct tm broken;
    to[0] = '\0';
    if (milliseconds > 0 && localtime_r(&seconds, &broken))
        strftime(to, size, format, &broken);
}
