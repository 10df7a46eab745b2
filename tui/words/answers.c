#include "tui/words/answers.h"

#include <stdlib.h>
#include <string.h>

#include "core/base/text.h"

const char *traffic_list_text(enum protocol protocol, const struct port_list *ports,
                              char buffer[TRAFFIC_TEXT])
{
    char list[PORT_LIST_TEXT];
    if (protocol == PROTOCOL_ICMP || protocol == PROTOCOL_ANY)
        return protocol == PROTOCOL_ICMP ? "ping" : "all";
    snprintf(buffer, TRAFFIC_TEXT, "%s %s", protocol_name(protocol), port_list_format(ports, list));
    return buffer;
}

const char *traffic_text(enum protocol protocol, struct ports ports, char buffer[TRAFFIC_TEXT])
{
    const struct port_list list = port_list_of(ports);
    return traffic_list_text(protocol, &list, buffer);
}

void add_reason(struct columns *columns, const struct flow *flow)
{
    struct text cell = {0};
    text_add(&cell, flow->reason);
    if (flow->certainty != CERTAINTY_DOCUMENTED)
        text_addf(&cell, " (%s)", certainty_name(flow->certainty));
    columns_add(columns, text_get(&cell));
    text_release(&cell);
}

void json_put_reason(struct json *json, const struct flow *flow)
{
    json_put_text(json, "reason", flow->reason);
    json_put_text(json, "source", flow->source);
    json_put_text(json, "certainty", certainty_name(flow->certainty));
}

void json_put_ports(struct json *json, const char *key, struct ports ports)
{
    char range[PORTS_TEXT];
    json_put_text(json, key, ports.first ? ports_format(ports, range) : NULL);
}

void json_put_problems(struct json *json, const struct problems *problems)
{
    json_begin(json, "problems", '[', true);
    for (size_t i = 0; i < problems->count; i++) {
        const struct problem *problem = &problems->items[i];
        char *where = problem_where(problem);
        json_begin(json, NULL, '{', false);
        json_put_text(json, "severity", severity_name(problem->severity));
        json_put_text(json, "code", problem->word);
        json_put_text(json, "where", where);
        json_put_text(json, "message", problem->message);
        json_end(json, '}');
        free(where);
    }
    json_end(json, ']');
}
