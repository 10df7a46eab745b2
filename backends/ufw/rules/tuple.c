#include "backends/ufw/rules/tuple.h"

#include <stdlib.h>
#include <string.h>

enum { FIELDS_AT_MOST = 9 };

static const char *const actions[] = {"allow", "deny", "reject", "limit"};

const char *tuple_any(uint8_t family)
{
    return family == FAMILY_4 ? "0.0.0.0/0" : "::/0";
}

static int parse_action(struct tuple *tuple, char *word)
{
    char *log;
    if (strncmp(word, "route:", 6) == 0) {
        tuple->route = true;
        word += 6;
    }
    log = strchr(word, '_');
    if (log)
        *log++ = '\0';
    tuple->log = log ? log : "";
    for (size_t i = 0; i < sizeof(actions) / sizeof(*actions); i++)
        if (strcmp(word, actions[i]) == 0) {
            tuple->action = (enum tuple_action)i;
            return !*tuple->log || strcmp(log, "log") == 0 || strcmp(log, "log-all") == 0 ? 0 : -1;
        }
    return -1;
}

static int hex_digit(char c)
{
    return c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* NULL: not hexadecimal; the code is then kept and the comment unknown. */
static const char *decode(const char *code, struct arena *arena)
{
    size_t length = strlen(code);
    char *text = arena_array(arena, length / 2 + 1, 1);
    for (size_t i = 0; i + 1 < length; i += 2) {
        int high = hex_digit(code[i]), low = hex_digit(code[i + 1]);
        if (high < 0 || low < 0)
            return NULL;
        text[i / 2] = (char)(high * 16 + low);
    }
    return length % 2 == 0 ? text : NULL;
}

void tuple_comment(struct tuple *tuple, const char *comment, struct arena *arena)
{
    size_t length = strlen(comment);
    char *code = arena_array(arena, length * 2 + 1, 1);
    for (size_t i = 0; i < length; i++) {
        code[2 * i] = "0123456789abcdef"[(unsigned char)comment[i] >> 4];
        code[2 * i + 1] = "0123456789abcdef"[comment[i] & 15];
    }
    tuple->comment = arena_strdup(arena, comment);
    tuple->comment_code = code;
}

static size_t ufw_tuple_split(char *line, char *fields[], size_t most)
{
    size_t count = 0;
    char *place = NULL;
    for (char *word = strtok_r(line, " \t\r", &place); word; word = strtok_r(NULL, " \t\r", &place)) {
        if (count == most)
            return most + 1;
        fields[count++] = word;
    }
    return count;
}

int tuple_parse(struct tuple *tuple, uint8_t family, const char *line, size_t length, struct arena *arena)
{
    char *fields[FIELDS_AT_MOST + 1], *copy = arena_array(arena, length + 1, 1);
    memcpy(copy, line, length);
    *tuple = (struct tuple){.family = family};
    size_t count = ufw_tuple_split(copy, fields, FIELDS_AT_MOST + 1);
    if (count > 0 && count <= FIELDS_AT_MOST + 1 && strncmp(fields[count - 1], "comment=", 8) == 0) {
        tuple->comment_code = fields[--count] + 8;
        tuple->comment = decode(tuple->comment_code, arena);
    }
    if (count < 6 || count > FIELDS_AT_MOST || parse_action(tuple, fields[0]) != 0)
        return -1;
    tuple->protocol = fields[1];
    tuple->dport = fields[2];
    tuple->to = fields[3];
    tuple->sport = fields[4];
    tuple->from = fields[5];
    if (count >= 8) {
        tuple->dapp = fields[6];
        tuple->sapp = fields[7];
    }
    if (count % 2 == 1)
        tuple->direction = fields[count - 1];
    return 0;
}

void tuple_format(const struct tuple *tuple, struct text *text)
{
    text_addf(text, "%s%s%s%s %s %s %s %s %s", tuple->route ? "route:" : "", actions[tuple->action],
              *tuple->log ? "_" : "", tuple->log, tuple->protocol, tuple->dport, tuple->to, tuple->sport,
              tuple->from);
    if (tuple->dapp)
        text_addf(text, " %s %s", tuple->dapp, tuple->sapp);
    if (tuple->direction)
        text_addf(text, " %s", tuple->direction);
    if (tuple->comment_code)
        text_addf(text, " comment=%s", tuple->comment_code);
}

/* ufw takes `10.0.0.1/32` for `10.0.0.1`. */
static bool ufw_tuple_same_address(const char *a, const char *b)
{
    struct prefix one, other;
    const char *why;
    return strcmp(a, b) == 0 || (prefix_parse(a, &one, &why) == 0 && prefix_parse(b, &other, &why) == 0 &&
                                 prefix_compare(&one, &other) == 0);
}

bool tuple_same_key(const struct tuple *a, const struct tuple *b)
{
    return a->family == b->family && a->route == b->route && strcmp(a->protocol, b->protocol) == 0 &&
           strcmp(a->dport, b->dport) == 0 && ufw_tuple_same_address(a->to, b->to) &&
           strcmp(a->sport, b->sport) == 0 && ufw_tuple_same_address(a->from, b->from) &&
           text_equal(a->dapp, b->dapp) && text_equal(a->sapp, b->sapp) &&
           text_equal(a->direction ? a->direction : "in", b->direction ? b->direction : "in");
}

bool tuple_is_ours(const struct tuple *tuple)
{
    return tuple->ours;
}

bool tuple_says_ours(const struct tuple *tuple)
{
    return tuple->comment && strncmp(tuple->comment, TUPLE_OURS, strlen(TUPLE_OURS)) == 0;
}

bool tuple_goes_out(const struct tuple *tuple)
{
    return !tuple->route && tuple->direction && strncmp(tuple->direction, "out", 3) == 0;
}

bool tuple_interface(const struct tuple *tuple, bool out, char name[16])
{
    const char *word = out ? "out_" : "in_", *found = tuple->direction;
    /* At the beginning or behind the mark between both: a name may hold these letters too. */
    while (found && strncmp(found, word, strlen(word)) != 0)
        found = (found = strchr(found, '!')) ? found + 1 : NULL;
    size_t length = found ? strcspn(found += strlen(word), "!") : 0;
    if (length == 0 || length > 15)
        return false;
    memcpy(name, found, length);
    name[length] = '\0';
    return true;
}

static bool interfaces_meet(const struct tuple *a, const struct tuple *b, bool out)
{
    char one[16], other[16];
    return !tuple_interface(a, out, one) || !tuple_interface(b, out, other) || strcmp(one, other) == 0 ||
           strchr(one, '+') || strchr(other, '+');
}

static bool ufw_tuple_addresses_meet(const char *a, const char *b)
{
    struct prefix one, other;
    const char *why;
    return prefix_parse(a, &one, &why) != 0 || prefix_parse(b, &other, &why) != 0 ||
           prefix_overlaps(&one, &other);
}

bool tuple_ports(const char *list, struct port_list *ports)
{
    *ports = (struct port_list){0};
    return strcmp(list, "any") == 0 || port_list_parse(list, ':', ports) == 0;
}

/* Two lists of ports as tuples have them; a name may be any port. */
static bool ports_meet(const char *a, const char *b)
{
    struct port_list one, other;
    return !tuple_ports(a, &one) || !tuple_ports(b, &other) || port_list_overlaps(&one, &other);
}

/* What cannot be read is said of everybody. */
static void tuple_put_peers(struct traffic *traffic, const struct tuple *tuple)
{
    struct prefix prefix;
    const char *why, *end = traffic->direction == DIRECTION_OUT ? tuple->to : tuple->from;
    if (traffic->direction != DIRECTION_FORWARD && prefix_parse(end, &prefix, &why) == 0)
        traffic->peers[prefix.family == FAMILY_6] = ranges_of(&prefix);
    if (traffic->direction != DIRECTION_FORWARD)
        tuple_interface(tuple, traffic->direction == DIRECTION_OUT, traffic->interface);
}

struct traffic tuple_traffic(const struct tuple *tuple)
{
    bool accepts = tuple->action == TUPLE_ALLOW || tuple->action == TUPLE_LIMIT;
    struct traffic traffic = {.direction = tuple->route            ? DIRECTION_FORWARD
                                           : tuple_goes_out(tuple) ? DIRECTION_OUT
                                                                   : DIRECTION_IN,
                              .verdict = accepts ? VERDICT_ACCEPT : VERDICT_DROP,
                              .families = tuple->family == FAMILY_4 ? FAMILIES_4 : FAMILIES_6};
    if (protocol_parse(tuple->protocol, &traffic.protocol) != 0)
        traffic.protocol = PROTOCOL_OTHER;
    tuple_ports(tuple->dport, &traffic.ports);
    tuple_put_peers(&traffic, tuple);
    return traffic;
}

bool tuple_overlaps(const struct tuple *a, const struct tuple *b)
{
    if (a->family != b->family || a->route != b->route || tuple_goes_out(a) != tuple_goes_out(b))
        return false;
    if (strcmp(a->protocol, "any") != 0 && strcmp(b->protocol, "any") != 0 &&
        strcmp(a->protocol, b->protocol) != 0)
        return false;
    return interfaces_meet(a, b, false) && interfaces_meet(a, b, true) && ports_meet(a->dport, b->dport) &&
           ports_meet(a->sport, b->sport) && ufw_tuple_addresses_meet(a->from, b->from) &&
           ufw_tuple_addresses_meet(a->to, b->to);
}
