/* Apply by keyboard, against the kernel of a network of its own: question, countdown, keep, back, expiry. */
#include <fcntl.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "scene.h"

enum { TICK = 20 };

static void open_apply(void)
{
    scene_open("geo-scada", "srv-a", "apply");
    vt_expect(&vt, "Make these rules active on srv-a?");
    vt_expect(&vt, "> [ Esc  Back ]");
}

static void enter_and_space_are_dead(void **state)
{
    (void)state;
    open_apply();
    scene_start_trial();
    /* A tick may bring a mark as well: each of these is followed by one of its own. */
    vt_press(&vt, KEY_ENTER " " KEY_ENTER);
    vt_press(&vt, "k");
    vt_settle(&vt, vt.marks);
    vt_expect(&vt, "ACTIVE, but not yet kept");
    vt_send(&vt, "K");
    vt_wait_text(&vt, "kept for good");
    assert_true(scene_kernel_says("table inet penstock"));
}

static void a_tick_is_small(void **state)
{
    (void)state;
    open_apply();
    scene_start_trial();
    for (int i = 0; i < 3; i++) {
        size_t bytes = vt.bytes;
        vt_settle(&vt, vt.marks);
        print_message("tick %zu bytes\n", vt.bytes - bytes);
        assert_true(vt.bytes - bytes <= TICK);
    }
    vt_send(&vt, "B");
    vt_wait_text(&vt, "The old rules decide again");
}

static void back_at_once(void **state)
{
    (void)state;
    open_apply();
    scene_start_trial();
    vt_press(&vt, "M");
    vt_send(&vt, "B");
    vt_wait_text(&vt, "The old rules decide again");
    vt_wait_text(&vt, "Done");
    assert_false(scene_kernel_says("tcp dport 5481"));
}

static void nobody_answers(void **state)
{
    (void)state;
    scene_open("geo-scada", "srv-a", "safety");
    scene_go_to("Seconds", KEY_DOWN);
    vt_press(&vt, "\02510");
    vt_press(&vt, KEY_ENTER);
    vt_wait_text(&vt, "added");
    vt_press(&vt, "a");
    vt_expect(&vt, "10 s trial");
    scene_start_trial();
    vt_wait_text(&vt, "Not kept");
    vt_send(&vt, KEY_ENTER);
    vt_wait_text(&vt, "Review  step 7/8");
}

static void leaving_in_a_trial_says_so(void **state)
{
    (void)state;
    open_apply();
    scene_start_trial();
    vt_send(&vt, "q");
    assert_int_equal(vt_wait_end(&vt), 0);
    vt_expect(&vt, "penstock confirm");
}

/* Another penstock is at work, so that applying has to wait. Closing the descriptor lets it go on. */
static int hold_the_lock(void)
{
    struct flock whole = {.l_type = F_WRLCK, .l_whence = SEEK_SET};
    char command[160];
    snprintf(command, sizeof(command), "mkdir -p -m 700 %s", scene_path("/var/lib/penstock"));
    assert_int_equal(system(command), 0);
    int fd = open(scene_path("/var/lib/penstock/lock"), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    assert_true(fd >= 0);
    assert_int_equal(fcntl(fd, F_SETLK, &whole), 0);
    return fd;
}

/* What is shown while the work goes on is not the last word: no mark follows it. */
static void see_at_work(const char *words)
{
    for (int i = 0; i < 10000 && !vt_has(&vt, words); i++)
        assert_true(vt_pump(&vt));
    assert_true(vt_has(&vt, words));
}

/* The loop listens while the work goes on beside it: Escape gives it up, and what else was typed comes after
 * it. */
static void given_up_before_the_switch(void **state)
{
    (void)state;
    int lock = hold_the_lock();
    open_apply();
    vt_send(&vt, "A");
    see_at_work("Rehearsing, then applying");
    vt_send(&vt, KEY_ESC);
    vt_wait_text(&vt, "cancelled: nothing was changed");
    assert_false(scene_kernel_says("table inet penstock"));
    vt_expect(&vt, "[ Try again ]");
    close(lock);
    vt_press(&vt, "A");
    vt_wait_text(&vt, "ACTIVE, but not yet kept");
    vt_send(&vt, "B");
    vt_wait_text(&vt, "The old rules decide again");
}

static void ended_while_it_works(void **state)
{
    (void)state;
    int lock = hold_the_lock();
    open_apply();
    vt_send(&vt, "A");
    see_at_work("Rehearsing, then applying");
    kill(vt.pid, SIGTERM);
    assert_int_equal(vt_wait_end(&vt), 128 + SIGTERM);
    assert_false(vt.alternate);
    close(lock);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(enter_and_space_are_dead, scene_set_up_as_root, scene_clean_up),
        cmocka_unit_test_setup_teardown(a_tick_is_small, scene_set_up_as_root, scene_clean_up),
        cmocka_unit_test_setup_teardown(back_at_once, scene_set_up_as_root, scene_clean_up),
        cmocka_unit_test_setup_teardown(nobody_answers, scene_set_up_as_root, scene_clean_up),
        cmocka_unit_test_setup_teardown(leaving_in_a_trial_says_so, scene_set_up_as_root, scene_clean_up),
        cmocka_unit_test_setup_teardown(given_up_before_the_switch, scene_set_up_as_root, scene_clean_up),
        cmocka_unit_test_setup_teardown(ended_while_it_works, scene_set_up_as_root, scene_clean_up),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
