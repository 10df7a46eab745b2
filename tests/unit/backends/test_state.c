#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "backends/machine/state.h"
#include "backends/trial/boot.h"
#include "backends/trial/history.h"
#include "backends/trial/journal.h"
#include "core/base/text.h"
#include "core/plan/line.h"
#include "tests/folder.h"

/* Behind the headers of the rooms: its macro `fail` has the name of a function of ours. */
#include <cmocka.h>

static struct machine machine;

static int setup(void **state)
{
    struct failure failure = {0};
    machine.root = *state = folder_make();
    return machine_folder(&machine, STATE_HISTORY, 0700, &failure);
}

static int teardown(void **state)
{
    folder_remove(*state);
    return 0;
}

static struct journal a_journal(void)
{
    return (struct journal){.phase = JOURNAL_RUNNING,
                            .backend = "null",
                            .boot = "some-boot",
                            .entry = "2026-11-20T160207",
                            .site = "Riverside\x1b[2J Water",
                            .host = "srv-a",
                            .who = "apollo",
                            .from = "10.20.0.44",
                            .summary = "+3 -2",
                            .started_ms = 1795190527000,
                            .deadline_ms = 60000,
                            .switched_ms = 1};
}

static char *journal_text(void)
{
    static char *data; /* static: gcc 12 takes a pointer into it for one to this variable */
    assert_int_equal(machine_read(&machine, STATE_JOURNAL, 1 << 16, &data, NULL), 0);
    return data;
}

static void a_journal_reads_back(void **state)
{
    (void)state;
    struct journal written = a_journal(), journal;
    struct failure failure = {0};
    assert_int_equal(journal_read(&machine, &journal, &failure), 0);
    assert_int_equal(journal.phase, JOURNAL_NONE);
    assert_int_equal(journal_write(&machine, &written, &failure), 0);
    assert_int_equal(journal_read(&machine, &journal, &failure), 0);
    assert_int_equal(journal.phase, JOURNAL_RUNNING);
    assert_string_equal(journal.entry, written.entry);
    assert_string_equal(journal.site, "Riverside^[[2J Water");
    assert_int_equal(journal.ending.how, ENDING_NONE);
    assert_int_equal(journal.deadline_ms, 60000);
    assert_true(journal_open(&journal));
    journal_release(&journal);
}

/* Every line left out, doubled, or changed; every byte cut off. */
static void a_damaged_journal_is_refused(void **state)
{
    (void)state;
    struct journal written = a_journal(), journal;
    struct failure none = {0};
    assert_int_equal(journal_write(&machine, &written, &none), 0);
    char *text = journal_text();
    size_t length = strlen(text);
    for (size_t cut = 0; cut < length; cut++) {
        struct failure failure = {0};
        assert_int_equal(machine_write(&machine, STATE_JOURNAL, text, cut, 0600, &failure), 0);
        assert_int_equal(journal_read(&machine, &journal, &failure), -1);
        assert_non_null(strstr(failure.message, "sudo penstock restore"));
    }
    static const char *const wrong[][2] = {{"phase running", "phase walking"},
                                           {"phase running", "phase none"},
                                           {"deadline 60000", "deadline 6e4"},
                                           {"deadline 60000", "deadline "},
                                           {"deadline 60000", "deadline 99999999999999999999"},
                                           {"entry 2026-11", "entry ../26-11"},
                                           {"journal 2", "journal 3"},
                                           {"ending none", "ending unheard-of"},
                                           {"who apollo", "who apo\x1bllo"},
                                           {"end\n", "end\nmore\n"}};
    for (size_t i = 0; i < sizeof(wrong) / sizeof(*wrong); i++) {
        struct failure failure = {0};
        char *at = strstr(text, wrong[i][0]);
        assert_non_null(at);
        char *bad = xasprintf("%.*s%s%s", (int)(at - text), text, wrong[i][1], at + strlen(wrong[i][0]));
        assert_int_equal(machine_write(&machine, STATE_JOURNAL, bad, strlen(bad), 0600, &failure), 0);
        assert_int_equal(journal_read(&machine, &journal, &failure), -1);
        free(bad);
    }
    free(text);
}

