#include "tests/unit/ufw_stage.h"

#include "backends/ufw/rules/tuple.h"

/* Of ufw's manual and of what technicians type; all that an address, port, interface or comment can be. */
static const char *const typed[] = {
    "allow 22/tcp",
    "limit ssh/tcp",
    "reject telnet comment 'no tel\xc3\xa9net'",
    "deny in from 127.0.0.0/8",
    "allow in on eth0 proto tcp from 10.0.0.0/8 to any port 22,80,5500:5509 comment 'penstock:x a>b'",
    "route allow in on eth0 out on eth1 proto tcp from 10.1.0.0/16 to 10.2.0.5 port 502",
    "route allow from 10.1.0.1 to 10.2.0.5",
    "route deny in on eth0 from 10.1.0.2 to 10.2.0.5",
    "route allow out on eth0 from 10.1.0.3 to 10.2.0.5",
    "deny in log from 10.9.9.9",
    "allow out log-all 53",
    "allow from 0.0.0.0/0 to any port 99",
    "allow from ::/0 to any port 98",
    "allow out on ip70",
    "allow proto udp from any port 68 to any port 67",
    "allow proto tcp from 2001:db8::/32 to any port 25",
    "deny proto tcp to any port 80",
    "allow proto esp from 10.0.0.1",
    "allow OpenSSH",
    "allow from 10.0.0.7 to any app OpenSSH",
    "prepend deny out to 203.0.113.0/24 port 1:1024 proto udp",
};

static void type_all(void)
{
    UFW_RUN("/bin/sh", "-ec",
            "printf '[OpenSSH]\\ntitle=t\\ndescription=d\\nports=22/tcp\\n' >/etc/ufw/applications.d/test");
    for (size_t i = 0; i < sizeof(typed) / sizeof(*typed); i++)
        ufw_type(typed[i]);
}

/* Each tuple line of the file, read and written again. */
static void check_file(const char *path, uint8_t family)
{
    char *data = ufw_file(path), *line, *place = NULL;
    struct arena arena = {0};
    size_t seen = 0;
    for (line = strtok_r(data, "\n", &place); line; line = strtok_r(NULL, "\n", &place)) {
        struct text text = {0};
        struct tuple tuple;
        if (strncmp(line, TUPLE_MARK " ", strlen(TUPLE_MARK) + 1) != 0)
            continue;
        line += strlen(TUPLE_MARK) + 1;
        assert_int_equal(tuple_parse(&tuple, family, line, strlen(line), &arena), 0);
        tuple_format(&tuple, &text);
        assert_string_equal(text_get(&text), line);
        text_release(&text);
        seen++;
    }
    assert_true(seen >= 8);
    arena_release(&arena);
    free(data);
}

static void what_ufw_writes_is_read_and_written_alike(void **state)
{
    (void)state;
    ufw_machine();
    type_all();
    check_file("/etc/ufw/user.rules", FAMILY_4);
    check_file("/etc/ufw/user6.rules", FAMILY_6);
}

static struct tuples read_tuples(const char *path, uint8_t family, struct arena *arena)
{
    struct tuples tuples = {0};
    int line;
    char *data = ufw_file(path);
    assert_int_equal(tuples_read(&tuples, family, data, arena, &line), 0);
    free(data);
    return tuples;
}

/* Our words for a tuple, typed again into an empty ufw, give the same tuples. */
static void words_lead_back_to_the_tuple(void **state)
{
    (void)state;
    struct arena arena = {0};
    ufw_machine();
    type_all();
    for (size_t i = 0; i < 2; i++) {
        const char *path = i ? "/etc/ufw/user6.rules" : "/etc/ufw/user.rules";
        uint8_t family = i ? FAMILY_6 : FAMILY_4;
        struct tuples before = read_tuples(path, family, &arena);
        UFW_RUN("/bin/sh", "-ec", "cp /usr/share/ufw/iptables/user*.rules /etc/ufw/");
        for (size_t k = 0; k < before.count; k++) {
            struct text words = {0};
            tuple_words(&before.items[k], false, &words);
            if (before.items[k].comment)
                text_addf(&words, " comment '%s'", before.items[k].comment);
            ufw_type(text_get(&words));
            text_release(&words);
        }
        struct tuples after = read_tuples(path, family, &arena);
        assert_int_equal(before.count, after.count);
        assert_true(tuples_equal(&before, &after));
        tuples_release(&before);
        tuples_release(&after);
        if (i == 0)
            type_all();
    }
    arena_release(&arena);
}

