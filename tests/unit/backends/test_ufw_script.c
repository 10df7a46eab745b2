/* From one state of the kernel's tables to another: by a model of iptables-restore, and by the real one. */
#include "backends/machine/machine.h"
#include "backends/ufw/kernel/script.h"
#include "core/base/text.h"

#include "backends/machine/run.h"
#include "tests/unit/netns.h"

enum { KINDS = 6, RULES = 8, ROUNDS = 3000 };

static unsigned seed;

static unsigned draw(unsigned below)
{
    seed = seed * 1103515245 + 12345;
    return (seed >> 16) % below;
}

/* Rules as letters: `ab` is two rules of the chain `c`. */
static char *save_of(const char *rules)
{
    struct text text = {0};
    text_add(&text, "*filter\n:INPUT ACCEPT [0:0]\n:c - [0:0]\n");
    for (; *rules; rules++)
        text_addf(&text, "-A c -s 192.0.2.%d/32 -j ACCEPT\n", *rules);
    text_add(&text, "COMMIT\n");
    return text_take(&text);
}

typedef char *(*script_writer)(const struct tables *live, const struct tables *from, const struct tables *to);

static char *write_by(script_writer make_script, const char *live, const char *from, const char *to)
{
    struct tables tables[3];
    const char *const words[] = {live, from, to};
    for (size_t i = 0; i < 3; i++) {
        char *save = save_of(words[i]);
        tables_parse(&tables[i], save);
        free(save);
    }
    char *script = make_script(&tables[0], &tables[1], &tables[2]);
    for (size_t i = 0; i < 3; i++)
        tables_release(&tables[i]);
    return script;
}

static char *between(const char *live, const char *from, const char *to)
{
    return write_by(script_between, live, from, to);
}

/* What iptables-restore makes of the script, on letters. */
static void perform(const char *script, char *rules)
{
    for (; *script; script += strcspn(script, "\n") + 1) {
        unsigned place, letter;
        size_t length = strlen(rules);
        if (sscanf(script, "-D c %u", &place) == 1) {
            assert_in_range(place, 1, length);
            memmove(rules + place - 1, rules + place, length - place + 1);
        } else if (sscanf(script, "-I c %u -s 192.0.2.%u/32 -j ACCEPT", &place, &letter) == 2) {
            assert_in_range(place, 1, length + 1);
            memmove(rules + place, rules + place - 1, length - place + 2);
            rules[place - 1] = (char)letter;
        } else {
            assert_true(*script == '*' || *script == 'C');
        }
    }
}

static void make(const char *live, const char *from, const char *to, const char *wanted)
{
    char rules[64];
    snprintf(rules, sizeof(rules), "%s", live);
    char *script = between(live, from, to);
    perform(script, rules);
    if (strcmp(rules, wanted) != 0)
        fail_msg("from '%s' to '%s' makes '%s' of '%s', not '%s':\n%s", from, to, rules, live, wanted,
                 script);
    free(script);
}

static void new_rules_come_where_they_belong(void **state)
{
    (void)state;
    make("abc", "abc", "abc", "abc");
    make("abc", "abc", "axbc", "axbc");
    make("abc", "abc", "", "");
    make("", "", "abc", "abc");
    make("abc", "abc", "cab", "cab");
}

static void what_stands_beside_stays(void **state)
{
    (void)state;
    make("Xabc", "abc", "abcd", "Xabcd");
    make("aXbc", "abc", "adbc", "aXdbc"); /* a ban in front stays in front */
    make("abXc", "abc", "ac", "aXc");
    make("abcX", "abc", "abcd", "abcXd");
    make("aXb", "ab", "", "X");
    make("X", "", "ab", "Xab");
}

static void what_the_kernel_lacks_is_passed_over(void **state)
{
    (void)state;
    make("ac", "abc", "abcd", "acd");
    make("ac", "abc", "ac", "ac");
    make("", "abc", "abcd", "d");
}

static void random_word(char *word, size_t most, char first)
{
    size_t length = draw((unsigned)most + 1);
    for (size_t i = 0; i < length; i++)
        word[i] = (char)(first + (char)draw(KINDS));
    word[length] = '\0';
}

