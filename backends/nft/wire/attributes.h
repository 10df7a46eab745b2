/* Walking netlink attributes. libmnl has the same loops as macros, which -Wconversion refuses. */
#ifndef BACKENDS_NFT_WIRE_ATTRIBUTES_H
#define BACKENDS_NFT_WIRE_ATTRIBUTES_H

#include <libmnl/libmnl.h>
#include <linux/netfilter/nfnetlink.h>
#include <stdbool.h>

static inline bool attribute_ok(const struct nlattr *attribute, const void *end)
{
    return mnl_attr_ok(attribute, (int)((const char *)end - (const char *)attribute));
}

/* Of a message behind its own header of `skip` bytes. */
#define EACH_ATTRIBUTE(attribute, header, skip)                       \
    for ((attribute) = mnl_nlmsg_get_payload_offset(header, skip);    \
         attribute_ok(attribute, mnl_nlmsg_get_payload_tail(header)); \
         (attribute) = mnl_attr_next(attribute))

/* Of a nest. */
#define EACH_NESTED(attribute, nest)                                      \
    for ((attribute) = mnl_attr_get_payload(nest);                        \
         attribute_ok(attribute, (const char *)(nest) + (nest)->nla_len); \
         (attribute) = mnl_attr_next(attribute))

#endif
