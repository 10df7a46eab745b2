#include <errno.h>
#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "backends/machine/machine.h"
#include "backends/machine/run.h"
#include "core/base/text.h"
#include "tests/folder.h"

/* Behind the headers of the rooms: its macro `fail` has the name of a function of ours. */
#include <cmocka.h>

static struct machine machine;

static int setup(void **state)
{
    machine.root = *state = folder_make();
    return 0;
}

static int teardown(void **state)
{
    folder_remove(*state);
    return 0;
}

static char *content(const char *path)
{
    char *data = NULL;
    return machine_read(&machine, path, 1000, &data, NULL) == 0 ? data : NULL;
}

static void put(const char *path, const char *data)
{
    struct failure failure = {0};
    if (machine_write(&machine, path, data, strlen(data), 0640, &failure) != 0)
        fail_msg("%s", failure.message);
}

static mode_t mode_of(const char *path)
{
    struct stat about;
    char *full = machine_path(&machine, path);
    assert_int_equal(lstat(full, &about), 0);
    free(full);
    return about.st_mode;
}

static void a_file_is_written_and_read(void **state)
{
    (void)state;
    put("/a", "one");
    put("/a", "two");
    char *data = content("/a");
    assert_string_equal(data, "two");
    assert_int_equal(mode_of("/a") & 0777, 0640);
    free(data);
}

static void mode_and_owner_of_the_old_file_are_kept(void **state)
{
    (void)state;
    put("/a", "one");
    char *full = machine_path(&machine, "/a");
    assert_int_equal(chmod(full, 0604), 0);
    if (geteuid() == 0)
        assert_int_equal(chown(full, 12, 34), 0);
    put("/a", "two");
    struct stat about;
    assert_int_equal(stat(full, &about), 0);
    assert_int_equal(about.st_mode & 0777, 0604);
    if (geteuid() == 0) {
        assert_int_equal(about.st_uid, 12);
        assert_int_equal(about.st_gid, 34);
    }
    free(full);
}

static void links_are_followed_but_stay_below_the_root(void **state)
{
    struct failure failure = {0};
    assert_int_equal(machine_folder(&machine, "/etc/deep", 0700, &failure), 0);
    char *link = xasprintf("%s/link", (const char *)*state), *up = xasprintf("%s/up", (const char *)*state);
    assert_int_equal(symlink("/etc/deep/target", link), 0);
    assert_int_equal(symlink("../../../../../../etc/deep", up), 0);
    put("/link", "through");
    char *data = content("/etc/deep/target");
    assert_string_equal(data, "through");
    assert_true(S_ISLNK(mode_of("/link")));
    put("/up/other", "held");
    free(data);
    data = content("/etc/deep/other");
    assert_string_equal(data, "held");
    free(data);
    free(link);
    free(up);
}

static void a_failed_write_leaves_the_old_file(void **state)
{
    struct failure failure = {0};
    put("/a", "old");
    char *temp = xasprintf("%s/.a.penstock~", (const char *)*state);
    assert_int_equal(mkdir(temp, 0700), 0); /* the temporary file cannot be made */
    assert_int_equal(machine_write(&machine, "/a", "new", 3, 0600, &failure), -1);
    assert_int_equal(failure.kind, FAILURE_MACHINE);
    assert_non_null(strstr(failure.message, "'"));
    char *data = content("/a");
    assert_string_equal(data, "old");
    free(data);
    rmdir(temp);
    free(temp);
}

static void limits_and_odd_files_are_refused(void **state)
{
    char *data;
    put("/a", "12345");
    assert_int_equal(machine_read(&machine, "/a", 4, &data, NULL), -1);
    assert_int_equal(errno, EFBIG);
    char *fifo = xasprintf("%s/fifo", (const char *)*state);
    assert_int_equal(mkfifo(fifo, 0600), 0);
    assert_int_equal(machine_read(&machine, "/fifo", 4, &data, NULL), -1);
    assert_int_equal(errno, EINVAL);
    assert_int_equal(machine_read(&machine, "/", 4, &data, NULL), -1);
    assert_int_equal(errno, EISDIR);
    assert_int_equal(machine_read(&machine, "/none", 4, &data, NULL), -1);
    assert_int_equal(errno, ENOENT);
    free(fifo);
}

