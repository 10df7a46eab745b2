/* Addresses of one family as ranges. Plain values, no allocation. */
#ifndef CORE_NET_RANGES_H
#define CORE_NET_RANGES_H

#include "core/net/net.h"

/* Both ends belong to it; network order, the first 4 bytes for IPv4, the rest zero. */
struct range {
    uint8_t first[16], last[16];
};

size_t family_bytes(uint8_t family); /* 4 or 16 */
struct range range_of(const struct prefix *prefix);
struct range range_all(uint8_t family);
/* The address one above (or below) in place; false when it wrapped round. */
bool address_next(uint8_t *address, uint8_t family);
bool address_previous(uint8_t *address, uint8_t family);

enum { RANGES = 8 };

/* All zero: every address. */
struct ranges {
    bool some; /* those of `items` alone */
    bool more; /* and perhaps others that there was no room for */
    struct range items[RANGES];
    size_t count;
};

struct ranges ranges_none(void);
struct ranges ranges_of(const struct prefix *prefix);
void ranges_add(struct ranges *ranges, const struct range *range);
struct ranges ranges_both(const struct ranges *a, const struct ranges *b, uint8_t family);
struct ranges ranges_without(const struct ranges *a, const struct ranges *b, uint8_t family);
bool ranges_are_none(const struct ranges *ranges);

#endif
