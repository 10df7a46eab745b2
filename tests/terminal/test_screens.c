/* Every page as text, at each size, in Unicode and in ASCII, compared with tests/golden/screens: a change of
 * a screen is seen in review. A file is the screen in Unicode, and behind it the lines that are others in
 * ASCII. `terminal-screens --update` writes them anew; other arguments name pages. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include <cmocka.h>

#include "scene.h"

/* `keys` lead to what `--page` cannot name. */
static const struct capture {
    const char *name, *example, *page, *keys[4];
} captures[] = {
    {"start", NULL, "start", {0}},
    {"product", "geo-scada", "product", {0}},
    {"topology", "geo-scada", "topology", {0}},
    {"hosts", "geo-scada", "hosts", {0}},
    {"hosts-error", "geo-scada", "hosts", {KEY_TAB, KEY_TAB, "/33", KEY_TAB}},
    {"host", "geo-scada", "hosts", {KEY_TAB, "e"}},
    {"flows", "geo-scada", "flows", {0}},
    {"services", "geo-scada", "services", {0}},
    {"services-device", "smartserver", "services", {0}},
    {"safety", "geo-scada", "safety", {0}},
    {"review", "geo-scada", "review", {0}},
    {"review-flows", "geo-scada", "review", {"v"}},
    {"review-change", "geo-scada", "review", {"v", "v"}},
    {"review-text", "geo-scada", "review", {"v", "v", "v"}},
    {"review-problems", "geo-scada", "review", {"v", "v", "v", "v"}},
    {"whatif",
     "geo-scada",
     "whatif",
     {"control-room", KEY_TAB KEY_TAB KEY_TAB KEY_TAB KEY_TAB, "5481", KEY_ENTER}},
    {"web", "smartserver", "web", {0}},
    {"web-nothing", NULL, "web", {0}},
    {"why", "geo-scada", "review", {KEY_DOWN, KEY_ENTER}},
    {"apply", "geo-scada", "apply", {0}},
    {"status", "geo-scada", "status", {0}},
    {"help", "geo-scada", "help", {0}},
    {"help-hosts", "geo-scada", "hosts", {KEY_F1}},
    {"start-open", "geo-scada", "start", {0}},
    {"recover", "geo-scada", "recover", {0}},
    {"history", "geo-scada", "history", {0}},
    {"preview", "smartserver", "services", {" ", "\0334"}},
};
enum { CAPTURES = sizeof(captures) / sizeof(captures[0]) };

static const int sizes[][2] = {{24, 80}, {16, 60}, {12, 40}, {60, 200}};

static bool updating;
static int changed;

/* The web ports of a device, for the page that moves them. */
static void put_nginx(void)
{
    static const char *const folders[] = {"/etc", "/etc/nginx", "/etc/nginx/sites-available"};
    for (size_t i = 0; i < sizeof(folders) / sizeof(folders[0]); i++)
        assert_int_equal(mkdir(scene_path(folders[i]), 0755), 0);
    FILE *file = fopen(scene_path("/etc/nginx/sites-available/apollo.conf"), "w");
    assert_non_null(file);
    fputs("server {\n    listen 80 default_server;\n    listen [::]:80 default_server ipv6only=on;\n}\n"
          "server {\n    listen 443 ssl;\n}\n",
          file);
    fclose(file);
}

static void open_page(const struct capture *capture, const int size[2], bool ascii)
{
    struct vt_setup setup = {.rows = size[0], .cols = size[1], .args = {"--root", root}};
    size_t count = 2;
    setup.args[count++] = "--page";
    setup.args[count++] = capture->page;
    if (capture->example) {
        setup.args[count++] = "--example";
        setup.args[count++] = capture->example;
    }
    if (strcmp(capture->name, "apply") == 0) {
        setup.args[count++] = "--host";
        setup.args[count++] = "srv-a";
    }
    if (ascii)
        setup.args[count] = "--ascii";
    vt_forget(root);
    scene_start_as(&setup);
    for (size_t i = 0; i < 4 && capture->keys[i]; i++)
        vt_press(&vt, capture->keys[i]);
}

