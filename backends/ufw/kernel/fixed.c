#include "backends/ufw/kernel/fixed.h"

#include <stdlib.h>
#include <string.h>

#include "backends/ufw/kernel/kernel.h"

enum { FILE_MOST = 1 << 22, WORDS_MOST = 128 };

struct fixed_rule {
    char *words[WORDS_MOST];
    size_t count;
};

static void fixed_split(struct fixed_rule *rule, char *line)
{
    char *place = NULL;
    rule->count = 0;
    for (char *word = strtok_r(line, " \t\r\n", &place); word && rule->count < WORDS_MOST;
         word = strtok_r(NULL, " \t\r\n", &place))
        rule->words[rule->count++] = word;
}

static bool fixed_is(const char *word, const char *const names[])
{
    for (size_t i = 0; names[i]; i++)
        if (strcmp(word, names[i]) == 0)
            return true;
    return false;
}

/* The word behind one of `names`; NULL: none, or what it says is turned round. */
static const char *fixed_value(const struct fixed_rule *rule, const char *const names[])
{
    for (size_t i = 1; i + 1 < rule->count; i++)
        if (fixed_is(rule->words[i], names))
            return strcmp(rule->words[i - 1], "!") == 0 ? NULL : rule->words[i + 1];
    return NULL;
}

static bool fixed_comes_in(const struct fixed_rule *rule)
{
    static const char *const adds[] = {"-A", "-I", "--append", "--insert", NULL};
    static const char *const elsewhere[] = {"output",  "forward",     "OUTPUT",
                                            "FORWARD", "POSTROUTING", "DOCKER"};
    if (rule->count < 2 || !fixed_is(rule->words[0], adds))
        return false;
    for (size_t i = 0; i < sizeof(elsewhere) / sizeof(*elsewhere); i++)
        if (strstr(rule->words[1], elsewhere[i]))
            return false;
    return true;
}

static bool fixed_names(const struct port_list *ports, uint16_t port)
{
    const struct port_list one = {{{port, port}}, 1};
    return port_list_overlaps(ports, &one);
}

bool fixed_is_about(const char *line, const struct port_move *move)
{
    static const char *const ports[] = {"--dport", "--dports", "--destination-port", "--destination-ports",
                                        "--ports", NULL};
    static const char *const protocols[] = {"-p", "--protocol", "--proto", NULL};
    struct fixed_rule rule;
    struct port_list list;
    char *copy = xstrdup(line);
    fixed_split(&rule, copy);
    const char *said = fixed_value(&rule, ports), *protocol = fixed_value(&rule, protocols);
    bool speaks = !protocol || strcmp(protocol, "tcp") == 0 || strcmp(protocol, "6") == 0 ||
                  (move->udp && strcmp(protocol, "udp") == 0);
    bool about = fixed_comes_in(&rule) && said && speaks && port_list_parse(said, ':', &list) == 0 &&
                 fixed_names(&list, move->from) && !fixed_names(&list, move->to);
    free(copy);
    return about;
}

/* Ours are made anew with a plan; where only ports move they stay as they are. */
static const struct port_move *fixed_move(const struct plan *plan, const char *line)
{
    if (!plan->ports_only && strstr(line, TUPLE_OURS))
        return NULL;
    for (size_t i = 0; i < plan->move_count; i++)
        if (!plan->moves[i].left_over && fixed_is_about(line, &plan->moves[i]))
            return &plan->moves[i];
    return NULL;
}

static int fixed_refuse(const char *where, const char *line, const struct port_move *move,
                        struct failure *failure)
{
    return fail(
        failure, FAILURE_REFUSED,
        "%s there is the rule '%.200s', which is about port %u and cannot be moved: let it name port %u "
        "too, or take it away, then try again",
        where, line, move->from, move->to);
}

static int fixed_check_text(const char *path, char *text, const struct plan *plan, struct failure *failure)
{
    int done = 0;
    unsigned number = 1;
    for (char *line = text, *next; done == 0 && line; line = next, number++) {
        next = strchr(line, '\n');
        if (next)
            *next++ = '\0';
        const struct port_move *move = fixed_move(plan, line);
        if (!move)
            continue;
        char *where = xasprintf("in '%s', line %u,", path, number);
        done = fixed_refuse(where, line, move, failure);
        free(where);
    }
    return done;
}

static int fixed_check_files(const struct machine *machine, bool ipv6, const struct plan *plan,
                             struct failure *failure)
{
    static const char *const paths[] = {"/etc/ufw/before.rules", "/etc/ufw/after.rules",
                                        "/etc/ufw/before6.rules", "/etc/ufw/after6.rules"};
    int done = 0;
    for (size_t i = 0; done == 0 && i < (ipv6 ? 4 : 2); i++) {
        char *text;
        size_t length;
        if (machine_read(machine, paths[i], FILE_MOST, &text, &length) != 0)
            continue; /* what is not there says nothing */
        done = fixed_check_text(paths[i], text, plan, failure);
        free(text);
    }
    return done;
}

static int fixed_check_chain(const struct table_chain *chain, const struct plan *plan,
                             struct failure *failure)
{
    for (size_t i = 0; i < chain->count; i++) {
        const struct port_move *move = fixed_move(plan, chain->rules[i].text);
        if (move)
            return fixed_refuse("in the kernel", chain->rules[i].text, move, failure);
    }
    return 0;
}

/* Those of programs that ban, such as `-A INPUT -p tcp -m multiport --dports 80,443 -j f2b-web`. */
static int fixed_check_kernel(const struct plan *plan, struct failure *failure)
{
    struct tables live[UFW_FAMILIES];
    if (ufw_kernel_tables(live, failure) != 0)
        return -1;
    int done = 0;
    for (size_t f = 0; f < UFW_FAMILIES; f++)
        for (size_t t = 0; t < live[f].count; t++)
            for (size_t c = 0; done == 0 && c < live[f].items[t].count; c++)
                if (strncmp(live[f].items[t].chains[c].name, "ufw", 3) != 0)
                    done = fixed_check_chain(&live[f].items[t].chains[c], plan, failure);
    ufw_kernel_tables_release(live);
    return done;
}

int fixed_check(const struct machine *machine, const struct ufw_state *state, const struct plan *plan,
                struct failure *failure)
{
    if (!plan || plan->move_count == 0)
        return 0;
    return fixed_check_files(machine, state->ipv6, plan, failure) == 0 ? fixed_check_kernel(plan, failure)
                                                                       : -1;
}
