/* What is not ours, as lines. */
#include "backends/ufw/files/future.h"
#include "backends/ufw/rules/show.h"

static void ufw_future_beside_show(struct lines *lines, const struct tuples tuples[UFW_FAMILIES], bool ipv6)
{
    struct shown_list lists[UFW_FAMILIES] = {{0}};
    for (size_t i = 0; i < UFW_FAMILIES; i++)
        for (size_t k = 0; k < tuples[i].count; k++)
            shown_add(&lists[i], &(struct shown){.tuple = &tuples[i].items[k]});
    show_tuples(lines, lists, ipv6);
    shown_release(&lists[UFW_4]);
    shown_release(&lists[UFW_6]);
}

/* What ufw's stock before.rules accept besides, whatever the rules say. */
static void show_itself(struct lines *lines)
{
    static const char *const stock[] = {
        "mDNS: udp to 224.0.0.251 and ff02::fb port 5353",
        "SSDP: udp to 239.255.255.250 and ff02::f port 1900",
        "ICMP errors, and with IPv6 echo replies and neighbour discovery",
    };
    for (size_t i = 0; i < sizeof(stock) / sizeof(*stock); i++)
        lines_add(lines, "input", stock[i], "ufw itself")->kind = LINE_STOCK;
}

void ufw_future_beside(const struct ufw_future *future, struct beside *beside)
{
    ufw_future_beside_show(&beside->same, future->same, future->ipv6);
    for (size_t i = 0; i < (future->ipv6 ? UFW_FAMILIES : 1); i++)
        lines_append(&beside->same, &future->granted[i]);
    ufw_future_beside_show(&beside->removed, future->removed, future->ipv6);
    ufw_future_beside_show(&beside->removed, future->gone, future->ipv6);
    ufw_future_beside_show(&beside->added, future->come, future->ipv6);
    ufw_future_beside_show(&beside->foreign, future->foreign, future->ipv6);
    show_itself(&beside->foreign);
}
