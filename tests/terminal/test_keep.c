/* Nothing is lost: what a session that was cut leaves behind, and what the next start offers. */
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include <cmocka.h>

#include "scene.h"

static void open_again(void)
{
    vt_stop(&vt);
    scene_start(.args = {"--root", root}, .folder = root);
}

static struct stat kept(void)
{
    struct stat about;
    assert_int_equal(stat(scene_path("/var/lib/penstock/answers"), &about), 0);
    return about;
}

static bool nothing_kept(void)
{
    return access(scene_path("/var/lib/penstock/answers"), F_OK) != 0;
}

static void killed_without_a_word(void **state)
{
    (void)state;
    scene_open("geo-scada", "srv-a", "product");
    assert_true(nothing_kept());
    vt_press(&vt, " X");
    vt_press(&vt, KEY_TAB);
    assert_int_equal(kept().st_mode & 07777, 0600);
    open_again();
    vt_expect(&vt, "The last session was cut");
    vt_expect(&vt, "on the page Product");
    vt_expect(&vt, "> [ C  Continue");
    vt_press(&vt, KEY_ENTER);
    vt_expect(&vt, "[Riverside Water X");
    vt_expect(&vt, "not saved");
}

static void hung_up_in_the_middle_of_a_word(void **state)
{
    (void)state;
    scene_open("geo-scada", "srv-a", "hosts");
    vt_press(&vt, KEY_TAB KEY_TAB);
    vt_press(&vt, "9");
    kill(vt.pid, SIGHUP);
    assert_int_equal(vt_wait_end(&vt), 128 + SIGHUP);
    open_again();
    vt_expect(&vt, "on the page Hosts");
    vt_press(&vt, "C");
    vt_expect(&vt, "Hosts  step 3/8");
    vt_expect(&vt, "10.20.0.119");
}

static void offered_again_until_decided(void **state)
{
    (void)state;
    killed_without_a_word(NULL);
    (void)state;
    open_again();
    vt_expect(&vt, "The last session was cut");
    vt_press(&vt, KEY_ESC);
    vt_expect(&vt, "Go on where the session was cut");
    vt_press(&vt, KEY_DOWN KEY_ENTER);
    vt_expect(&vt, "First: what is to become");
    vt_send(&vt, "q");
    assert_int_equal(vt_wait_end(&vt), 0);
    open_again();
    vt_expect(&vt, "The last session was cut");
    vt_press(&vt, "N");
    vt_expect(&vt, "Give up the answers");
    vt_press(&vt, KEY_ESC);
    assert_false(nothing_kept());
    vt_press(&vt, "N");
    vt_press(&vt, "y");
    vt_expect(&vt, "What do you want to do?");
    vt_expect_not(&vt, "cut");
    assert_true(nothing_kept());
}

static void written_only_when_something_changed(void **state)
{
    (void)state;
    scene_open("geo-scada", "srv-a", "product");
    vt_press(&vt, " X");
    vt_press(&vt, KEY_TAB);
    struct stat first = kept();
    vt_press(&vt, KEY_TAB);
    vt_press(&vt, KEY_F1);
    vt_press(&vt, KEY_ESC);
    assert_true(kept().st_ino == first.st_ino && kept().st_mtim.tv_nsec == first.st_mtim.tv_nsec);
    vt_press(&vt, KEY_ENTER);
    assert_false(kept().st_ino == first.st_ino && kept().st_mtim.tv_nsec == first.st_mtim.tv_nsec);
}

static void saved_or_given_up_is_gone(void **state)
{
    (void)state;
    scene_open("geo-scada", "srv-a", "product");
    vt_press(&vt, " X");
    vt_press(&vt, KEY_TAB);
    assert_false(nothing_kept());
    vt_press(&vt, KEY_F2);
    vt_press(&vt, KEY_ENTER);
    vt_expect(&vt, "Saved as");
    assert_true(nothing_kept());
    vt_press(&vt, KEY_BACK_TAB "Y" KEY_TAB);
    assert_false(nothing_kept());
    vt_press(&vt, KEY_F10);
    vt_send(&vt, "q");
    assert_int_equal(vt_wait_end(&vt), 0);
    assert_true(nothing_kept());
}

static void two_at_once(void **state)
{
    struct vt other;
    (void)state;
    scene_open("geo-scada", "srv-a", "product");
    vt_press(&vt, " X");
    vt_press(&vt, KEY_TAB);
    struct stat first = kept();
    vt_start(&other, &(struct vt_setup){.args = {"--root", root}, .folder = root});
    vt_settle(&other, 0);
    vt_expect(&other, "another penstock of yours is open");
    vt_press(&other, KEY_ENTER "Z" KEY_TAB);
    assert_true(kept().st_ino == first.st_ino);
    vt_stop(&other);
}

/* The guard of the first session's network ends the trial; it says so in the journal. */
static void wait_until_undone(void)
{
    char line[256];
    for (int i = 0; i < 600; i++) {
        bool undone = false;
        FILE *file = fopen(scene_path("/var/lib/penstock/journal"), "re");
        while (file && fgets(line, sizeof(line), file))
            undone = undone || strstr(line, "undone");
        if (file)
            fclose(file);
        if (undone)
            return;
        nanosleep(&(struct timespec){.tv_nsec = 100000000}, NULL);
    }
    fail_msg("the trial never ended");
}

static void what_became_of_the_trial(void **state)
{
    (void)state;
    scene_open("geo-scada", "srv-a", "safety");
    scene_go_to("Seconds", KEY_DOWN);
    vt_press(&vt, "\02510");
    scene_go_to("Refused traffic", KEY_BACK_TAB);
    vt_press(&vt, KEY_RIGHT " ");
    vt_expect(&vt, "not saved");
    vt_press(&vt, KEY_ENTER);
    vt_wait_text(&vt, "added");
    vt_press(&vt, "a");
    vt_press(&vt, "A");
    vt_wait_text(&vt, "ACTIVE, but not yet kept");
    vt_stop(&vt);
    wait_until_undone();
    open_again();
    vt_expect(&vt, "nobody confirmed");
    vt_expect(&vt, "The rules of before it decide again");
    vt_expect(&vt, "The last words of the log");
    vt_press(&vt, "L");
    vt_expect(&vt, "Who changed what, and when");
    vt_press(&vt, KEY_ENTER);
    vt_expect(&vt, "Riverside Water");
    vt_expect(&vt, "Go back to the answers of this change");
    vt_press(&vt, KEY_ESC);
    vt_press(&vt, KEY_ESC);
    vt_press(&vt, "D");
    vt_expect(&vt, "Review  step 7/8");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
#define TEST(name) cmocka_unit_test_setup_teardown(name, scene_set_up_as_root, scene_clean_up)
        TEST(killed_without_a_word),       TEST(hung_up_in_the_middle_of_a_word),
        TEST(offered_again_until_decided), TEST(written_only_when_something_changed),
        TEST(saved_or_given_up_is_gone),   TEST(two_at_once),
        TEST(what_became_of_the_trial),
#undef TEST
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
