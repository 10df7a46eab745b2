/* Product versions. Three schemes: Geo SCADA `YYYY`, `YYYY Rn`, `YYYY Rn.m` (a year alone is its R1); dotted
 * whole numbers compared part by part (`4.10` is later than `4.9`); and releases with the builds of them on one
 * scale: the build `4.30.011` belongs to the release `4.3`, which is its first, and `4.30` is the same release.
 */
#ifndef CORE_CATALOG_VERSION_H
#define CORE_CATALOG_VERSION_H

#include <stdbool.h>
#include <stdint.h>

enum version_scheme { VERSION_YEAR_RELEASE, VERSION_DOTTED, VERSION_RELEASE_BUILD };

struct version {
    bool known;       /* false sorts before all others */
    uint8_t given;    /* how many parts the text named: `2022` 1, `2022 R1` 2, `4.4` 2 */
    uint16_t part[4]; /* year, release, minor; or the dotted parts */
};

/* -1: the text is no version of this scheme (*why says so). `unknown` gives a version that is not known. */
int version_parse(const char *text, enum version_scheme scheme, struct version *out, const char **why);
enum { VERSION_TEXT = 32 };
/* As people write it: `2015 R1`, `4.60.023`; returns `buffer`. */
const char *version_format(const struct version *version, enum version_scheme scheme,
                           char buffer[VERSION_TEXT]);
/* <0, 0, >0 */
int version_compare(const struct version *a, const struct version *b);
/* Whether `v` <= `bound` on the parts that `bound` names: every 2022 Rn is up to `2022`. */
bool version_up_to(const struct version *v, const struct version *bound);

/* Bounds; a bound that is not known does not bound. */
struct version_range {
    struct version from;   /* v >= from */
    struct version before; /* v < before */
    struct version up_to;  /* version_up_to(v, up_to) */
};

bool version_in(const struct version *v, const struct version_range *range);

#endif
