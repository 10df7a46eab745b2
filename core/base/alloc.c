#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/text.h"

static void *checked(void *memory)
{
    if (!memory) {
        fputs("penstock: out of memory\n", stderr);
        abort();
    }
    return memory;
}

void *xmade(void *made)
{
    return checked(made);
}

void xtaken(int result)
{
    static char some;
    checked(result < 0 ? NULL : &some);
}

void *xmalloc(size_t size)
{
    return checked(malloc(size ? size : 1));
}

void *xcalloc(size_t count, size_t size)
{
    return checked(calloc(count ? count : 1, size ? size : 1));
}

void *xrealloc(void *old, size_t size)
{
    return checked(realloc(old, size ? size : 1));
}

char *xstrdup(const char *text)
{
    return checked(strdup(text));
}

char *xstrndup(const char *text, size_t length)
{
    return checked(strndup(text, length));
}

char *xvasprintf(const char *format, va_list args)
{
    char *made = NULL;
    if (vasprintf(&made, format, args) < 0)
        made = NULL;
    return checked(made);
}

char *xasprintf(const char *format, ...)
{
    va_list args;
    va_start(args, format);
    char *made = xvasprintf(format, args);
    va_end(args);
    return made;
}

void *xgrow(void *items, size_t count, size_t *cap, size_t size)
{
    if (count < *cap)
        return items;
    size_t cap_new = *cap ? *cap * 2 : 8, bytes;
    while (cap_new <= count)
        cap_new *= 2;
    if (__builtin_mul_overflow(cap_new, size, &bytes))
        abort();
    *cap = cap_new;
    return xrealloc(items, bytes);
}
