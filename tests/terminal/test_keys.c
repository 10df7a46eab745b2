/* Every key of the action table on every page: each acts, or says that it is not for this page. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "scene.h"
#include "tui/wizard/action.h"

#define KEY_FACT(id, footer, help, key, letter, function) {#id, letter, function},
static const struct {
    const char *id;
    unsigned letter, function;
} actions[] = {ACTIONS(KEY_FACT)};
enum { COUNT = sizeof(actions) / sizeof(actions[0]) };

/* `keys` lead from the first page to one without a text field in focus, and to pages that have no name. */
static const struct place {
    const char *page, *keys[4];
} places[] = {
    {"start", {0}},
    {"product", {KEY_TAB}},
    {"topology", {0}},
    {"hosts", {KEY_TAB}},
    {"hosts", {0}},
    {"hosts", {KEY_TAB, "e", KEY_TAB}},
    {"flows", {0}},
    {"services", {KEY_DOWN, KEY_DOWN}},
    {"safety", {0}},
    {"review", {0}},
    {"review", {"v"}},
    {"review", {"v", "v"}},
    {"review", {"v", "v", "v"}},
    {"review", {"v", "v", "v", "v"}},
    {"whatif", {KEY_TAB}},
    {"web", {0}},
    {"review", {KEY_DOWN, KEY_ENTER}},
    {"apply", {0}},
    {"status", {0}},
    {"help", {0}},
    {"flows", {"v"}},
    {"recover", {0}},
    {"history", {0}},
    {"preview", {0}},
};

static void go_to(const struct place *place)
{
    vt_stop(&vt);
    vt_forget(root);
    scene_open("geo-scada", NULL, place->page);
    for (size_t i = 0; i < 4 && place->keys[i]; i++)
        vt_press(&vt, place->keys[i]);
}

/* Sends the key, and a key that means nothing, until the program waits or has left. Escape and what follows
 * it must come together. */
static void press(const char *keys)
{
    unsigned long marks = vt.marks;
    vt_send(&vt, keys);
    while (vt.marks <= marks && !vt_left(&vt))
        ;
}

static void try_key(const struct place *place, const char *id, const char *keys)
{
    size_t bytes = vt.bytes;
    press(keys);
    if (vt.ended && vt.status == 0 && strcmp(id, "QUIT") == 0)
        return;
    if (vt.ended || vt.bytes == bytes) {
        vt_dump(&vt);
        fail_msg("%s on %s (%s): %s", id, place->page, place->keys[0] ? place->keys[0] : "",
                 vt.ended ? "the program is gone" : "nothing is said");
    }
}

static const char *digit_keys(unsigned function, char buffer[4])
{
    snprintf(buffer, 4, "\033%u", function % 10);
    return buffer;
}

static const char *function_keys(unsigned function)
{
    static const char *const keys[] = {"",         "\033OP",   "\033OQ",   "\033OR",   "\033OS",  "\033[15~",
                                       "\033[17~", "\033[18~", "\033[19~", "\033[20~", "\033[21~"};
    return keys[function];
}

static void all_ways(const struct place *place, size_t i)
{
    char buffer[4] = {0};
    if (actions[i].letter) {
        go_to(place);
        buffer[0] = (char)actions[i].letter;
        try_key(place, actions[i].id, buffer);
    }
    if (actions[i].function) {
        go_to(place);
        try_key(place, actions[i].id, function_keys(actions[i].function));
        go_to(place);
        try_key(place, actions[i].id, digit_keys(actions[i].function, buffer));
    }
}

static void every_key_on_every_page(void **state)
{
    (void)state;
    for (size_t p = 0; p < sizeof(places) / sizeof(places[0]); p++)
        for (size_t i = 0; i < COUNT; i++)
            all_ways(&places[p], i);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(every_key_on_every_page, scene_set_up, scene_clean_up),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
