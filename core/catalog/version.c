#include "core/catalog/version.h"

#include <stdio.h>
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

/* `4`, `4.3`, `4.30`, `4.30.011`: the release in one digit, or in the two that a build has, then three of the
 * build. Anything else could be read in two ways. */
static int parse_build(const char *text, struct version *out)
{
    const char *at = text, *release;
    if (read_number(&at, 3, &out->part[0]) < 0)
        return -1;
    out->given = 1;
    if (!*at)
        return 0;
    release = at + 1;
    if (*at++ != '.' || read_number(&at, 2, &out->part[1]) < 0)
        return -1;
    bool digit = at - release == 1;
    out->given = 2;
    out->part[1] = (uint16_t)(digit ? out->part[1] * 10 : out->part[1]);
    if (!*at)
        return 0;
    release = at + 1;
    if (digit || *at++ != '.' || read_number(&at, 3, &out->part[2]) < 0 || *at || at - release != 3)
        return -1;
    out->given = 3;
    return 0;
}

static int parse_by(enum version_scheme scheme, const char *text, struct version *out)
{
    if (scheme == VERSION_YEAR_RELEASE)
        return parse_year(text, out);
    return scheme == VERSION_DOTTED ? parse_dotted(text, out) : parse_build(text, out);
}

int version_parse(const char *text, enum version_scheme scheme, struct version *out, const char **why)
{
    static const char *const forms[] = {
        "a version is a year such as 2022, with its release '2015 R1' or '2017 R3.1', or unknown",
        "a version is numbers with dots such as 4.4 or 4.60.023, or unknown",
        "a version is a release such as 4.6, or a build of one such as 4.60.023, or unknown",
    };
    struct version read = {.known = true};
    *out = (struct version){0};
    if (text_equal(text, "unknown"))
        return 0;
    if (parse_by(scheme, text, &read) < 0) {
        *why = forms[scheme];
        return -1;
    }
    *out = read;
    return 0;
}

const char *version_format(const struct version *v, enum version_scheme scheme, char buffer[VERSION_TEXT])
{
    unsigned build = v->part[2];
    if (scheme == VERSION_YEAR_RELEASE && v->given > 1)
        snprintf(buffer, VERSION_TEXT, "%u R%u", v->part[0], v->part[1]);
    else if (scheme == VERSION_YEAR_RELEASE || v->given < 2)
        snprintf(buffer, VERSION_TEXT, "%u", v->part[0]);
    else if (scheme == VERSION_RELEASE_BUILD && v->given < 3)
        snprintf(buffer, VERSION_TEXT, v->part[1] % 10 ? "%u.%02u" : "%u.%u", v->part[0],
                 v->part[1] % 10 ? v->part[1] : v->part[1] / 10u);
    else if (v->given < 3)
        snprintf(buffer, VERSION_TEXT, "%u.%u", v->part[0], v->part[1]);
    else
        snprintf(buffer, VERSION_TEXT, scheme == VERSION_RELEASE_BUILD ? "%u.%02u.%03u" : "%u.%u.%u",
                 v->part[0], v->part[1], build);
    return buffer;
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
