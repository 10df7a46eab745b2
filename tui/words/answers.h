/* Words and JSON members that several answers share. */
#ifndef TUI_WORDS_ANSWERS_H
#define TUI_WORDS_ANSWERS_H

#include "core/flow/flow.h"
#include "core/net/port_list.h"
#include "core/plan/plan.h"
#include "tui/words/columns.h"
#include "tui/words/json.h"

enum { TRAFFIC_TEXT = PORT_LIST_TEXT + 8 };

/* `tcp 5481`, `udp 5500-5509`, `ping`, `all`; returns `buffer`. */
const char *traffic_text(enum protocol protocol, struct ports ports, char buffer[TRAFFIC_TEXT]);
/* The same for a rule of several ports: `tcp 22,5500-5509`. */
const char *traffic_list_text(enum protocol protocol, const struct port_list *ports,
                              char buffer[TRAFFIC_TEXT]);
/* The last cell of a row: the reason, how sure it is unless documented, where the fact comes from. */
void add_reason(struct columns *columns, const struct flow *flow);
/* Members `reason`, `source`, `certainty`. */
void json_put_reason(struct json *json, const struct flow *flow);
void json_put_ports(struct json *json, const char *key, struct ports ports); /* null for none */
/* Member `problems`: severity, code, where, message. */
void json_put_problems(struct json *json, const struct problems *problems);

#endif
