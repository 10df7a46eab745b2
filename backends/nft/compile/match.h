/* A match: one condition of a rule of nftables. */
#ifndef BACKENDS_NFT_COMPILE_MATCH_H
#define BACKENDS_NFT_COMPILE_MATCH_H

#include "backends/nft/compile/prefixset.h"
#include "core/net/net.h"

struct nft_set {
    char *name;
    struct prefixset ranges;
};

enum match_kind {
    MATCH_IN_INTERFACE,  /* iifname */
    MATCH_OUT_INTERFACE, /* oifname */
    MATCH_TRIAL,         /* the switch: the trial's element is there */
    MATCH_ORIGINAL,      /* ct direction original */
    MATCH_ESTABLISHED,   /* ct state established,related */
    MATCH_FAMILY,        /* meta nfproto: only where no other match implies it */
    MATCH_FROM,          /* source address: one prefix, or `set` */
    MATCH_TO,            /* destination address */
    MATCH_HOP_LIMIT,     /* ip6 hoplimit 255: nobody forwarded it */
    MATCH_IGMP,          /* ip protocol igmp */
    MATCH_ICMP,          /* ICMP of `family`; types are in `ports` */
    MATCH_PROTOCOL,      /* tcp or udp, any port */
    MATCH_FROM_PORT,
    MATCH_TO_PORT,
    MATCH_RAW /* live only: what we never make; `name` is its text */
};

struct match {
    enum match_kind kind;
    bool other;                /* interfaces: any but this one */
    uint8_t family;            /* FAMILY, FROM, TO, ICMP */
    enum protocol protocol;    /* PROTOCOL and ports */
    struct ports ports;        /* ports, or types of ICMP */
    struct prefix prefix;      /* FROM, TO without a set */
    const struct nft_set *set; /* of the same ruleset */
    const char *name;
};

#endif