/* The letters of the second kind alone. */
static void only(const char *word, bool upper, char *out)
{
    for (; *word; word++)
        if ((*word < 'a') == upper)
            *out++ = *word;
    *out = '\0';
}

/* A live chain is the old one with strangers mixed in: afterwards it is the new one with the same strangers in
 * the same order. */
static void random_states(void **state)
{
    (void)state;
    for (unsigned round = 1; round <= ROUNDS; round++) {
        char from[16], to[16], live[64] = "", made[64], ours[64], others[64], were[64];
        size_t length = 0;
        seed = round;
        random_word(from, RULES, 'a');
        random_word(to, RULES, 'a');
        for (const char *rule = from;; rule++) {
            while (draw(3) == 0 && length < 40)
                live[length++] = (char)('A' + (char)draw(KINDS));
            if (!*rule)
                break;
            live[length++] = *rule;
        }
        live[length] = '\0';
        snprintf(made, sizeof(made), "%s", live);
        char *script = between(live, from, to);
        perform(script, made);
        only(made, false, ours);
        only(made, true, others);
        only(live, true, were);
        if (strcmp(ours, to) != 0 || strcmp(others, were) != 0)
            fail_msg("seed %u: from '%s' to '%s' makes '%s' of '%s'", round, from, to, made, live);
        free(script);
    }
}

static void complete(const char *live, const char *from, const char *to, const char *wanted)
{
    char rules[64];
    snprintf(rules, sizeof(rules), "%s", live);
    char *script = write_by(script_towards, live, from, to);
    perform(script, rules);
    if (strcmp(rules, wanted) != 0)
        fail_msg("towards '%s' makes '%s' of '%s', not '%s':\n%s", to, rules, live, wanted, script);
    free(script);
}

static void what_is_missing_comes_back(void **state)
{
    (void)state;
    complete("", "abc", "ab", "ab");
    complete("aXc", "abc", "ab", "aXb");
    complete("abN", "abc", "abN", "abN"); /* somebody else made the new one already */
    complete("aab", "ab", "a", "aa");     /* one of the two is a stranger's */
    complete("XabY", "", "ab", "XabY");
}

/* Whatever is live: afterwards all of the new state is there, in order, and doing it again does nothing. */
static void towards_a_state_from_anywhere(void **state)
{
    (void)state;
    for (unsigned round = 1; round <= ROUNDS; round++) {
        char live[16], from[16], to[16], made[64];
        seed = round * 7;
        random_word(live, RULES, 'a');
        random_word(from, RULES, 'a');
        random_word(to, RULES, 'a');
        snprintf(made, sizeof(made), "%s", live);
        char *script = write_by(script_towards, live, from, to);
        perform(script, made);
        const char *found = to;
        for (const char *rule = made; *rule; rule++)
            found += *found && *rule == *found;
        char *again = write_by(script_towards, made, to, to);
        if (*found || *again)
            fail_msg("seed %u: from '%s' to '%s' makes '%s' of '%s'\n%s", round, from, to, made, live, again);
        free(script);
        free(again);
    }
}

static char *run(const char *input, char *const words[])
{
    struct output output = {0};
    struct failure failure = {0};
    netns_assert_private();
    if (machine_run(words, input, 60, &output, &failure) != 0)
        fail_msg("%s", failure.message);
    if (output.status != 0)
        fail_msg("%s: %s\n%s", words[0], output.err, input ? input : "");
    free(output.err);
    return output.out;
}

#define RUN(input, ...) free(run(input, (char *[]){__VA_ARGS__, NULL}))

static char *kernel_save(void)
{
    return run(NULL, (char *[]){"/usr/sbin/iptables-save", NULL});
}

static struct tables kernel_tables(void)
{
    struct tables tables;
    char *save = kernel_save();
    tables_parse(&tables, save);
    free(save);
    return tables;
}

static const char old_rules[] =
    "*filter\n:ufw-user-input - [0:0]\n:ufw-gone - [0:0]\n:ufw-held - [0:0]\n"
    "-A INPUT -j ufw-user-input\n-A ufw-user-input -j ufw-gone\n-A ufw-user-input -j ufw-held\n"
    "-A ufw-user-input -p tcp -m tcp --dport 80 -j ACCEPT\n:INPUT DROP [0:0]\nCOMMIT\n"
    "*nat\n-A POSTROUTING -s 10.0.0.0/8 -j MASQUERADE\nCOMMIT\n";
