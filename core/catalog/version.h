/* Product versions. Two schemes: Geo SCADA `YYYY`, `YYYY Rn`, `YYYY Rn.m` (a year
 * alone is its R1), and dotted whole numbers compared part by part (`4.10` is later than `4.9`). */
#ifndef CORE_CATALOG_VERSION_H
#define CORE_CATALOG_VERSION_H

#include <stdbool.h>
#include <stdint.h>

enum version_scheme { VERSION_YEAR_RELEASE, VERSION_DOTTED };

struct version {
    bool known;       /* false sorts before all others */
    uint8_t given;    /* how many parts the text named: `2022` 1, `2022 R1` 2, `4.4` 2 */
    uint16_t part[4]; /* year, release, minor; or the dotted parts */
};

/* -1: the text is no version of this scheme (*why says so). `unknown` gives a version that is not known. */
int version_parse(const char *text, enum version_scheme scheme, struct version *out, const char **why);
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
