/* Commands against a machine that is only memory: exit codes, what is asked of the machine, what is said. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "core/base/text.h"
#include "core/embed/embed.h"
#include "tests/unit/tui/desk_double.h"
#include "tui/cli/cli.h"

static struct desk_double twin;
static unsigned opened;                   /* how often a machine was asked for */
static char said[8192], complained[4096]; /* of the last command, on its two streams */

static int open_double(struct desk *desk, const char *root, char **message)
{
    (void)root, (void)message;
    *desk = twin.desk;
    opened++;
    return OUTCOME_DONE;
}

static void close_double(struct desk *desk)
{
    *desk = (struct desk){0};
}

static void read_back(FILE *file, char *to, size_t size)
{
    rewind(file);
    to[fread(to, 1, size - 1, file)] = '\0';
    fclose(file);
}

/* Words with blanks between; returns the exit code. */
static int run(const char *line)
{
    static const struct desk_maker maker = {open_double, close_double};
    char *words = xasprintf("penstock %s", line), *argv[16] = {0}, *rest = words;
    FILE *files[2] = {tmpfile(), tmpfile()};
    int argc = 0, streams[2];
    for (char *word; (word = strsep(&rest, " ")) && argc < 15;)
        argv[argc++] = word;
    fflush(stdout);
    fflush(stderr);
    for (int i = 0; i < 2; i++) {
        streams[i] = dup(i + 1);
        dup2(fileno(files[i]), i + 1);
    }
    int code = cli_run(argc, argv, &maker);
    fflush(stdout);
    fflush(stderr);
    for (int i = 0; i < 2; i++) {
        dup2(streams[i], i + 1);
        close(streams[i]);
    }
    read_back(files[0], said, sizeof(said));
    read_back(files[1], complained, sizeof(complained));
    free(words);
    return code;
}

static void assert_says(const char *stream, const char *text)
{
    if (!strstr(stream, text))
        fail_msg("'%s' is not in what was said:\n%s", text, stream);
}

static int begin(void **state)
{
    const struct embedded *example = embedded_find(builtin_examples, "geo-scada");
    (void)state;
    desk_double_init(&twin, "10.20.0.11", true);
    desk_double_file(&twin, "site.yaml", example->text);
    return 0;
}

static int end(void **state)
{
    (void)state;
    desk_double_release(&twin);
    return 0;
}

static void diff_tells_whether_anything_would_change(void **state)
{
    (void)state;
    assert_int_equal(run("diff site.yaml"), OUTCOME_NO);
    assert_says(said, "+   in tcp 22");
    /* What was just told as new is live now. */
    for (char *rest = said, *line; (line = strsep(&rest, "\n"));) {
        char *comment = strstr(line, "   # ");
        if (*line != '+' || !comment)
            continue;
        *comment = '\0';
        lines_add(&twin.live, "rules", line + 4, comment + 5);
    }
    assert_int_equal(run("diff site.yaml"), OUTCOME_DONE);
    lines_add(&twin.live, "rules", "in tcp 1", "old");
    assert_int_equal(run("diff site.yaml"), OUTCOME_NO);
    assert_says(said, "-   in tcp 1");
    assert_int_equal(twin.applied, 0);
}

static void diff_passes_a_refusal_on(void **state)
{
    (void)state;
    twin.outcome = OUTCOME_MACHINE;
    twin.message = "the kernel does not tell";
    assert_int_equal(run("diff site.yaml"), OUTCOME_MACHINE);
    assert_says(complained, "penstock: the kernel does not tell\n");
}

static void apply_begins_a_trial(void **state)
{
    (void)state;
    assert_int_equal(run("apply site.yaml --confirm-within 90"), OUTCOME_DONE);
    assert_int_equal(twin.applied, 1);
    assert_int_equal(twin.seconds, 90);
    assert_string_equal(twin.host, "srv-a");
    assert_says(said, "the rules of 'srv-a' are live on trial");
    assert_says(said, "in 90 s");
    assert_int_equal(twin.confirmed, 0);
}

static void apply_at_once_has_no_trial(void **state)
{
    (void)state;
    assert_int_equal(run("apply site.yaml --yes"), OUTCOME_DONE);
    assert_says(said, "for good");
    assert_false(twin.trial.open);
}

static void apply_refused_exits_with_why(void **state)
{
    (void)state;
    twin.outcome = OUTCOME_NO;
    twin.message = "another trial is open";
    assert_int_equal(run("apply site.yaml"), OUTCOME_NO);
    assert_says(complained, "penstock: another trial is open\n");
    assert_string_equal(said, "");
}

static void apply_takes_no_site_with_errors(void **state)
{
    (void)state;
    desk_double_file(&twin, "site.yaml", "penstock: 1\nsite: Weir\nproduct: geo-scada\nversion: \"2022\"\n");
    assert_int_equal(run("apply site.yaml"), OUTCOME_NO);
    assert_int_equal(twin.applied, 0);
    assert_int_equal(run("apply nowhere.yaml"), OUTCOME_USAGE);
    assert_int_equal(twin.applied, 0);
}

