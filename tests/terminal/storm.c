/* storm PAGE KEYS: random keys, resizes and signals on one page, in rounds that each begin there: no crash,
 * no hang, no leak (in the sanitize build), the terminal given back. The seed is printed; PENSTOCK_STORM_SEED
 * plays one again. */
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <termios.h>

#include <cmocka.h>

#include "scene.h"

enum { ROUND = 500 };

static const char *page;
static unsigned wanted;
static unsigned long state_of_chance;

static unsigned chance(unsigned below)
{
    state_of_chance = state_of_chance * 6364136223846793005ul + 1442695040888963407ul;
    return (unsigned)(state_of_chance >> 33) % below;
}

/* Keys that leave are not among them: Ctrl-C, q, F10. */
static const char *random_key(void)
{
    /* clang-format off */
    static const char *const keys[] = {
        KEY_UP, KEY_DOWN, KEY_LEFT, KEY_RIGHT, KEY_TAB, KEY_TAB, KEY_BACK_TAB, KEY_ENTER, KEY_ENTER,
        KEY_ESC, KEY_ERASE, KEY_DELETE, KEY_INSERT, KEY_PAGE_UP, KEY_PAGE_DOWN, KEY_F1, KEY_F5, KEY_F7,
        KEY_F8, " ", " ", "+", "-", "v", "h", "n", "p", "a", "d", "e", "u", "x", "r", "t", "w", "/", "1", "0",
        ".", ":", ",", "\303\251", "\346\227\245", "\025", "A", "B", "c", "s", "y", "\033[<0;8;6M",
        "\033[<65;8;6M", "\033[12;3R", "\033OH", "\033OF", "K", "M", "\001", "\033[", "\377", "\303",
        "\0339", "zz", "10.0.0.0/8", "any", "unknown",
    };
    /* clang-format on */
    return keys[chance(sizeof(keys) / sizeof(keys[0]))];
}

static void one_signal(void)
{
    unsigned long marks = vt.marks;
    switch (chance(4)) {
    case 0:
        /* With no shell above it, it is awake again at once. */
        kill(vt.pid, SIGTSTP);
        vt_settle(&vt, marks);
        break;
    case 1:
        kill(vt.pid, SIGCONT);
        vt_settle(&vt, marks);
        break;
    case 2:
        for (unsigned i = chance(5); i; i--)
            kill(vt.pid, SIGWINCH);
        break;
    default:
        vt_replace(&vt, 3 + (int)chance(60), 10 + (int)chance(200));
    }
}

static bool restored(void)
{
    struct termios mode;
    return tcgetattr(vt.fd, &mode) == 0 && (mode.c_lflag & ICANON) && (mode.c_lflag & ECHO) && !vt.alternate;
}

static void end_it(void)
{
    static const int signals[] = {SIGTERM, SIGHUP, SIGINT, SIGQUIT};
    int number = signals[chance(4)];
    bool left = vt_left(&vt);
    if (!left)
        kill(vt.pid, number);
    int code = left && WIFEXITED(vt.status) ? WEXITSTATUS(vt.status) : left ? -1 : vt_wait_end(&vt);
    for (int i = 0; left && i < 100 && vt_pump(&vt); i++)
        ;
    /* "Leave" may have been chosen among the keys. */
    if (code != 0 && code != 128 + number)
        vt_dump(&vt);
    if (code != 0)
        assert_int_equal(code, 128 + number);
    assert_true(restored());
    vt_stop(&vt);
}

/* The pages that `--page` cannot open by themselves, and the keys that lead to them. */
static void go_on(void)
{
    if (strcmp(page, "why") == 0)
        vt_press(&vt, KEY_DOWN KEY_ENTER);
}

static void begin(unsigned turn)
{
    bool why = strcmp(page, "why") == 0;
    struct vt_setup setup = {.args = {"--root", root, "--example", turn % 3 ? "geo-scada" : "smartserver",
                                      "--page", why ? "review" : page},
                             .folder = root,
                             .unprivileged = turn % 2};
    static const char *const more[] = {NULL, "--mouse", "--ascii", "--slow", "--no-color"};
    setup.args[6] = more[chance(5)];
    vt_forget(root);
    scene_start_as(&setup);
    go_on();
    vt.may_leave = true;
}

static unsigned one_round(unsigned turn, unsigned keys)
{
    unsigned sent = 0;
    begin(turn);
    while (sent < keys && !vt.ended) {
        char text[512] = "";
        for (unsigned burst = 1 + chance(20); burst && sent < keys; burst--, sent++)
            strcat(text, random_key());
        vt_press(&vt, text);
        if (chance(8) == 0)
            one_signal();
        vt_left(&vt);
    }
    end_it();
    return sent;
}

static void a_storm(void **state)
{
    const char *seed = getenv("PENSTOCK_STORM_SEED");
    state_of_chance = seed ? strtoul(seed, NULL, 0) : 20261120;
    (void)state;
    print_message("page %s, %u keys, seed %lu\n", page, wanted, state_of_chance);
    unsigned turn = 0;
    for (unsigned sent = 0; sent < wanted; turn++)
        sent += one_round(turn, wanted - sent < ROUND ? wanted - sent : ROUND);
    print_message("%u rounds\n", turn);
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_storm, scene_set_up_open, scene_clean_up)};
    if (argc != 3)
        return 2;
    page = argv[1];
    wanted = (unsigned)atoi(argv[2]);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
