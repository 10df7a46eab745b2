#include "core/base/text.h"
#include "core/catalog/load.h"

static const char *const certainties[] = {"documented", "disputed", "inferred"};

const char *certainty_name(enum certainty certainty)
{
    return certainties[certainty];
}

void read_certainty(struct loading *loading, const struct yaml *value, void *at)
{
    int index = load_word(loading, value, "a certainty", certainties, 3);
    if (index >= 0)
        *(enum certainty *)at = (enum certainty)index;
}

void read_protocol(struct loading *loading, const struct yaml *value, void *at)
{
    const char *const words[] = {protocol_name(PROTOCOL_ANY), protocol_name(PROTOCOL_TCP),
                                 protocol_name(PROTOCOL_UDP), protocol_name(PROTOCOL_ICMP)};
    int index = load_word(loading, value, "a protocol", words, 4);
    if (index >= 0)
        *(enum protocol *)at = (enum protocol)index;
}

void read_verdict(struct loading *loading, const struct yaml *value, void *at)
{
    static const char *const words[] = {"allow", "deny"};
    int index = load_word(loading, value, "a verdict", words, 2);
    if (index >= 0)
        *(enum verdict *)at = (enum verdict)index;
}

void read_severity(struct loading *loading, const struct yaml *value, void *at)
{
    const char *const words[] = {severity_name(SEVERITY_NOTE), severity_name(SEVERITY_WARNING),
                                 severity_name(SEVERITY_ERROR)};
    int index = load_word(loading, value, "a severity", words, 3);
    if (index >= 0)
        *(enum severity *)at = (enum severity)index;
}

void read_relation(struct loading *loading, const struct yaml *value, void *at)
{
    static const char *const words[] = {"uses", "used-by", "partners", "linked", "others", "device"};
    int index = load_word(loading, value, "a relation", words, 6);
    if (index >= 0)
        *(enum relation *)at = (enum relation)index;
}

void read_direction(struct loading *loading, const struct yaml *value, void *at)
{
    static const char *const words[] = {"in", "out", "both"};
    int index = load_word(loading, value, "a direction", words, 3);
    if (index >= 0)
        *(enum device_direction *)at = (enum device_direction)index;
}

void read_directions(struct loading *loading, const struct yaml *value, void *at)
{
    static const char *const words[] = {"in", "out", "both"};
    static const unsigned bits[] = {1u << DIRECTION_IN, 1u << DIRECTION_OUT,
                                    1u << DIRECTION_IN | 1u << DIRECTION_OUT};
    int index = load_word(loading, value, "a direction", words, 3);
    if (index >= 0)
        *(unsigned *)at = bits[index];
}

void read_switch_at(struct loading *loading, const struct yaml *value, void *at)
{
    static const char *const words[] = {"to", "from", "either"};
    int index = load_word(loading, value, "an end of a flow", words, 3);
    if (index >= 0)
        *(enum switch_at *)at = (enum switch_at)index;
}

void read_state(struct loading *loading, const struct yaml *value, void *at)
{
    static const char *const words[] = {"off", "on", "follows"};
    int index = load_word(loading, value, "a state", words, 3);
    if (index >= 0)
        *(enum default_state *)at = (enum default_state)index;
}
