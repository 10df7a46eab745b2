/* The original of a machine: whole or not there, whenever its keeping is cut; anew after a remove, the earlier kept. */
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "backends/machine/cut.h"
#include "backends/machine/row.h"
#include "backends/machine/state.h"
#include "backends/trial/original.h"
#include "backends/trial/since.h"
#include "core/base/text.h"
#include "tests/folder.h"

/* Behind the headers of the rooms: its macro `fail` has the name of a function of ours. */
#include <cmocka.h>

static const char *const paths[] = {"/etc/ufw/user.rules", "/etc/default/ufw", "/etc/gone",
                                    "/etc/nginx/a.conf"};
static const struct original_word words[] = {{"nginx", "/etc/nginx/a.conf\n0 80 80 web-http\n"}};
static const struct original original = {paths, 4, words, 1};

static struct machine machine;

static void put(const char *path, const char *data)
{
    struct failure failure = {0};
    char *folder = xstrdup(path);
    *strrchr(folder, '/') = '\0';
    if (machine_folder(&machine, folder, 0755, &failure) != 0 ||
        machine_write(&machine, path, data, strlen(data), 0640, &failure) != 0)
        fail_msg("%s", failure.message);
    free(folder);
}

static int setup(void **state)
{
    machine.root = *state = folder_make_quick();
    put(paths[0], "rules of somebody\n");
    put(paths[1], "IPV6=yes\nDEFAULT_INPUT_POLICY=\"DROP\"\n");
    put(paths[3], "server { listen 80; }\nserver { listen 443 ssl; }\n");
    return 0;
}

static int teardown(void **state)
{
    folder_remove(*state);
    return 0;
}

static void keep(void)
{
    struct failure failure = {0};
    if (original_keep(&machine, &original, &failure) != 0)
        fail_msg("%s", failure.message);
}

/* What the list promises lies there. */
static void is_whole(void)
{
    int64_t kept;
    char *list = original_list(&machine, STATE_ORIGINAL, &kept), *rest = list;
    struct row row, copy;
    size_t count = 0;
    assert_non_null(list);
    for (; row_next(&rest, &row); count++) {
        char *path = xasprintf(STATE_ORIGINAL "%s", row.path);
        assert_int_equal(row_look(&copy, &machine, path, NULL, NULL), 0);
        assert_int_equal(copy.there, row.there);
        assert_string_equal(copy.hash, row.hash);
        free(path);
    }
    assert_int_equal(count, 4);
    free(list);
    char *home = original_word(&machine, "nginx");
    assert_string_equal(home, words[0].word);
    free(home);
}

static int cut_at, passed;

static void kill_there(const char *name)
{
    (void)name;
    if (passed++ == cut_at)
        kill(getpid(), SIGKILL);
}

/* Whether it came to its end. */
static bool keep_cut(int at)
{
    int status;
    pid_t pid = fork();
    if (pid == 0) {
        struct failure failure = {0};
        cut_at = at;
        trial_cut = kill_there;
        _exit(original_keep(&machine, &original, &failure) != 0);
    }
    waitpid(pid, &status, 0);
    assert_true(WIFSIGNALED(status) || WEXITSTATUS(status) == 0);
    return !WIFSIGNALED(status);
}

static void a_kill_leaves_none_or_a_whole_one(void **state)
{
    int points = 0, none = 0;
    for (bool ended = false; !ended; points++) {
        ended = keep_cut(points);
        if (original_there(&machine))
            is_whole();
        none += !original_there(&machine);
        keep();
        is_whole();
        machine_drop_tree(&machine, STATE_FOLDER);
    }
    (void)state;
    assert_in_range(points, 20, 60);
    assert_in_range(none, points - 4, points - 2);
}

/* A file that grows no further, as on a full disk. */
static int keep_within(rlim_t most)
{
    int status;
    pid_t pid = fork();
    if (pid == 0) {
        struct failure failure = {0};
        signal(SIGXFSZ, SIG_IGN);
        setrlimit(RLIMIT_FSIZE, &(struct rlimit){most, most});
        _exit(original_keep(&machine, &original, &failure) != 0);
    }
    waitpid(pid, &status, 0);
    return WEXITSTATUS(status);
}

static void a_full_disk_leaves_none_or_a_whole_one(void **state)
{
    int refused = 0;
    (void)state;
    for (rlim_t most = 0; most < 1000; most += 9) {
        int code = keep_within(most);
        refused += code;
        assert_int_equal(original_there(&machine), code == 0);
        if (code == 0)
            is_whole();
        machine_drop_tree(&machine, STATE_FOLDER);
    }
    assert_in_range(refused, 20, 90);
}

static size_t earlier_count(void)
{
    char **names;
    size_t count;
    original_earlier(&machine, &names, &count);
    machine_list_release(names, count);
    return count;
}

static void what_never_counted_is_replaced(void **state)
{
    (void)state;
    keep();
    put(paths[0], "other rules\n");
    keep();
    is_whole();
    assert_int_equal(earlier_count(), 0);
}

static void what_counted_stays_under_its_time(void **state)
{
    (void)state;
    keep();
    original_used(&machine);
    keep(); /* the same machine: the same original */
    assert_int_equal(earlier_count(), 0);
    put(paths[0], "other rules\n");
    keep();
    is_whole();
    assert_int_equal(earlier_count(), 1);
}

static bool tells(const char *word, const char *about)
{
    struct problems notes = {0};
    bool told = false;
    since_tell(&machine, &notes);
    for (size_t i = 0; i < notes.count; i++)
        told = told || (strcmp(notes.items[i].word, word) == 0 && strstr(notes.items[i].message, about));
    problems_release(&notes);
    return told;
}

static void what_others_change_is_told(void **state)
{
    (void)state;
    assert_true(tells("not-put-back", "older penstock"));
    keep();
    assert_true(tells("not-compared", "not known"));
    put(paths[0], "rules of penstock\n");
    since_note(&machine);
    assert_true(tells("original", STATE_ORIGINAL));
    assert_false(tells("changed-since", ""));
    put(paths[0], "and of somebody\n");
    assert_true(tells("changed-since", paths[0]));
    assert_false(tells("changed-since", paths[1]));
    put(paths[0], "rules of somebody\n"); /* as it was found */
    assert_false(tells("changed-since", ""));
    struct failure failure = {0};
    machine_remove(&machine, paths[3], &failure);
    assert_true(tells("not-put-back", paths[3]));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_kill_leaves_none_or_a_whole_one, setup, teardown),
        cmocka_unit_test_setup_teardown(a_full_disk_leaves_none_or_a_whole_one, setup, teardown),
        cmocka_unit_test_setup_teardown(what_never_counted_is_replaced, setup, teardown),
        cmocka_unit_test_setup_teardown(what_counted_stays_under_its_time, setup, teardown),
        cmocka_unit_test_setup_teardown(what_others_change_is_told, setup, teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