static struct image an_image(void)
{
    struct image image = {.backend = "null",
                          .site = "Riverside Water",
                          .host = "srv-a",
                          .who = "apollo",
                          .from = "console",
                          .made_ms = 5,
                          .bytes = "\0binary\n\xff",
                          .length = 9};
    lines_add(&image.lines, "input", "tcp dport 22\taccept", "ssh admin>srv-a");
    lines_add(&image.lines, "input", "drop", NULL);
    image.lines.items[0].traffic = (struct traffic){.direction = DIRECTION_OUT,
                                                    .verdict = VERDICT_DROP,
                                                    .protocol = PROTOCOL_UDP,
                                                    .families = FAMILIES_6,
                                                    .ports = {{{22, 22}, {5500, 5509}}, 2}};
    image.lines.items[1].kind = LINE_LOG;
    return image;
}

static void an_image_reads_back(void **state)
{
    (void)state;
    struct image written = an_image(), image;
    struct failure failure = {0};
    assert_int_equal(boot_read(&machine, &image, &failure), 0);
    assert_string_equal(image.backend, "");
    image_release(&image);
    assert_int_equal(boot_write(&machine, &written, &failure), 0);
    assert_int_equal(boot_read(&machine, &image, &failure), 0);
    assert_int_equal(image.length, written.length);
    assert_memory_equal(image.bytes, written.bytes, written.length);
    assert_int_equal(image.lines.count, 2);
    assert_string_equal(image.lines.items[0].text, "tcp dport 22 accept");
    assert_null(image.lines.items[1].comment);
    assert_true(traffic_equal(&image.lines.items[0].traffic, &written.lines.items[0].traffic));
    assert_int_equal(image.lines.items[0].kind, LINE_RULE);
    assert_int_equal(image.lines.items[1].kind, LINE_LOG);
    image_release(&image);
    lines_release(&written.lines);
}

/* Written by the version before lines had values. */
static void an_image_of_version_1_reads_back(void **state)
{
    static const char old[] =
        "penstock-image 1\nbackend null\nsite Old\nhost main\nwho root\nfrom console\nmade 1795893741018\n"
        "lines 70\nbytes 70\nend\n"
        "in\taccept tcp 22 from 192.168.10.0/24 to any\tssh 192.168.10.0/24>main\n"
        "in\taccept tcp 22 from 192.168.10.0/24 to any\tssh 192.168.10.0/24>main\n"
        "sha256 75ec8229f137fef30443c6a0f1f70c469acf59e8de58cad35e8bf455a3ae72e1\n";
    struct image image;
    struct failure failure = {0};
    (void)state;
    if (image_parse(&image, old, sizeof(old) - 1, "/old", &failure) != 0)
        fail_msg("%s", failure.message);
    assert_int_equal(image.lines.count, 1);
    const struct line *line = &image.lines.items[0];
    assert_int_equal(line->kind, LINE_RULE);
    assert_int_equal(line->traffic.direction, DIRECTION_IN);
    assert_string_equal(line->service, "ssh");
    assert_string_equal(line->peers, "192.168.10.0/24>main");
    image_release(&image);
}

static void one_wrong_bit_of_an_image_is_seen(void **state)
{
    (void)state;
    struct image written = an_image(), image;
    size_t length;
    char *data = image_pack(&written, &length);
    for (size_t i = 0; i < length; i++) {
        struct failure failure = {0};
        data[i] = (char)(data[i] ^ 1);
        assert_int_equal(image_parse(&image, data, length, "/x", &failure), -1);
        assert_int_equal(failure.kind, FAILURE_MACHINE);
        data[i] = (char)(data[i] ^ 1);
    }
    for (size_t cut = 0; cut < length; cut++) {
        struct failure failure = {0};
        assert_int_equal(image_parse(&image, data, cut, "/x", &failure), -1);
    }
    free(data);
    lines_release(&written.lines);
}

static void lines_are_compared_without_hits(void **state)
{
    (void)state;
    struct image a = an_image(), b = an_image();
    b.lines.items[0].packets = 7;
    assert_true(lines_same(&a.lines, &b.lines));
    lines_add(&b.lines, "output", "accept", NULL);
    assert_false(lines_same(&a.lines, &b.lines));
    lines_release(&a.lines);
    lines_release(&b.lines);
}

static void the_newest_fifty_entries_are_kept(void **state)
{
    (void)state;
    struct image image = an_image();
    struct history_entry *entries;
    size_t count;
    char *name;
    for (int i = 0; i < 55; i++) {
        struct failure failure = {0};
        struct journal journal = a_journal();
        char *summary = xasprintf("number %d", i);
        journal.summary = summary;
        journal.started_ms += i / 2 * 1000; /* two in each second */
        assert_int_equal(history_begin(&machine, &journal, &image, &image, "+ a\n", &name, &failure), 0);
        free(summary);
        free(name);
    }
    struct failure failure = {0};
    assert_int_equal(history_list(&machine, &entries, &count, &failure), 0);
    assert_int_equal(count, 50);
    assert_string_equal(entries[0].summary, "number 54");
    assert_string_equal(entries[1].summary, "number 53");
    assert_string_equal(entries[49].summary, "number 5");
    history_list_release(entries, count);
    lines_release(&image.lines);
}