static void apply_takes_no_time_out_of_range(void **state)
{
    (void)state;
    assert_int_equal(run("apply site.yaml --confirm-within 5"), OUTCOME_USAGE);
    assert_int_equal(twin.applied, 0);
}

static void privilege_is_asked_for_with_the_line_to_type(void **state)
{
    (void)state;
    twin.desk.privileged = false;
    assert_int_equal(run("apply site.yaml"), OUTCOME_MACHINE);
    assert_says(complained, "sudo penstock apply site.yaml");
    assert_int_equal(twin.applied, 0);
    assert_int_equal(run("check site.yaml"), OUTCOME_DONE);
}

static void status_tells_what_is_active(void **state)
{
    struct service_status service = {
        .service = "ssh", .group = "input", .peers = "2 peers", .flow = true, .open = true, .hits = 7};
    (void)state;
    service.traffic.protocol = PROTOCOL_TCP;
    twin.status = (struct status_report){
        .active = true, .confirmed = true, .ground_seen = true, .services = &service, .service_count = 1};
    snprintf(twin.status.since, sizeof(twin.status.since), "2026-11-20 16:02");
    snprintf(twin.status.who, sizeof(twin.status.who), "apollo");
    assert_int_equal(run("status"), OUTCOME_DONE);
    assert_says(said, "firewall active since 2026-11-20 16:02, confirmed by apollo");
    assert_says(said, "2 peers");
    twin.trial.drift = true;
    assert_int_equal(run("status"), OUTCOME_NO);
    assert_says(said, "kernel is not what was confirmed");
}

static void status_of_a_trial_is_no(void **state)
{
    (void)state;
    twin.trial = (struct trial_view){.open = true, .remaining_ms = 42000, .host = "srv-a"};
    assert_int_equal(run("status"), OUTCOME_NO);
    assert_says(said, "on trial: srv-a");
    assert_says(said, "in 42 s");
}

static void confirm_and_rollback_end_a_trial(void **state)
{
    (void)state;
    twin.trial.open = true;
    assert_int_equal(run("confirm"), OUTCOME_DONE);
    assert_int_equal(twin.confirmed, 1);
    assert_false(twin.trial.open);
    twin.outcome = OUTCOME_NO;
    twin.message = "no trial is open";
    assert_int_equal(run("rollback"), OUTCOME_NO);
    assert_int_equal(twin.rolled_back, 1);
    assert_says(complained, "no trial is open");
}

static void import_writes_what_the_machine_has(void **state)
{
    (void)state;
    assert_int_not_equal(run("import"), OUTCOME_DONE);
    twin.imported = "penstock: 1\nsite: Weir\nproduct: geo-scada\nversion: \"2022\"\n";
    assert_int_equal(run("import"), OUTCOME_DONE);
    assert_says(said, "site: Weir");
    assert_int_equal(run("import weir.yaml"), OUTCOME_DONE);
    assert_says(desk_double_read(&twin, "weir.yaml"), "site: Weir");
}

static void usage_is_the_tables(void **state)
{
    static const struct {
        const char *line, *words;
    } cases[] = {{"check", "'check' needs a site file: penstock check SITE"},
                 {"check a b", "'b' is one word too many"},
                 {"status x", "'x' is one word too many"},
                 {"import a b", "'b' is one word too many"},
                 {"help a b", "'b' is one word too many"},
                 {"theme", "'theme' takes 'list' or 'show NAME'"},
                 {"theme show a b", "'b' is one word too many"},
                 {"chekc site.yaml", "did you mean 'check'?"},
                 {"check site.yaml --yes", "'--yes' is not an option of 'check'"},
                 {"diff site.yaml --format xml", "no format 'xml' of 'diff'"},
                 {"help chekc", "did you mean 'check'?"}};
    (void)state;
    for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
        assert_int_equal(run(cases[i].line), OUTCOME_USAGE);
        assert_says(complained, cases[i].words);
    }
}

/* Help asks nothing of the machine. */
static void help_needs_no_machine(void **state)
{
    (void)state;
    opened = 0;
    assert_int_equal(run("help apply"), OUTCOME_DONE);
    assert_says(said, "usage: penstock apply SITE [options]");
    assert_int_equal(run("help"), OUTCOME_DONE);
    assert_says(said, "confirm");
    assert_int_equal(opened, 0);
    assert_int_equal(run("check site.yaml"), OUTCOME_DONE);
    assert_int_equal(opened, 1);
}

int main(void)
{
#define T(name) cmocka_unit_test_setup_teardown(name, begin, end)
    const struct CMUnitTest tests[] = {
        T(diff_tells_whether_anything_would_change),
        T(diff_passes_a_refusal_on),
        T(apply_begins_a_trial),
        T(apply_at_once_has_no_trial),
        T(apply_refused_exits_with_why),
        T(apply_takes_no_site_with_errors),
        T(apply_takes_no_time_out_of_range),
        T(privilege_is_asked_for_with_the_line_to_type),
        T(status_tells_what_is_active),
        T(status_of_a_trial_is_no),
        T(confirm_and_rollback_end_a_trial),
        T(import_writes_what_the_machine_has),
        T(usage_is_the_tables),
        T(help_needs_no_machine),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
