/* What stands in sets and maps that rules of others look ports, addresses, states and interfaces up in. */
#include <libnftnl/set.h>
#include <linux/netfilter.h>
#include <linux/netfilter/nf_tables.h>
#include <stdlib.h>
#include <string.h>

#include "backends/neighbours/others.h"
#include "core/base/text.h"

enum { ELEMENTS = 4096 }; /* more are not told apart */

struct element {
    unsigned char key[16];
    uint32_t length;
    bool end; /* of an interval */
    int verdict;
    char *chain;
};

struct set_elements {
    struct element *items;
    size_t count, cap;
};

static int sets_take_element(struct nftnl_set_elem *element, void *context)
{
    struct set_elements *elements = context;
    struct element made = {.verdict = NF_ACCEPT};
    const void *key = nftnl_set_elem_get(element, NFTNL_SET_ELEM_KEY, &made.length);
    if (elements->count >= ELEMENTS || !key)
        return 0;
    made.length = made.length < sizeof(made.key) ? made.length : sizeof(made.key);
    memcpy(made.key, key, made.length);
    made.end = nftnl_set_elem_is_set(element, NFTNL_SET_ELEM_FLAGS) &&
               nftnl_set_elem_get_u32(element, NFTNL_SET_ELEM_FLAGS) & NFT_SET_ELEM_INTERVAL_END;
    if (nftnl_set_elem_is_set(element, NFTNL_SET_ELEM_VERDICT))
        made.verdict = (int)nftnl_set_elem_get_u32(element, NFTNL_SET_ELEM_VERDICT);
    if (nftnl_set_elem_is_set(element, NFTNL_SET_ELEM_CHAIN))
        made.chain = xstrdup(nftnl_set_elem_get_str(element, NFTNL_SET_ELEM_CHAIN));
    elements->items = xgrow(elements->items, elements->count, &elements->cap, sizeof(*elements->items));
    elements->items[elements->count++] = made;
    return 0;
}

static void sets_take(void *context, const struct nlmsghdr *header)
{
    struct nftnl_set *set = xmade(nftnl_set_alloc());
    if (dump_parsed(nftnl_set_elems_nlmsg_parse(header, set)))
        nftnl_set_elem_foreach(set, sets_take_element, context);
    nftnl_set_free(set);
}

/* An end stands before the beginning at the same place. */
static int sets_by_key(const void *a, const void *b)
{
    const struct element *x = a, *y = b;
    int order = memcmp(x->key, y->key, sizeof(x->key));
    return order ? order : y->end - x->end;
}

static uint16_t sets_port(const struct element *element)
{
    return (uint16_t)(element->key[0] << 8 | element->key[1]);
}

/* The ports from an element on to where its interval ends; without intervals the element alone. */
static struct ports sets_ports(const struct set_elements *elements, size_t at, bool intervals)
{
    const struct element *next = at + 1 < elements->count ? &elements->items[at + 1] : NULL;
    uint16_t first = sets_port(&elements->items[at]);
    if (!intervals)
        return (struct ports){first, first};
    return (struct ports){first, next ? (uint16_t)(sets_port(next) - 1) : (uint16_t)65535};
}

static bool sets_have_intervals(const struct set_elements *elements)
{
    for (size_t i = 0; i < elements->count; i++)
        if (elements->items[i].end)
            return true;
    return false;
}

/* One element narrows what the rule is about; the states have the kernel's bits. */
static void sets_narrow(struct met *met, enum keyed key, const struct set_elements *elements, size_t at,
                        bool intervals)
{
    const struct element *element = &elements->items[at];
    const struct port_list ports = port_list_of(sets_ports(elements, at, intervals));
    uint32_t states = 0;
    memcpy(&states, element->key, sizeof(states));
    if (key == KEYED_PORT)
        met_ports(met, &ports);
    else if (key == KEYED_STATE)
        met_states(met, states);
    else if (((key == KEYED_FROM || key == KEYED_TO) && intervals) ||
             !key_compare(met, key, NFT_CMP_EQ, element->key, element->length))
        met->part = true;
}

