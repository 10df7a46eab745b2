/* The tuples of the real ufw, and our words for them, against each other on a machine of the test's own. */
#include "tests/unit/netns.h"

#include <errno.h>

#include "backends/machine/run.h"
#include "backends/ufw/rules/tuple.h"
#include "core/base/text.h"

static void typed_run(char *const words[])
{
    struct output output = {0};
    struct failure failure = {0};
    netns_assert_private();
    if (machine_run(words, NULL, 60, &output, &failure) != 0)
        fail_msg("%s", failure.message);
    if (output.status != 0)
        fail_msg("%s: %s%s", words[0], output.out, output.err);
    output_release(&output);
}

#define RUN(...) typed_run((char *[]){__VA_ARGS__, NULL})

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

static void enter_machine(void)
{
    const char *failed = apart_mounts();
    if (failed)
        fail_msg("%s", failed);
    netns_private();
    RUN(TESTS "/ufw/machine.sh");
}

/* One command as a technician types it; it must succeed. */
static void type_in(const char *words)
{
    char *line = xasprintf("ufw %s", words);
    RUN("/bin/sh", "-ec", line);
    free(line);
}

static char *read_whole(const char *path)
{
    static const struct machine here = {.root = ""};
    char *data;
    size_t length;
    if (machine_read(&here, path, 1 << 20, &data, &length) != 0)
        fail_msg("%s: %s", path, strerror(errno));
    return data;
}

static void type_all(void)
{
    netns_write("/etc/ufw/applications.d/test", "[OpenSSH]\ntitle=t\ndescription=d\nports=22/tcp\n");
    for (size_t i = 0; i < sizeof(typed) / sizeof(*typed); i++)
        type_in(typed[i]);
}

/* Each tuple line of the file, read and written again. */
static void check_file(const char *path, uint8_t family)
{
    char *data = read_whole(path), *line, *place = NULL;
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
    enter_machine();
    type_all();
    check_file("/etc/ufw/user.rules", FAMILY_4);
    check_file("/etc/ufw/user6.rules", FAMILY_6);
}

static struct tuples read_tuples(const char *path, uint8_t family, struct arena *arena)
{
    struct tuples tuples = {0};
    int line;
    char *data = read_whole(path);
    assert_int_equal(tuples_read(&tuples, family, data, arena, &line), 0);
    free(data);
    return tuples;
}

/* Our words for a tuple, typed again into an empty ufw, give the same tuples. */
static void words_lead_back_to_the_tuple(void **state)
{
    (void)state;
    struct arena arena = {0};
    enter_machine();
    type_all();
    for (size_t i = 0; i < 2; i++) {
        const char *path = i ? "/etc/ufw/user6.rules" : "/etc/ufw/user.rules";
        uint8_t family = i ? FAMILY_6 : FAMILY_4;
        struct tuples before = read_tuples(path, family, &arena);
        RUN("/bin/sh", "-ec", "cp /usr/share/ufw/iptables/user*.rules /etc/ufw/");
        for (size_t k = 0; k < before.count; k++) {
            struct text words = {0};
            tuple_words(&before.items[k], false, &words);
            if (before.items[k].comment)
                text_addf(&words, " comment '%s'", before.items[k].comment);
            type_in(text_get(&words));
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

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_ufw_writes_is_read_and_written_alike),
        cmocka_unit_test(words_lead_back_to_the_tuple),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