static const struct ending all_endings[] = {
    {.how = ENDING_NONE},
    {.how = ENDING_CONFIRMED, .by = "apollo", .from = "10.20.0.44"},
    {.how = ENDING_ROLLED_BACK, .by = "root", .from = "one of 2 logins"},
    {.how = ENDING_EXPIRED},
    {.how = ENDING_RESTARTED},
    {.how = ENDING_REMOVED},
    {.how = ENDING_DISTURBED},
    {.how = ENDING_OVERTAKEN, .note = "'ufw' was used meanwhile: the old rules are back, apply again"},
    {.how = ENDING_NOT_APPLIED, .note = "no space left on device"},
    {.how = ENDING_NOT_LIVE},
    {.how = ENDING_RESTORED},
    {.how = ENDING_LOST},
    {.how = ENDING_TOLD, .note = "something else"},
};

enum { ENDINGS = sizeof(all_endings) / sizeof(*all_endings) };

static void same_ending(const struct ending *got, const struct ending *wanted)
{
    assert_int_equal(got->how, wanted->how);
    assert_string_equal(got->by, wanted->by);
    assert_string_equal(got->from, wanted->from);
    assert_string_equal(got->note, wanted->note);
}

static void every_ending_reads_back(void **state)
{
    (void)state;
    struct image image = an_image();
    struct failure failure = {0};
    struct history_entry *entries;
    size_t count;
    char *name;
    for (size_t i = 0; i < ENDINGS; i++) {
        struct journal written = a_journal(), journal;
        assert_int_equal(all_endings[i].how, i);
        written.ending = all_endings[i];
        assert_int_equal(journal_write(&machine, &written, &failure), 0);
        assert_int_equal(journal_read(&machine, &journal, &failure), 0);
        same_ending(&journal.ending, &all_endings[i]);
        assert_int_equal(history_begin(&machine, &journal, &image, &image, "+ a\n", &name, &failure), 0);
        free(name);
        journal_release(&journal);
    }
    assert_int_equal(history_list(&machine, &entries, &count, &failure), 0);
    assert_int_equal(count, ENDINGS);
    for (size_t i = 0; i < ENDINGS; i++)
        same_ending(&entries[ENDINGS - 1 - i].ending, &all_endings[i]);
    history_list_release(entries, count);
    lines_release(&image.lines);
}

static void write_version1(const char *phase, const char *outcome)
{
    struct failure failure = {0};
    char *text = xasprintf("penstock-journal 1\nphase %s\nbackend null\nboot some-boot\nentry "
                           "2026-11-20T160207\nsite Riverside\nhost srv-a\nwho apollo\nfrom console\n"
                           "summary +3 -2\noutcome %s\nmoves 0\nstarted 5\nended 0\ndeadline 60000\n"
                           "switched 1\nend\n",
                           phase, outcome);
    assert_int_equal(machine_write(&machine, STATE_JOURNAL, text, strlen(text), 0600, &failure), 0);
    free(text);
}

/* The sentences of version 1 are those of today, so that each ending must come back from its own. */
static void the_sentences_of_version_1_are_read(void **state)
{
    (void)state;
    struct failure failure = {0};
    for (size_t i = 0; i < ENDINGS; i++) {
        char text[ENDING_TEXT];
        struct journal journal;
        struct ending wanted = all_endings[i];
        write_version1("undone", ending_text(&wanted, text));
        assert_int_equal(journal_read(&machine, &journal, &failure), 0);
        if (wanted.how == ENDING_OVERTAKEN) /* a sentence of its own: nothing says what it was */
            wanted.how = ENDING_TOLD;
        same_ending(&journal.ending, &wanted);
        journal_release(&journal);
    }
}

