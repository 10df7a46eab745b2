#include "tui/words/asked.h"

#include <string.h>

bool asked_still(const struct problem *problem)
{
    return problem->code == PROBLEM_MISSING || problem->code == PROBLEM_NO_HOSTS;
}

/* By the last key of the field that is known here. */
static const struct {
    const char *key, *words;
} asked[] = {
    {"product", "choose what runs at the site"},
    {"redundancy", "choose how many servers share the work"},
    {"hosts", "add the hosts that take part"},
    {"name", "give it a short name"},
    {"role", "choose what it is"},
    {"address", "give its address, or a network"},
    {"security", "look at the device, and choose"},
    {"service", "name what is used, such as ssh"},
    {"port", "give its number, such as 22"},
    {"from", "say from where: a host, an address, a network, or anywhere"},
    {"to", "say to where: a host, an address, a network, or anywhere"},
    {"protocol", "tcp, udp, icmp or any"},
    {"ports", "give a port, or a range"},
    {"why", "say who needs it, and what for"},
    {"links", "choose the servers that it is a partner of"},
    {"zones", "give the networks behind each card"},
};

static bool ends_key(const char *field, size_t end, size_t *start)
{
    for (*start = end; *start > 0 && field[*start - 1] != '.'; (*start)--)
        continue;
    return *start < end;
}

const char *asked_words(const struct problem *problem)
{
    const char *field = problem->field ? problem->field : "";
    if (!asked_still(problem))
        return problem->message;
    size_t start;
    for (size_t end = strlen(field); ends_key(field, end, &start); end = start ? start - 1 : 0)
        for (size_t i = 0; i < sizeof(asked) / sizeof(asked[0]); i++)
            if (strlen(asked[i].key) == end - start && memcmp(asked[i].key, field + start, end - start) == 0)
                return asked[i].words;
    return "to be filled in";
}
