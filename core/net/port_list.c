#include "core/net/port_list.h"

#include <string.h>

/* One port or range of `length` bytes. */
static int port_list_parse_one(const char *text, size_t length, char range, struct ports *ports)
{
    char copy[PORTS_TEXT];
    const char *why;
    if (length >= sizeof(copy) || (range != '-' && memchr(text, '-', length)))
        return -1;
    memcpy(copy, text, length);
    copy[length] = '\0';
    char *between = strchr(copy, range);
    if (between)
        *between = '-';
    return ports_parse(copy, ports, &why);
}

int port_list_parse(const char *text, char range, struct port_list *list)
{
    *list = (struct port_list){0};
    for (;; text++) {
        size_t length = strcspn(text, ",");
        if (list->count == PORT_LIST ||
            port_list_parse_one(text, length, range, &list->items[list->count]) != 0) {
            *list = (struct port_list){0};
            return -1;
        }
        list->count++;
        text += length;
        if (!*text)
            return 0;
    }
}

const char *port_list_format(const struct port_list *list, char buffer[PORT_LIST_TEXT])
{
    size_t length = 0;
    buffer[0] = '\0';
    for (size_t i = 0; i < list->count; i++) {
        if (i)
            buffer[length++] = ',';
        ports_format(list->items[i], buffer + length);
        length += strlen(buffer + length);
    }
    return buffer;
}

struct port_list port_list_of(struct ports ports)
{
    struct port_list list = {.items = {ports}, .count = ports.first != 0};
    return list;
}

bool port_list_equal(const struct port_list *a, const struct port_list *b)
{
    bool same = a->count == b->count;
    for (size_t i = 0; same && i < a->count; i++)
        same = ports_equal(a->items[i], b->items[i]);
    return same;
}

bool port_list_overlaps(const struct port_list *a, const struct port_list *b)
{
    bool met = a->count == 0 || b->count == 0;
    for (size_t i = 0; !met && i < a->count; i++)
        for (size_t k = 0; !met && k < b->count; k++)
            met = ports_overlap(a->items[i], b->items[k]);
    return met;
}
