#include "backends/ufw/kernel/fixed.h"

#include <stdlib.h>
#include <string.h>

#include "backends/ufw/kernel/kernel.h"
#include "backends/ufw/rehearse/handmade.h"
#include "core/base/lcs.h"

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

static int fixed_check_line(const char *path, size_t number, const char *line, const struct plan *plan,
                            struct failure *failure)
{
    const struct port_move *move = fixed_move(plan, line);
    if (!move)
        return 0;
    char *where = xasprintf("in '%s', line %zu,", path, number);
    fixed_refuse(where, line, move, failure);
    free(where);
    return -1;
}

static int fixed_check_text(const char *path, char *text, const struct plan *plan, struct failure *failure)
{
    int done = 0;
    size_t number = 1;
    for (char *line = text, *next; done == 0 && line; line = next, number++) {
        next = strchr(line, '\n');
        if (next)
            *next++ = '\0';
        done = fixed_check_line(path, number, line, plan, failure);
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

/* What people wrote among ufw's own lines. */
static int fixed_check_by_hand(const struct ufw_rehearsal *present, size_t index, const struct plan *plan,
                               struct failure *failure)
{
    enum ufw_file file = index == UFW_4 ? UFW_USER : UFW_USER6;
    struct handmade_line *lines;
    size_t count = handmade_find(present->written[index], present->files[file], &lines);
    int done = 0;
    for (size_t i = 0; done == 0 && i < count; i++) {
        char *line = xstrndup(lines[i].line, lines[i].length);
        done = fixed_check_line(ufw_paths[file], lines[i].number, line, plan, failure);
        free(line);
    }
    free(lines);
    return done;
}

/* Of the live rules those that ufw has not made of its files, such as a ban among ufw's own, or
 * `-A INPUT -p tcp -m multiport --dports 80,443 -j f2b-web`. */
static int fixed_check_chain(const struct table_chain *live, const struct table_chain *files,
                             const struct plan *plan, struct failure *failure)
{
    size_t *twins = table_chain_twins(live, files);
    int done = 0;
    for (size_t i = 0; done == 0 && i < live->count; i++) {
        const struct port_move *move = twins[i] == LCS_NONE ? fixed_move(plan, live->rules[i].text) : NULL;
        if (move)
            done = fixed_refuse("in the kernel", live->rules[i].text, move, failure);
    }
    free(twins);
    return done;
}

/* Without files of the family (`present` false) what ufw's own chains still hold is nobody's doing. */
static int fixed_check_kernel(const struct tables *live, const struct tables *files, bool present,
                              const struct plan *plan, struct failure *failure)
{
    static const char own[] = "ufw6-";
    int done = 0;
    for (size_t t = 0; t < live->count; t++)
        for (size_t c = 0; done == 0 && c < live->items[t].count; c++) {
            const struct table_chain *chain = &live->items[t].chains[c];
            if (!present && strncmp(chain->name, own, sizeof(own) - 1) == 0)
                continue;
            done = fixed_check_chain(chain, table_chain(tables_find(files, live->items[t].name), chain->name),
                                     plan, failure);
        }
    return done;
}

/* The first rule that goes, although the kernel has not got it; NULL: none. */
static const char *fixed_not_live(const struct table_chain *live, const struct table_chain *files,
                                  const struct table_chain *fresh)
{
    size_t *stays = table_chain_twins(files, fresh), *there = table_chain_twins(files, live);
    const char *found = NULL;
    for (size_t i = files->count; i-- > 0;)
        if (stays[i] == LCS_NONE && there[i] == LCS_NONE)
            found = files->rules[i].text;
    free(stays);
    free(there);
    return found;
}

static int fixed_check_live(const struct xtable *live, const struct xtable *files, const struct xtable *fresh,
                            struct failure *failure)
{
    for (size_t i = 0; files && i < files->count; i++) {
        const struct table_chain *chain = &files->chains[i];
        const char *rule =
            fixed_not_live(table_chain(live, chain->name), chain, table_chain(fresh, chain->name));
        if (rule)
            return fail(failure, FAILURE_REFUSED,
                        "ufw's files have the rule '%.200s', which is not live and would be live on its new "
                        "port: run 'sudo ufw reload', or take it out of the files, then try again",
                        rule);
    }
    return 0;
}

static int fixed_check_family(const struct tables *live, const char *present, const char *future,
                              const struct plan *plan, struct failure *failure)
{
    struct tables files, fresh;
    tables_parse(&files, present ? present : "");
    tables_parse(&fresh, future ? future : "");
    int done = fixed_check_kernel(live, &files, present != NULL, plan, failure);
    if (done == 0 && plan->ports_only)
        done = fixed_check_live(tables_find(live, "filter"), tables_find(&files, "filter"),
                                tables_find(&fresh, "filter"), failure);
    tables_release(&files);
    tables_release(&fresh);
    return done;
}

int fixed_check(const struct machine *machine, const struct ufw_state *state, const struct plan *plan,
                struct failure *failure)
{
    if (!plan || plan->move_count == 0)
        return 0;
    return fixed_check_files(machine, state->ipv6, plan, failure);
}

int fixed_check_beside(const struct ufw_state *state, const struct ufw_rehearsal *present,
                       const struct ufw_rehearsal *fresh, const struct plan *plan, struct failure *failure)
{
    struct tables live[UFW_FAMILIES];
    if (!plan || plan->move_count == 0)
        return 0;
    int done = ufw_kernel_tables(live, failure);
    for (size_t i = 0; done == 0 && i < UFW_FAMILIES; i++) {
        bool counts = state->enabled && (i == UFW_4 || state->ipv6);
        done =
            fixed_check_family(&live[i], counts ? present->kernel[i] : NULL, fresh->kernel[i], plan, failure);
        if (done == 0 && present->written[i] && (i == UFW_4 || state->ipv6))
            done = fixed_check_by_hand(present, i, plan, failure);
    }
    ufw_kernel_tables_release(live);
    return done;
}
