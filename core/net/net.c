#include "core/net/net.h"

#include <arpa/inet.h>
#include <string.h>

static unsigned full_length(unsigned family)
{
    return family == FAMILY_4 ? 32 : 128;
}

static int parse_length(const char *text, unsigned full, uint8_t *length, const char **why)
{
    unsigned value = 0;
    size_t digits = strspn(text, "0123456789");
    for (size_t i = 0; i < digits && i < 4; i++)
        value = value * 10 + (unsigned)(text[i] - '0');
    if (digits == 0 || digits > 3 || text[digits] || (digits > 1 && text[0] == '0') || value > full) {
        *why = full == 32 ? "the prefix length must be 0 to 32" : "the prefix length must be 0 to 128";
        return -1;
    }
    *length = (uint8_t)value;
    return 0;
}

static int net_parse_address(const char *text, struct prefix *out, const char **why)
{
    static const uint8_t mapped[12] = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff};
    if (inet_pton(AF_INET, text, out->bytes) == 1) {
        out->family = FAMILY_4;
        return 0;
    }
    if (inet_pton(AF_INET6, text, out->bytes) != 1) {
        *why = "this is no address; write 192.0.2.7, 10.0.0.0/8 or 2001:db8::1";
        return -1;
    }
    if (memcmp(out->bytes, mapped, sizeof(mapped)) == 0) {
        *why = "this is an IPv4 address in IPv6 form; write only the IPv4 part, such as 192.0.2.7";
        return -1;
    }
    out->family = FAMILY_6;
    return 0;
}

int prefix_parse(const char *text, struct prefix *out, const char **why)
{
    char address[INET6_ADDRSTRLEN] = "";
    const char *slash = strchr(text, '/');
    size_t length = slash ? (size_t)(slash - text) : strlen(text);
    *out = (struct prefix){0};
    if (memchr(text, '%', length)) {
        *why = "an address with a zone ('%') holds on one machine only; leave the zone out";
        return -1;
    }
    if (length < sizeof(address))
        memcpy(address, text, length);
    if (net_parse_address(address, out, why) < 0)
        return -1;
    out->length = (uint8_t)full_length(out->family);
    if (slash && parse_length(slash + 1, full_length(out->family), &out->length, why) < 0)
        return -1;
    struct prefix masked = prefix_masked(out);
    if (prefix_compare(out, &masked) != 0) {
        *why = "bits are set behind the prefix length; write the first address of the network";
        return -1;
    }
    return 0;
}

const char *prefix_format(const struct prefix *prefix, char buffer[PREFIX_TEXT])
{
    inet_ntop(prefix->family == FAMILY_4 ? AF_INET : AF_INET6, prefix->bytes, buffer, PREFIX_TEXT);
    if (!prefix_is_single(prefix)) {
        char *at = buffer + strlen(buffer);
        *at++ = '/';
        if (prefix->length >= 100)
            *at++ = (char)('0' + prefix->length / 100);
        if (prefix->length >= 10)
            *at++ = (char)('0' + prefix->length / 10 % 10);
        *at++ = (char)('0' + prefix->length % 10);
        *at = '\0';
    }
    return buffer;
}

bool prefix_is_single(const struct prefix *prefix)
{
    return prefix->length == full_length(prefix->family);
}

bool prefix_is_loopback(const struct prefix *address)
{
    static const uint8_t one[16] = {[15] = 1};
    if (address->family == FAMILY_4)
        return address->bytes[0] == 127;
    return address->family == FAMILY_6 && memcmp(address->bytes, one, sizeof(one)) == 0;
}

bool prefix_contains(const struct prefix *outer, const struct prefix *inner)
{
    if (outer->family != inner->family || outer->length > inner->length)
        return false;
    struct prefix cut = *inner;
    cut.length = outer->length;
    cut = prefix_masked(&cut);
    return memcmp(cut.bytes, outer->bytes, sizeof(cut.bytes)) == 0;
}

bool prefix_overlaps(const struct prefix *a, const struct prefix *b)
{
    return prefix_contains(a, b) || prefix_contains(b, a);
}

int prefix_compare(const struct prefix *a, const struct prefix *b)
{
    if (a->family != b->family)
        return a->family < b->family ? -1 : 1;
    int bytes = memcmp(a->bytes, b->bytes, sizeof(a->bytes));
    return bytes ? bytes : (int)a->length - (int)b->length;
}

void prefix_last(const struct prefix *prefix, uint8_t last[16])
{
    memcpy(last, prefix->bytes, 16);
    for (unsigned bit = prefix->length; bit < full_length(prefix->family); bit++)
        last[bit / 8] |= (uint8_t)(0x80u >> bit % 8);
}

struct prefix prefix_masked(const struct prefix *prefix)
{
    struct prefix masked = *prefix;
    for (unsigned i = masked.length / 8; i < sizeof(masked.bytes); i++) {
        unsigned kept = i == masked.length / 8u ? masked.length % 8u : 0;
        masked.bytes[i] &= (uint8_t)(0xff00u >> kept);
    }
    return masked;
}
