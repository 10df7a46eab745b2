/* What the kernel holds in our table, decoded into the compiler's own values. */
#ifndef BACKENDS_NFT_WIRE_DUMP_H
#define BACKENDS_NFT_WIRE_DUMP_H

#include "backends/nft/compile/layout.h"
#include "backends/nft/wire/socket.h"

struct dump_chain {
    char *name;
    bool base;
    enum hook hook; /* a base chain's; HOOK_COUNT: another one */
    bool drop;      /* its policy */
    struct nft_chain rules;
};

struct dump_set {
    struct nft_set set; /* with its full name; family 0: no addresses */
};

struct dump {
    bool present, dormant;
    struct dump_chain *chains;
    size_t chain_count, chain_cap;
    struct dump_set **sets; /* pointers: rules refer to them */
    size_t set_count, set_cap;
    bool trial; /* the element is there */
    int64_t remaining_ms;
    uint32_t generation; /* everything above is of this one */
    struct arena arena;
};

/* How much to read: the addresses of large sets are most of it, and only lines need them. */
enum dump_depth { DUMP_STANDING, DUMP_LINES };

/* Reads again until nobody changed anything meanwhile. The caller releases it, on failure too. */
int dump_read(struct dump *dump, struct nft_socket *nft, enum dump_depth depth, struct failure *failure);
void dump_release(struct dump *dump);

const struct dump_chain *dump_chain(const struct dump *dump, const char *name);
const struct nft_set *dump_set(const struct dump *dump, const char *name);

/* What the base chains say. */
struct standing {
    bool whole;     /* as penstock builds it: every base chain has its switch, and they agree */
    bool works;     /* and the slot that decides now has rules */
    char confirmed; /* slot 'a' or 'b' that decides without a trial; 0 = none */
    unsigned hooks; /* bits of enum hook: base chains that are there */
    unsigned open;  /* of these: where the confirmed slot lets everything pass */
};

struct standing dump_standing(const struct dump *dump);
/* Whether somebody else put it into our table. */
bool dump_chain_strange(const struct dump_chain *chain);
bool dump_set_strange(const struct dump_set *set);
/* The lines of a slot, and whatever else stands in our table that penstock did not put there. */
void dump_lines(const struct dump *dump, char slot, struct lines *lines);

/* decode.c: one message each into the dump. */
void decode_chain(struct dump *dump, const struct nlmsghdr *header);
void decode_set(struct dump *dump, const struct nlmsghdr *header);
void decode_elements(struct dump *dump, const struct nlmsghdr *header, struct nft_set *set);
void decode_elements_end(struct nft_set *set);
void decode_rule(struct dump *dump, const struct nlmsghdr *header);

#endif