/* The guard that watches over such a trial reads nothing else. */
static void a_journal_of_version_1_stays_one_while_it_is_open(void **state)
{
    (void)state;
    static const struct ending confirmed = {.how = ENDING_CONFIRMED, .by = "apollo", .from = "console"};
    struct failure failure = {0};
    struct journal journal;
    write_version1("running", "");
    char *before = journal_text();
    assert_int_equal(journal_read(&machine, &journal, &failure), 0);
    assert_int_equal(journal_write(&machine, &journal, &failure), 0);
    char *after = journal_text();
    assert_string_equal(after, before);
    free(before);
    free(after);
    journal.phase = JOURNAL_CONFIRMING;
    journal.ending = confirmed;
    assert_int_equal(journal_write(&machine, &journal, &failure), 0);
    after = journal_text();
    assert_non_null(strstr(after, "penstock-journal 1\n"));
    assert_non_null(strstr(after, "\noutcome confirmed by apollo from console\n"));
    free(after);
    journal.phase = JOURNAL_CONFIRMED;
    assert_int_equal(journal_write(&machine, &journal, &failure), 0);
    after = journal_text();
    assert_non_null(strstr(after, "penstock-journal 2\n"));
    free(after);
    journal_release(&journal);
}

/* `moves 1`: nginx took part, and its bridge was tried. */
static void a_move_of_version_1_is_a_companion(void **state)
{
    (void)state;
    struct failure failure = {0};
    struct journal journal;
    write_version1("running", "");
    char *text = journal_text(), *moves = strstr(text, "\nmoves 0\n");
    assert_non_null(moves);
    moves[7] = '1';
    assert_int_equal(machine_write(&machine, STATE_JOURNAL, text, strlen(text), 0600, &failure), 0);
    assert_int_equal(journal_read(&machine, &journal, &failure), 0);
    assert_string_equal(journal.with, "nginx");
    assert_int_equal(journal.bridge, 1);
    assert_int_equal(journal_write(&machine, &journal, &failure), 0);
    char *after = journal_text();
    assert_string_equal(after, text);
    free(text);
    free(after);
    journal_release(&journal);
}

static void glance_agrees(const char *entry)
{
    struct failure failure = {0};
    struct journal journal;
    assert_int_equal(journal_read(&machine, &journal, &failure), 0);
    struct journal_glance glance = journal_glance(&machine, entry);
    bool own = strcmp(journal.entry, entry) == 0;
    assert_int_equal(glance.phase, own ? journal.phase : JOURNAL_NONE);
    assert_int_equal(glance.deadline_ms, own ? journal.deadline_ms : 0);
    journal_release(&journal);
}

static void a_glance_sees_what_the_parser_reads(void **state)
{
    (void)state;
    struct failure failure = {0};
    assert_int_equal(journal_glance(&machine, "2026-11-20T160207").phase, JOURNAL_NONE);
    for (enum journal_phase phase = JOURNAL_PREPARED; phase <= JOURNAL_UNDONE; phase++) {
        struct journal journal = a_journal();
        journal.phase = phase;
        journal.deadline_ms = 60000 + (int64_t)phase;
        journal.site = "\nphase undone\ndeadline 7\nentry x"; /* made safe on its line */
        assert_int_equal(journal_write(&machine, &journal, &failure), 0);
        glance_agrees(journal.entry);
        glance_agrees("2026-11-20T16020");
        glance_agrees("2026-11-20T160207.0002");
        write_version1(journal_phases[phase], "");
        glance_agrees(journal.entry);
    }
    assert_int_equal(machine_write(&machine, STATE_JOURNAL, "rubbish\n", 8, 0600, &failure), 0);
    assert_int_equal(journal_glance(&machine, "2026-11-20T160207").phase, JOURNAL_NONE);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_journal_reads_back, setup, teardown),
        cmocka_unit_test_setup_teardown(a_damaged_journal_is_refused, setup, teardown),
        cmocka_unit_test_setup_teardown(every_ending_reads_back, setup, teardown),
        cmocka_unit_test_setup_teardown(the_sentences_of_version_1_are_read, setup, teardown),
        cmocka_unit_test_setup_teardown(a_journal_of_version_1_stays_one_while_it_is_open, setup, teardown),
        cmocka_unit_test_setup_teardown(a_move_of_version_1_is_a_companion, setup, teardown),
        cmocka_unit_test_setup_teardown(a_glance_sees_what_the_parser_reads, setup, teardown),
        cmocka_unit_test_setup_teardown(an_image_reads_back, setup, teardown),
        cmocka_unit_test(an_image_of_version_1_reads_back),
        cmocka_unit_test(an_image_of_version_1_reads_back),
        cmocka_unit_test_setup_teardown(one_wrong_bit_of_an_image_is_seen, setup, teardown),
        cmocka_unit_test_setup_teardown(lines_are_compared_without_hits, setup, teardown),
        cmocka_unit_test_setup_teardown(the_newest_fifty_entries_are_kept, setup, teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
