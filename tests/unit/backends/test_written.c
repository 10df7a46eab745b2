/* What a backend writes down says of each row which line it is: every line once, in a row that reads like it. */
#include <stdlib.h>
#include <string.h>

#include "core/plan/written.h"
#include "tests/unit/nft_scene.h"

static const struct {
    const char *yaml, *host;
} places[] = {{PAIR, "srv-a"}, {PAIR, "dmz-1"}, {PAIR, "control-room"}, {PAIR, "fw-1"}, {DEVICE, "ss-1"}};

static bool has_line(const struct written *written, const struct line *line)
{
    for (size_t i = 0; i < written->lines.count; i++)
        if (strcmp(written->lines.items[i].group, line->group) == 0 &&
            strcmp(written->lines.items[i].text, line->text) == 0 &&
            written->lines.items[i].rule_count == line->rule_count)
            return true;
    return false;
}

/* A set stands by its name in a row of nftables, its addresses in the line. */
static void check_row(const char *row, const struct line *line)
{
    char *one = xstrndup(row, strcspn(row, "\n"));
    bool set = strchr(line->text, '{') != NULL;
    if ((!set && !strstr(one, line->text)) || (line->comment && !strstr(one, line->comment)))
        fail_msg("'%s' is not the row of '%s' (%s)", one, line->text, line->comment ? line->comment : "");
    free(one);
}

static void check_rows(const struct backend *backend, const struct plan *plan)
{
    struct problems problems = {0};
    struct compiled *compiled;
    struct written written = {0};
    size_t found = 0, switched = 0;
    assert_int_equal(backend->compile(plan, &compiled, &problems), 0);
    char *text = backend->render(compiled, &written);
    for (const char *row = text; *row; row += strcspn(row, "\n") + 1) {
        const struct line *line = written_line(&written, (size_t)(row - text));
        if (line)
            check_row(row, line);
        found += line != NULL;
    }
    assert_int_equal(found, written.lines.count);
    const struct lines *lines = backend->lines(compiled);
    for (size_t i = 0; i < lines->count; i++)
        if (strcmp(lines->items[i].text, "enable") == 0)
            switched++;
        else
            assert_true(has_line(&written, &lines->items[i]));
    assert_true(found > 0);
    assert_int_equal(found + switched, lines->count);
    written_release(&written);
    free(text);
    backend->compiled_free(compiled);
}

static void each_line_has_its_row(void **state)
{
    (void)state;
    netns_private();
    for (size_t i = 0; i < sizeof(places) / sizeof(*places); i++) {
        struct scene scene;
        struct plan plan;
        scene_init(&scene, places[i].yaml);
        scene_plan(&scene, places[i].host, &plan);
        check_rows(&backend_nft, &plan);
        check_rows(&backend_ufw, &plan);
        plan_release(&plan);
        scene_release(&scene);
    }
}

static void a_row_of_none_is_none(void **state)
{
    (void)state;
    struct lines lines = {0};
    struct written written = {0};
    assert_null(written_line(&written, 0));
    written_note(&written, 7, lines_add(&lines, "input", "accept", NULL));
    written_note(NULL, 9, &lines.items[0]);
    assert_null(written_line(&written, 0));
    assert_null(written_line(&written, 8));
    assert_string_equal(written_line(&written, 7)->text, "accept");
    written_release(&written);
    lines_release(&lines);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_row_of_none_is_none),
        cmocka_unit_test(each_line_has_its_row),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
