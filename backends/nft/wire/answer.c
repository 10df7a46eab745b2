/* What the kernel's errors mean, in words. */
#include <errno.h>
#include <linux/netfilter/nf_tables.h>
#include <linux/netfilter/nfnetlink.h>
#include <stdio.h>
#include <string.h>

#include "backends/nft/compile/layout.h"
#include "backends/nft/wire/attributes.h"
#include "backends/nft/wire/socket.h"

/* Which element of the message's list the offset lies in, from 1; 0 = in none. */
static size_t element_at(const struct nlmsghdr *header, uint32_t offset)
{
    const struct nlattr *list, *element;
    EACH_ATTRIBUTE(list, header, sizeof(struct nfgenmsg))
    {
        size_t number = 0;
        if (mnl_attr_get_type(list) != NFTA_SET_ELEM_LIST_ELEMENTS)
            continue;
        EACH_NESTED(element, list)
        {
            size_t start = (size_t)((const char *)element - (const char *)header);
            number++;
            if (offset >= start && offset < start + element->nla_len)
                return number;
        }
    }
    return 0;
}

static void nft_answer_describe(char *text, size_t size, const struct answer *answer,
                                const struct batch *batch)
{
    const struct origin *origin = &batch->origins[answer->sequence - 1];
    const struct nlmsghdr *header = (const struct nlmsghdr *)(batch->data + origin->offset);
    size_t element =
        (header->nlmsg_type & 0xff) == NFT_MSG_NEWSETELEM ? element_at(header, answer->offset) : 0;
    if (origin->rule && origin->rule->comment)
        snprintf(text, size, "the rule for '%s'", origin->rule->comment);
    else if (origin->rule)
        snprintf(text, size, "a rule that is always there");
    else if (origin->name && element)
        snprintf(text, size, "%s '%s', number %zu", origin->what, origin->name, element);
    else if (origin->name)
        snprintf(text, size, "%s '%s'", origin->what, origin->name);
    else
        snprintf(text, size, "%s", origin->what);
}

static const char *advice_for(int error)
{
    switch (error) {
    case EPERM:
        return "use sudo";
    case EOPNOTSUPP:
    case ENOENT:
        return "the kernel may lack a module of nf_tables";
    case EMSGSIZE:
    case ENOBUFS:
    case ENOMEM:
        return "the rule set is too large for this machine: use prefixes in place of single addresses";
    default:
        return "nothing was changed";
    }
}

int answer_fail(const struct answer *answer, const struct batch *batch, struct failure *failure)
{
    char what[200];
    if (answer->error == ERESTART)
        return fail(failure, FAILURE_STALE,
                    "somebody changed the rules of this machine meanwhile: look at the change again");
    if (answer->sequence == 0 || answer->sequence > batch->count)
        return fail(failure, FAILURE_MACHINE, "the kernel refused the rules: %s: %s", strerror(answer->error),
                    advice_for(answer->error));
    nft_answer_describe(what, sizeof(what), answer, batch);
    return fail(failure, FAILURE_MACHINE, "the kernel refused %s: %s: %s", what, strerror(answer->error),
                advice_for(answer->error));
}