static void folders_are_made_listed_and_removed(void **state)
{
    (void)state;
    struct failure failure = {0};
    char **names;
    size_t count;
    assert_int_equal(machine_folder(&machine, "/b/c", 0700, &failure), 0);
    assert_int_equal(machine_put_folder(&machine, "/b/a", 0700, &failure), 0);
    assert_int_equal(mode_of("/b") & 0777, 0700);
    assert_int_equal(machine_list(&machine, "/b", &names, &count), 0);
    assert_int_equal(count, 2);
    assert_string_equal(names[0], "a");
    machine_list_release(names, count);
    assert_int_equal(machine_put(&machine, "/b/a/file", "text", 4, 0600, &failure), 0);
    assert_int_equal(machine_sync(&machine, "/b/a/file", &failure), 0);
    assert_int_equal(machine_sync(&machine, "/b/a", &failure), 0);
    assert_int_equal(machine_put(&machine, "/b/a/file", "text", 4, 0600, &failure), -1); /* it is there */
    machine_drop_folder(&machine, "/b/a");
    machine_drop_folder(&machine, "/b/a");
    machine_drop_folder(&machine, "/b"); /* another folder is in it */
    assert_int_equal(machine_list(&machine, "/b", &names, &count), 0);
    assert_int_equal(count, 1);
    machine_list_release(names, count);
    assert_int_equal(machine_folder(&machine, "/b/d", 0700, &failure), 0);
    assert_int_equal(machine_remove_folder(&machine, "/b/d", &failure), 0);
    assert_int_equal(machine_remove_folder(&machine, "/b/d", &failure), 0);
    assert_int_equal(machine_remove_folder(&machine, "/b", &failure), -1);
    failure = (struct failure){0};
    assert_int_equal(machine_sync(&machine, "/b/a", &failure), -1);
}

static void programs_run_without_shell_or_environment(void **state)
{
    (void)state;
    struct failure failure = {0};
    struct output output;
    char *argv[] = {"/bin/sh", "-c", "cat; env; ls /proc/self/fd | wc -l; echo bad >&2; exit 3", NULL};
    setenv("LD_PRELOAD_OF_OURS", "1", 1);
    assert_int_equal(machine_run(argv, "text\n", 20, &output, &failure), 0);
    assert_true(WIFEXITED(output.status));
    assert_int_equal(WEXITSTATUS(output.status), 3);
    assert_ptr_equal(strstr(output.out, "text\n"), output.out);
    assert_null(strstr(output.out, "LD_PRELOAD_OF_OURS"));
    assert_non_null(strstr(output.out, "LC_ALL=C"));
    assert_non_null(strstr(output.out, "\n4\n")); /* 0, 1, 2 and the folder that ls reads */
    assert_string_equal(output.err, "bad\n");
    output_release(&output);
}

static void a_hanging_program_is_ended(void **state)
{
    (void)state;
    struct output output;
    char *quiet[] = {"/bin/sh", "-c", "exec >&- 2>&-; sleep 100", NULL};
    char *loud[] = {"/bin/sh", "-c", "sleep 100 & wait", NULL};
    char *none[] = {"/nonexistent/program", NULL};
    for (int i = 0; i < 2; i++) {
        struct failure failure = {0};
        assert_int_equal(machine_run(i ? quiet : loud, NULL, 1, &output, &failure), -1);
        assert_int_equal(failure.kind, FAILURE_MACHINE);
    }
    struct failure failure = {0};
    assert_int_equal(machine_run(none, NULL, 1, &output, &failure), -1);
    assert_non_null(strstr(failure.message, "/nonexistent/program"));
}

static void the_machine_knows_itself(void **state)
{
    struct failure failure = {0};
    struct prefix *own;
    size_t count;
    char *id = machine_boot_id(&machine);
    assert_int_equal(strlen(id), 36);
    free(id);
    assert_int_equal(machine_folder(&machine, "/proc/sys/kernel/random", 0755, &failure), 0);
    put("/proc/sys/kernel/random/boot_id", "another boot\n");
    id = machine_boot_id(&machine);
    assert_string_equal(id, "another boot");
    free(id);
    assert_int_equal(machine_addresses(&own, &count), 0);
    for (size_t i = 0; i < count; i++)
        assert_true(prefix_is_single(&own[i]) && own[i].bytes[0] != 127);
    free(own);
    assert_true(machine_boottime() > 0 && machine_realtime() > 0);
    (void)state;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_file_is_written_and_read, setup, teardown),
        cmocka_unit_test_setup_teardown(mode_and_owner_of_the_old_file_are_kept, setup, teardown),
        cmocka_unit_test_setup_teardown(links_are_followed_but_stay_below_the_root, setup, teardown),
        cmocka_unit_test_setup_teardown(a_failed_write_leaves_the_old_file, setup, teardown),
        cmocka_unit_test_setup_teardown(limits_and_odd_files_are_refused, setup, teardown),
        cmocka_unit_test_setup_teardown(folders_are_made_listed_and_removed, setup, teardown),
        cmocka_unit_test_setup_teardown(programs_run_without_shell_or_environment, setup, teardown),
        cmocka_unit_test_setup_teardown(a_hanging_program_is_ended, setup, teardown),
        cmocka_unit_test_setup_teardown(the_machine_knows_itself, setup, teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
