/* What a rule of nf_tables asks of one key: a port, an address, an interface ... */
#include <net/if.h>

#include <linux/netfilter.h>
#include <linux/netfilter/nf_tables.h>
#include <linux/rtnetlink.h>
#include <string.h>

#include "backends/neighbours/others.h"

static bool key_port(struct met *met, uint32_t how, uint16_t port)
{
    struct ports ports = {port, port};
    if (how == NFT_CMP_GTE || how == NFT_CMP_LTE) {
        struct ports *last = met->ports.count ? &met->ports.items[met->ports.count - 1] : NULL;
        if (last && how == NFT_CMP_LTE && last->last == 65535) {
            last->last = port;
            return true;
        }
        ports = how == NFT_CMP_GTE ? (struct ports){port, 65535} : (struct ports){1, port};
    } else if (how != NFT_CMP_EQ) {
        return false;
    }
    const struct port_list list = port_list_of(ports);
    met_ports(met, &list);
    return true;
}

/* Fewer bytes than an address has are a prefix. */
static bool key_address(struct met *met, bool to, uint32_t how, const unsigned char *data, size_t length)
{
    const uint8_t family = met->families == FAMILIES_6 ? FAMILY_6 : FAMILY_4;
    const size_t bytes = family_bytes(family);
    struct prefix prefix = {.family = family, .length = (uint8_t)(length * 8)};
    if (met->families == FAMILIES_ALL || length == 0 || length > bytes)
        return false;
    memcpy(prefix.bytes, data, length);
    struct range range = range_of(&prefix);
    const struct range all = range_all(family);
    if (how == NFT_CMP_GTE)
        memcpy(range.last, all.last, sizeof(range.last));
    else if (how == NFT_CMP_LTE)
        memcpy(range.first, all.first, sizeof(range.first));
    else if (how != NFT_CMP_EQ && how != NFT_CMP_NEQ)
        return false;
    struct ranges told = ranges_none();
    ranges_add(&told, &range);
    if (how == NFT_CMP_NEQ)
        told = ranges_without(&(struct ranges){0}, &told, family);
    met_addresses(met, to, &told);
    return true;
}

/* By its number, or by its name: without the end of one it is the beginning of several. */
static bool key_interface(struct met *met, bool out, uint32_t how, const unsigned char *data, size_t length)
{
    char name[IF_NAMESIZE + 2] = "";
    uint32_t number = 0;
    if (length == sizeof(number)) {
        memcpy(&number, data, sizeof(number));
        if (!if_indextoname(number, name))
            return false;
    } else {
        memcpy(name, data, length < IF_NAMESIZE ? length : IF_NAMESIZE);
        if (length < IF_NAMESIZE && !memchr(data, 0, length))
            name[strlen(name)] = '+';
    }
    if (how == NFT_CMP_NEQ)
        return strcmp(name, "lo") == 0; /* all that is of other machines */
    met_interface(met, out, name);
    return how == NFT_CMP_EQ;
}

/* Two that stand side by side in a packet are asked for in one. */
static bool key_ports(struct met *met, uint32_t how, const unsigned char *data, size_t length)
{
    met->part = true; /* of where it comes from nothing is told here */
    return length == 4 && key_port(met, how, (uint16_t)(data[2] << 8 | data[3]));
}

static bool key_ends(struct met *met, uint32_t how, const unsigned char *data, size_t length)
{
    return length == 8 && how == NFT_CMP_EQ && key_address(met, false, how, data, 4) &&
           key_address(met, true, how, data + 4, 4);
}

static bool key_family(struct met *met, uint32_t how, unsigned family)
{
    unsigned families = family == NFPROTO_IPV4 ? FAMILIES_4 : family == NFPROTO_IPV6 ? FAMILIES_6 : 0;
    met->families &= how == NFT_CMP_EQ ? families : ~families;
    met->never |= !met->families;
    return true;
}

static bool key_place(struct met *met, uint32_t how, const unsigned char *data, size_t length)
{
    uint32_t type = 0;
    memcpy(&type, data, length < sizeof(type) ? length : sizeof(type));
    if ((type == RTN_LOCAL) != (how == NFT_CMP_EQ))
        met->never = true; /* what comes to this machine is of no other type */
    met->here = true;
    return true;
}

bool key_compare(struct met *met, enum keyed key, uint32_t how, const unsigned char *data, size_t length)
{
    switch (key) {
    case KEYED_PORT:
        return length >= 2 && key_port(met, how, (uint16_t)(data[0] << 8 | data[1]));
    case KEYED_PORTS:
        return key_ports(met, how, data, length);
    case KEYED_ENDS:
        return key_ends(met, how, data, length);
    case KEYED_PROTOCOL:
        if (how == NFT_CMP_EQ && length)
            met_protocol(met, data[0]);
        return how == NFT_CMP_EQ;
    case KEYED_FAMILY:
        return length && key_family(met, how, data[0]);
    case KEYED_IN:
    case KEYED_OUT:
        return key_interface(met, key == KEYED_OUT, how, data, length);
    case KEYED_FROM:
    case KEYED_TO:
        return key_address(met, key == KEYED_TO, how, data, length);
    case KEYED_PLACE:
        return key_place(met, how, data, length);
    case KEYED_ICMP:
        if (how == NFT_CMP_EQ && length)
            met_icmp(met, met->families == FAMILIES_6 ? FAMILY_6 : FAMILY_4, data[0], data[0]);
        return how == NFT_CMP_EQ && length == 1; /* more is its code */
    default:
        return false;
    }
}