static char *capture_screen(const struct capture *capture, const int size[2], bool ascii)
{
    char *text = NULL;
    size_t length;
    FILE *out = open_memstream(&text, &length);
    assert_non_null(out);
    open_page(capture, size, ascii);
    fprintf(out, "== cursor at row %d, column %d\n", vt.cursor_row, vt.cursor_col);
    for (int row = 0; row < vt.rows; row++)
        fprintf(out, "%s\n", vt_row(&vt, row));
    vt_stop(&vt);
    fclose(out);
    return text;
}

/* The lines that are others in ASCII, numbered as in the screen above them: 0 is the cursor's. */
static void write_ascii(FILE *out, char *ascii, const char *unicode)
{
    for (int number = 0; *unicode; number++) {
        size_t length = strcspn(unicode, "\n");
        const char *line = strsep(&ascii, "\n");
        if (strlen(line) != length || memcmp(line, unicode, length) != 0)
            fprintf(out, "%d:%s\n", number, line);
        unicode += length + 1;
    }
}

static char *capture_both(const struct capture *capture, const int size[2])
{
    char *text = NULL, *unicode = capture_screen(capture, size, false),
         *ascii = capture_screen(capture, size, true);
    size_t length;
    FILE *out = open_memstream(&text, &length);
    assert_non_null(out);
    fputs(unicode, out);
    if (strcmp(unicode, ascii) != 0) {
        fputs("== in ASCII\n", out);
        write_ascii(out, ascii, unicode);
    }
    fclose(out);
    free(unicode);
    free(ascii);
    return text;
}

static char *read_all(const char *path)
{
    char *text = calloc(1, 65536);
    FILE *in = fopen(path, "r");
    if (in) {
        size_t n = fread(text, 1, 65535, in);
        text[n] = '\0';
        fclose(in);
    }
    return text;
}

static void tell_difference(const char *path, const char *was, const char *is)
{
    int line = 1;
    for (; *was && *was == *is; was++, is++)
        line += *was == '\n';
    print_error("%s:%d: the screen is another; if it should be, run 'terminal-screens --update'\n", path,
                line);
    print_error("%s\n", is);
}

static void take(const struct capture *capture, const int size[2])
{
    char path[512];
    snprintf(path, sizeof(path), SCREENS "/%s-%dx%d.txt", capture->name, size[1], size[0]);
    char *is = capture_both(capture, size), *was = read_all(path);
    if (strcmp(is, was) != 0 && updating) {
        FILE *out = fopen(path, "w");
        assert_non_null(out);
        fputs(is, out);
        fclose(out);
        printf("%s\n", path);
    } else if (strcmp(is, was) != 0) {
        tell_difference(path, was, is);
        changed++;
    }
    free(is);
    free(was);
}

static int set_up(void **state)
{
    if (scene_set_up_as_root(state) != 0)
        return -1;
    put_nginx();
    return 0;
}

static int page_count;
static char **page_names;

static bool wanted(const char *name)
{
    for (int i = 0; i < page_count; i++)
        if (strcmp(page_names[i], name) == 0)
            return true;
    return page_count == 0;
}

static void every_page_at_every_size(void **state)
{
    (void)state;
    for (size_t i = 0; i < CAPTURES; i++)
        for (size_t j = 0; wanted(captures[i].name) && j < sizeof(sizes) / sizeof(sizes[0]); j++)
            take(&captures[i], sizes[j]);
    assert_int_equal(changed, 0);
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(every_page_at_every_size, set_up, scene_clean_up),
    };
    updating = argc > 1 && strcmp(argv[1], "--update") == 0;
    page_count = argc - 1 - updating;
    page_names = argv + 1 + updating;
    return cmocka_run_group_tests(tests, NULL, NULL);
}
