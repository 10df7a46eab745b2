/* The status page, against the kernel of a network of its own: who listens, the trial's time, help. */
#include <fcntl.h>
#include <netinet/in.h>
#include <sched.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "scene.h"

enum { TICK = 20, PORT = 5481 };

static pid_t listener;

static int set_up(void **state)
{
    listener = 0;
    return scene_set_up_as_root(state);
}

static int clean_up(void **state)
{
    if (listener > 0) {
        kill(listener, SIGKILL);
        waitpid(listener, NULL, 0);
    }
    return scene_clean_up(state);
}

static void start_trial(void)
{
    scene_open("geo-scada", "srv-a", "apply");
    scene_start_trial();
}

/* Listens in the program's network, and says by the pipe that it does. */
static void listen_there(int ready)
{
    char path[64];
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons(PORT)};
    snprintf(path, sizeof(path), "/proc/%d/ns/net", (int)vt.pid);
    int space = open(path, O_RDONLY | O_CLOEXEC);
    if (space < 0 || setns(space, CLONE_NEWNET) < 0)
        _exit(1);
    int fd = socket(AF_INET, SOCK_STREAM, 0);
    if (bind(fd, (struct sockaddr *)&address, sizeof(address)) < 0 || listen(fd, 1) < 0)
        _exit(1);
    if (write(ready, "+", 1) == 1)
        pause();
    _exit(0);
}

static void start_listener(void)
{
    int ends[2];
    char said = 0;
    assert_int_equal(pipe(ends), 0);
    listener = fork();
    if (listener == 0)
        listen_there(ends[1]);
    assert_true(read(ends[0], &said, 1) == 1 && said == '+');
    close(ends[0]);
    close(ends[1]);
}

static const char *row_of(const char *words)
{
    int row = vt_find(&vt, words);
    assert_true(row >= 0);
    return vt_row(&vt, row);
}

static void who_listens(void **state)
{
    (void)state;
    start_trial();
    vt_send(&vt, "K");
    vt_wait_text(&vt, "kept for good");
    vt_press(&vt, "t");
    vt_wait_text(&vt, "SERVICE");
    vt_expect(&vt, "Firewall active since");
    vt_expect(&vt, "Drift: the kernel is what was confirmed");
    assert_non_null(strstr(row_of("client-server"), " NO "));
    start_listener();
    vt_press(&vt, "r");
    vt_wait_text(&vt, "termin~");
    assert_null(strstr(row_of("client-server"), " NO "));
    assert_non_null(strstr(row_of("remote-browse"), "WARN"));
    vt_press(&vt, KEY_DOWN);
    vt_press(&vt, KEY_ENTER);
    vt_expect(&vt, "Client to server");
    vt_expect(&vt, "If closed");
    vt_expect(&vt, "How sure");
    vt_press(&vt, KEY_ESC);
    vt_wait_text(&vt, "SERVICE");
    vt_press(&vt, "L");
    vt_expect(&vt, "confirmed by");
    vt_press(&vt, KEY_ENTER);
    vt_expect(&vt, "Go back to the answers of this change");
    vt_press(&vt, KEY_ENTER);
    vt_wait_text(&vt, "Review  step 7/8");
    vt_wait_text(&vt, "41 same");
}

/* 2022 servers have remote browse, and no longer the XML web server. */
static void what_is_off(void **state)
{
    static const char site[] =
        "penstock: 1\nsite: Off\nproduct: geo-scada\nversion: \"2022\"\nredundancy: single\n"
        "hosts:\n  - {name: srv-a, role: server, address: 10.20.0.11}\n"
        "  - {name: desk, role: client, address: 10.21.0.0/24}\n";
    const char *path = scene_path("/site.yaml");
    (void)state;
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    assert_true(fputs(site, file) >= 0 && fclose(file) == 0);
    scene_start(.args = {"--root", root, path, "--host", "srv-a", "--page", "apply"});
    vt_press(&vt, "A");
    vt_wait_text(&vt, "ACTIVE, but not yet kept");
    vt_send(&vt, "K");
    vt_wait_text(&vt, "kept for good");
    vt_press(&vt, "t");
    vt_wait_text(&vt, "SERVICE");
    assert_non_null(strstr(row_of("remote-browse"), "OFF"));
    assert_non_null(strstr(row_of("remote-browse"), "49152-65535"));
    assert_null(strstr(row_of("client-server"), "OFF"));
    vt_expect_not(&vt, "xml");
}

static void the_time_of_the_trial_runs(void **state)
{
    (void)state;
    start_trial();
    vt_press(&vt, "t");
    vt_wait_text(&vt, "left, then the old rules come back");
    vt_settle(&vt, vt.marks);
    for (int i = 0; i < 3; i++) {
        size_t bytes = vt.bytes;
        vt_settle(&vt, vt.marks);
        print_message("tick %zu bytes\n", vt.bytes - bytes);
        assert_true(vt.bytes - bytes <= TICK);
    }
    vt_send(&vt, KEY_ESC);
    vt_wait_text(&vt, "ACTIVE, but not yet kept");
    vt_send(&vt, "B");
    vt_wait_text(&vt, "The old rules decide again");
}

static void help_on_fields(void **state)
{
    static const struct {
        const char *page, *keys, *words;
    } fields[] = {{"services", "", "If closed"},
                  {"hosts", KEY_TAB KEY_TAB, "192.0.2.7, 10.0.0.0/8"},
                  {"product", "", "What people call this plant"},
                  {"safety", "", "How you reach the hosts yourself"}};
    (void)state;
    for (size_t i = 0; i < sizeof(fields) / sizeof(fields[0]); i++) {
        scene_open("geo-scada", NULL, fields[i].page);
        if (*fields[i].keys)
            vt_press(&vt, fields[i].keys);
        vt_press(&vt, KEY_F1);
        vt_expect(&vt, fields[i].words);
        vt_stop(&vt);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(who_listens, set_up, clean_up),
        cmocka_unit_test_setup_teardown(what_is_off, set_up, clean_up),
        cmocka_unit_test_setup_teardown(the_time_of_the_trial_runs, set_up, clean_up),
        cmocka_unit_test_setup_teardown(help_on_fields, set_up, clean_up),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
