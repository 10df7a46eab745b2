/* A storm of keys, resizes and stops on each page: no crash, no hang, the terminal given back. The seed is
 * printed; PENSTOCK_STORM_SEED plays one again, PENSTOCK_STORM_KEYS makes it longer. */
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "vt.h"

static struct vt vt;
static unsigned long state_of_chance;

static unsigned chance(unsigned below)
{
    state_of_chance = state_of_chance * 6364136223846793005ul + 1442695040888963407ul;
    return (unsigned)(state_of_chance >> 33) % below;
}

static int stop(void **state)
{
    (void)state;
    vt_stop(&vt);
    return 0;
}

/* Keys that leave are not among them: Ctrl-C, q, F10. Saving asks for a name, and gets no writable folder. */
static const char *random_key(void)
{
    static const char *const keys[] = {
        KEY_UP,        KEY_DOWN,  KEY_LEFT, KEY_RIGHT, KEY_TAB,      KEY_TAB,    KEY_BACK_TAB,
        KEY_ENTER,     KEY_ENTER, KEY_ESC,  KEY_ERASE, KEY_DELETE,   KEY_INSERT, KEY_PAGE_UP,
        KEY_PAGE_DOWN, KEY_F1,    KEY_F5,   KEY_F7,    KEY_F8,       " ",        " ",
        "+",           "-",       "v",      "h",       "n",          "p",        "a",
        "d",           "e",       "u",      "x",       "r",          "t",        "/",
        "1",           "0",       ".",      ":",       ",",          "\303\251", "\346\227\245",
        "\025",        "\033OH",  "\033OF", "K",       "M",          "\001",     "\033[",
        "\377",        "\303",    "\0339",  "zz",      "10.0.0.0/8", "any",      "unknown"};
    return keys[chance(sizeof(keys) / sizeof(keys[0]))];
}

/* False: the keys found the way out, as a technician's may. */
static bool press(const char *keys)
{
    unsigned long marks = vt.marks;
    vt_send(&vt, keys);
    while (vt.marks == marks)
        if (!vt_pump(&vt)) {
            assert_int_equal(vt_wait_end(&vt), 0);
            return false;
        }
    return true;
}

static void storm(const char *example, const char *page, unsigned keys)
{
    vt_start(&vt, &(struct vt_setup){.args = {"--example", example, "--page", page},
                                     .folder = "/proc",
                                     .unprivileged = true});
    vt_settle(&vt, 0);
    while (keys) {
        unsigned burst = 1 + chance(20);
        char text[512] = "";
        for (unsigned i = 0; i < burst && keys; i++, keys--)
            strcat(text, random_key());
        if (!press(text))
            break;
        if (chance(10) == 0)
            vt_replace(&vt, 3 + (int)chance(60), 10 + (int)chance(200));
    }
    if (!vt.ended) {
        kill(vt.pid, SIGTERM);
        assert_int_equal(vt_wait_end(&vt), 128 + SIGTERM);
    }
    vt_stop(&vt);
}

static void a_storm_on_every_page(void **state)
{
    static const char *const pages[] = {"start",  "product", "topology", "hosts", "flows", "services",
                                        "safety", "review",  "apply",    "host",  "help"};
    const char *seed = getenv("PENSTOCK_STORM_SEED"), *keys = getenv("PENSTOCK_STORM_KEYS");
    state_of_chance = seed ? strtoul(seed, NULL, 0) : 20261120;
    (void)state;
    print_message("seed %lu\n", state_of_chance);
    for (size_t i = 0; i < sizeof(pages) / sizeof(pages[0]); i++) {
        storm("geo-scada", pages[i], keys ? (unsigned)atoi(keys) : 400);
        storm("smartserver", pages[i], keys ? (unsigned)atoi(keys) : 200);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test_teardown(a_storm_on_every_page, stop)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
