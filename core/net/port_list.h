/* The ports of one rule: ports and ranges in the order in which they were written. None = any. */
#ifndef CORE_NET_PORT_LIST_H
#define CORE_NET_PORT_LIST_H

#include "core/net/net.h"

enum { PORT_LIST = 15 /* a rule of iptables takes no more */, PORT_LIST_TEXT = PORT_LIST * 12 };

struct port_list {
    struct ports items[PORT_LIST];
    size_t count;
};

/* Reads `22,5500-5509`; `range` is what stands between the ends of a range: '-', or ':' as iptables writes
 * it. -1: a name, no port, or too many; *list is then empty. */
int port_list_parse(const char *text, char range, struct port_list *list);
const char *port_list_format(const struct port_list *list, char buffer[PORT_LIST_TEXT]); /* "" for none */
/* Of one port or range, or none. */
struct port_list port_list_of(struct ports ports);
bool port_list_equal(const struct port_list *a, const struct port_list *b);
/* Whether a port is in both; any port is in a list of none. */
bool port_list_overlaps(const struct port_list *a, const struct port_list *b);

#endif