static void odd_lines(void **state)
{
    (void)state;
    static const char *const bad[] = {"", "allow tcp 22", "permit tcp 22 0.0.0.0/0 any 0.0.0.0/0 in",
                                      "allow_noise tcp 22 0.0.0.0/0 any 0.0.0.0/0 in",
                                      "allow tcp 22 0.0.0.0/0 any 0.0.0.0/0 - - in x"};
    static const char *const good[] = {"allow tcp 22 0.0.0.0/0 any 0.0.0.0/0",
                                       "allow tcp 22 0.0.0.0/0 any 0.0.0.0/0 OpenSSH -",
                                       "allow tcp 22 0.0.0.0/0 any 0.0.0.0/0 in comment=xyz"};
    struct arena arena = {0};
    struct tuple tuple;
    for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++)
        assert_int_equal(tuple_parse(&tuple, FAMILY_4, bad[i], strlen(bad[i]), &arena), -1);
    for (size_t i = 0; i < sizeof(good) / sizeof(*good); i++) {
        struct text text = {0};
        assert_int_equal(tuple_parse(&tuple, FAMILY_4, good[i], strlen(good[i]), &arena), 0);
        tuple_format(&tuple, &text);
        assert_string_equal(text_get(&text), good[i]);
        text_release(&text);
    }
    assert_null(tuple.comment);
    arena_release(&arena);
}

static struct tuple parsed(const char *line, struct arena *arena)
{
    struct tuple tuple;
    assert_int_equal(tuple_parse(&tuple, FAMILY_4, line, strlen(line), arena), 0);
    return tuple;
}

static void overlaps(void **state)
{
    (void)state;
    static const struct {
        const char *a, *b;
        bool meet;
    } cases[] = {
        {"deny tcp 22 0.0.0.0/0 any 0.0.0.0/0 in", "allow tcp 22 0.0.0.0/0 any 10.0.0.1 in", true},
        {"deny tcp 22 0.0.0.0/0 any 0.0.0.0/0 in", "allow tcp 23 0.0.0.0/0 any 10.0.0.1 in", false},
        {"deny tcp 20:25,80 0.0.0.0/0 any 0.0.0.0/0 in", "allow tcp 23 0.0.0.0/0 any 0.0.0.0/0 in", true},
        {"deny any any 0.0.0.0/0 any 10.0.0.0/8 in", "allow udp 23 0.0.0.0/0 any 10.9.9.9 in", true},
        {"deny any any 0.0.0.0/0 any 10.0.0.0/8 in", "allow udp 23 0.0.0.0/0 any 11.9.9.9 in", false},
        {"deny any any 0.0.0.0/0 any 0.0.0.0/0 out", "allow udp 23 0.0.0.0/0 any 0.0.0.0/0 in", false},
        {"deny any any 0.0.0.0/0 any 0.0.0.0/0 in_eth0", "allow udp 23 0.0.0.0/0 any 0.0.0.0/0 in_eth1",
         false},
        {"deny any any 0.0.0.0/0 any 0.0.0.0/0 in_eth0", "allow udp 23 0.0.0.0/0 any 0.0.0.0/0 in", true},
    };
    struct arena arena = {0};
    for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
        struct tuple a = parsed(cases[i].a, &arena), b = parsed(cases[i].b, &arena);
        assert_int_equal(tuple_overlaps(&a, &b), cases[i].meet);
        assert_int_equal(tuple_overlaps(&b, &a), cases[i].meet);
    }
    arena_release(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(odd_lines),
        cmocka_unit_test(overlaps),
        cmocka_unit_test(what_ufw_writes_is_read_and_written_alike),
        cmocka_unit_test(words_lead_back_to_the_tuple),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