/* The addresses of a whole set; an interval ends in front of the next element. */
static void sets_narrow_addresses(struct met *met, bool to, const struct set_elements *elements,
                                  bool intervals)
{
    const uint8_t family = met->families == FAMILIES_6 ? FAMILY_6 : FAMILY_4;
    struct ranges told = ranges_none();
    for (size_t i = 0; i < elements->count; i++) {
        const struct element *element = &elements->items[i];
        struct range range = range_all(family);
        if (element->end)
            continue;
        memcpy(range.first, element->key, sizeof(range.first));
        if (!intervals)
            memcpy(range.last, element->key, sizeof(range.last));
        else if (i + 1 < elements->count) {
            memcpy(range.last, elements->items[i + 1].key, sizeof(range.last));
            address_previous(range.last, family);
        }
        ranges_add(&told, &range);
    }
    if (ranges_are_none(&told))
        met->part = true; /* what it does not hold yet it may hold soon */
    else
        met_addresses(met, to, &told);
}

/* A list of ports stays one rule. */
static void sets_put_list(struct other *to, const struct other_rule *rule,
                          const struct set_elements *elements)
{
    struct port_list ports = {0};
    bool intervals = sets_have_intervals(elements), all = rule->key == KEYED_PORT;
    struct met met = rule->met;
    for (size_t i = 0; all && i < elements->count; i++)
        if (!elements->items[i].end && (all = ports.count < PORT_LIST))
            ports.items[ports.count++] = sets_ports(elements, i, intervals);
    if (rule->key == KEYED_FROM || rule->key == KEYED_TO)
        sets_narrow_addresses(&met, rule->key == KEYED_TO, elements, intervals);
    else if (all)
        met_ports(&met, &ports);
    else
        met.part = true;
    met.never |= all && ports.count == 0;
    struct other_rule *made = other_add(to, &met, rule->effect, rule->jump);
    made->leaves = rule->leaves;
}

static void sets_put_map(struct other *to, const struct other_rule *rule, const struct set_elements *elements)
{
    bool intervals = sets_have_intervals(elements);
    for (size_t i = 0; i < elements->count; i++) {
        const struct element *element = &elements->items[i];
        struct met met = rule->met;
        if (element->end)
            continue;
        sets_narrow(&met, rule->key, elements, i, intervals);
        bool jumps = element->verdict == NFT_JUMP || element->verdict == NFT_GOTO;
        other_add(to, &met,
                  element->verdict == NF_DROP     ? EFFECT_DROPS
                  : element->verdict == NF_ACCEPT ? EFFECT_LETS
                                                  : 0,
                  jumps ? element->chain : NULL)
            ->leaves = element->verdict != NFT_JUMP && element->verdict != NFT_CONTINUE;
    }
}

static void sets_resolve_rule(struct other *to, const struct other *of, const struct other_rule *rule,
                              struct nft_socket *nft)
{
    struct set_elements elements = {0};
    struct failure unread = {0};
    bool moved = false;
    dump_request(nft, NFT_MSG_GETSETELEM, (uint8_t)of->family, of->table, rule->set, sets_take, &elements,
                 &moved, &unread);
    if (elements.count)
        qsort(elements.items, elements.count, sizeof(*elements.items), sets_by_key);
    if (rule->map)
        sets_put_map(to, rule, &elements);
    else
        sets_put_list(to, rule, &elements);
    for (size_t i = 0; i < elements.count; i++)
        free(elements.items[i].chain);
    free(elements.items);
}

static void sets_resolve_chain(struct other *other, struct nft_socket *nft)
{
    struct other fresh = {0};
    for (size_t i = 0; i < other->count; i++) {
        struct other_rule *rule = &other->rules[i];
        if (rule->set) {
            sets_resolve_rule(&fresh, other, rule, nft);
        } else {
            other_add(&fresh, &rule->met, rule->effect, rule->jump)->leaves = rule->leaves;
        }
        free(rule->set);
        free(rule->jump);
    }
    free(other->rules);
    other->rules = fresh.rules;
    other->count = fresh.count;
    other->cap = fresh.cap;
}

static bool sets_are_used(const struct other *other)
{
    for (size_t i = 0; i < other->count; i++)
        if (other->rules[i].set)
            return true;
    return false;
}

void others_resolve(struct others *others, struct nft_socket *nft)
{
    for (size_t i = 0; i < others->count; i++)
        if (sets_are_used(&others->items[i]))
            sets_resolve_chain(&others->items[i], nft);
}
