/* Points in time as words. */
#ifndef CORE_BASE_WHEN_H
#define CORE_BASE_WHEN_H

#include <stddef.h>
#include <stdint.h>

#define WHEN_SECONDS "%Y-%m-%d %H:%M:%S"
#define WHEN_MINUTES "%Y-%m-%d %H:%M"
#define WHEN_ISO "%Y-%m-%dT%H:%M:%S%z"

/* Milliseconds since 1970 in local time, in strftime's `format`; "" for 0 and what no calendar holds. */
void when_text(char *to, size_t size, int64_t milliseconds, const char *format);

#endif
