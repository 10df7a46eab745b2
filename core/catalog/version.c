#include "core/catalog/version.h"

#include <string.h>

#include "core/base/text.h"

enum { PARTS = 4 };

/* A whole number of at most `most` digits at *at, which moves behind it. -1: none there, or too long. */
static int read_number(const char **at, size_t most, uint16_t *out)
{
    unsigned value = 0;
    size_t digits = strspn(*at, "0123456789");
    if (digits == 0 || digits > most)
        return -1;
    for (size_t i = 0; i < digits; i++)
        value = value * 10 + (unsigned)((*at)[i] - '0');
    if (value > UINT16_MAX)
        return -1;
    *at += digits;
    *out = (uint16_t)value;
    return 0;
}

/* `YYYY`, `YYYY Rn`, `YYYY Rn.m` */
static int parse_year(const char *text, struct version *out)
{
    const char *at = text;
    if (read_number(&at, 4, &out->part[0]) < 0 || at - text != 4 || text[0] == '0')
        return -1;
    out->given = 1;
    out->part[1] = 1;
    if (!*at)
        return 0;
    if (strncmp(at, " R", 2) != 0)
        return -1;
    at += 2;
    if (read_number(&at, 2, &out->part[1]) < 0 || out->part[1] == 0)
        return -1;
    out->given = 2;
    if (!*at)
        return 0;
    if (*at++ != '.' || read_number(&at, 3, &out->part[2]) < 0 || *at)
        return -1;
    out->given = 3;
    return 0;
}

/* `4.4`, `4.60.023`: the vendor pads parts with zeros. */
static int parse_dotted(const char *text, struct version *out)
{
    const char *at = text;
    for (; out->given < PARTS; at++) {
        if (read_number(&at, 5, &out->part[out->given]) < 0)
            return -1;
        out->given++;
        if (!*at)
            return 0;
        if (*at != '.')
            return -1;
    }
    return -1;
}

int version_parse(const char *text, enum version_scheme scheme, struct version *out, const char **why)
{
    struct version read = {.known = true};
    *out = (struct version){0};
    if (text_equal(text, "unknown"))
        return 0;
    if (scheme == VERSION_YEAR_RELEASE ? parse_year(text, &read) < 0 : parse_dotted(text, &read) < 0) {
        *why = scheme == VERSION_YEAR_RELEASE
                   ? "a version is a year such as 2022, with its release '2015 R1' or '2017 R3.1', or unknown"
                   : "a version is numbers with dots such as 4.4 or 4.60.023, or unknown";
        return -1;
    }
    *out = read;
    return 0;
}

static int compare_parts(const struct version *a, const struct version *b, unsigned parts)
{
    for (unsigned i = 0; i < parts; i++)
        if (a->part[i] != b->part[i])
            return a->part[i] < b->part[i] ? -1 : 1;
    return 0;
}

int version_compare(const struct version *a, const struct version *b)
{
    if (a->known != b->known)
        return a->known ? 1 : -1;
    return a->known ? compare_parts(a, b, PARTS) : 0;
}

bool version_up_to(const struct version *v, const struct version *bound)
{
    return !bound->known || !v->known || compare_parts(v, bound, bound->given) <= 0;
}

bool version_in(const struct version *v, const struct version_range *range)
{
    return (!range->from.known || version_compare(v, &range->from) >= 0) &&
           (!range->before.known || version_compare(v, &range->before) < 0) &&
           version_up_to(v, &range->up_to);
}