static const char new_rules[] =
    "*filter\n:ufw-user-input - [0:0]\n:ufw-new - [0:0]\n"
    "-A INPUT -j ufw-user-input\n-A ufw-user-input -j ufw-new\n"
    "-A ufw-user-input -p tcp -m tcp --dport 1780 -j ACCEPT\n:INPUT DROP [0:0]\nCOMMIT\n"
    "*nat\n-A POSTROUTING -s 10.0.0.0/8 -j MASQUERADE\n-A POSTROUTING -s 172.16.0.0/12 -j "
    "MASQUERADE\nCOMMIT\n";

static struct tables loaded(const char *rules)
{
    netns_private();
    RUN(rules, "/usr/sbin/iptables-restore");
    return kernel_tables();
}

/* There and back, with a ban in front, a hand-made rule behind, and a chain that somebody else refers to. */
static void the_real_one_does_the_same(void **state)
{
    (void)state;
    struct tables to = loaded(new_rules), from = loaded(old_rules);
    RUN("*filter\n-I INPUT 1 -s 203.0.113.9 -j DROP\n-I ufw-user-input 1 -s 203.0.113.7 -j DROP\n"
        "-A ufw-user-input -s 203.0.113.8 -j ACCEPT\n-A INPUT -s 203.0.113.10 -j ufw-held\nCOMMIT\n",
        "/usr/sbin/iptables-restore", "-n");
    struct tables live = kernel_tables();
    char *before = kernel_save(), *script = script_between(&live, &from, &to);
    RUN(script, "/usr/sbin/iptables-restore", "-n");
    struct tables made = kernel_tables();
    const struct xtable *filter = tables_find(&made, "filter");
    const struct table_chain *chain = table_chain(filter, "ufw-user-input");
    assert_int_equal(chain->count, 4);
    assert_string_equal(chain->rules[0].text, "-A ufw-user-input -s 203.0.113.7/32 -j DROP");
    assert_string_equal(chain->rules[2].text, "-A ufw-user-input -p tcp -m tcp --dport 1780 -j ACCEPT");
    assert_null(table_chain(filter, "ufw-gone"));
    assert_non_null(table_chain(filter, "ufw-held"));
    assert_int_equal(table_chain(tables_find(&made, "nat"), "POSTROUTING")->count, 2);
    char *back = script_between(&made, &made, &live);
    RUN(back, "/usr/sbin/iptables-restore", "-n");
    struct tables again = kernel_tables();
    for (size_t i = 0; i < live.count; i++)
        for (size_t k = 0; k < live.items[i].count; k++)
            assert_true(table_chain_equal(
                &live.items[i].chains[k],
                table_chain(tables_find(&again, live.items[i].name), live.items[i].chains[k].name)));
    free(before);
    free(script);
    free(back);
    tables_release(&to);
    tables_release(&from);
    tables_release(&live);
    tables_release(&made);
    tables_release(&again);
}

static void what_iptables_cannot_show_is_known_as_such(void **state)
{
    (void)state;
    struct tables tables;
    tables_parse(&tables, "# Table `nat' is incompatible, use 'nft' tool.\n*filter\n:INPUT DROP [7:420]\n"
                          "[1:60] -A INPUT -j ACCEPT\nCOMMIT\n");
    assert_int_equal(tables.count, 2);
    assert_true(tables_find(&tables, "nat")->opaque);
    assert_int_equal(table_chain(tables_find(&tables, "filter"), "INPUT")->rules[0].bytes, 60);
    tables_release(&tables);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(new_rules_come_where_they_belong),
        cmocka_unit_test(what_stands_beside_stays),
        cmocka_unit_test(what_the_kernel_lacks_is_passed_over),
        cmocka_unit_test(random_states),
        cmocka_unit_test(what_is_missing_comes_back),
        cmocka_unit_test(towards_a_state_from_anywhere),
        cmocka_unit_test(the_real_one_does_the_same),
        cmocka_unit_test(what_iptables_cannot_show_is_known_as_such),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
