#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "core/base/text.h"
#include "core/yaml/yaml.h"

struct reading {
    struct arena arena;
    struct problems problems;
    const struct yaml *root;
};

static struct reading read_n(const char *text, size_t length)
{
    struct reading reading = {0};
    reading.root = yaml_parse("f", text, length, &reading.arena, &reading.problems);
    return reading;
}

static void release(struct reading *reading)
{
    problems_release(&reading->problems);
    arena_release(&reading->arena);
}

static void expect_error_n(const char *text, size_t length, const char *expected)
{
    struct reading reading = read_n(text, length);
    assert_null(reading.root);
    assert_int_equal(reading.problems.count, 1);
    assert_int_equal(reading.problems.errors, 1);
    char *line = problem_line(&reading.problems.items[0]);
    if (strncmp(line, expected, strlen(expected)) != 0)
        fail_msg("%.60s\n  gave     %s\n  expected %s", text, line, expected);
    free(line);
    release(&reading);
}

static void tree_keeps_words_and_places(void **state)
{
    (void)state;
    const char *text = "penstock: 1   # format\nhosts:\n  - {name: srv-a, version: 4.10}\n  - on\nempty:\n"
                       "quoted: \"x y\"\nfold: >-\n  a\n  b\nnone: []\n";
    struct reading reading = read_n(text, strlen(text));
    assert_non_null(reading.root);
    assert_int_equal(reading.root->kind, YAML_MAP);
    assert_int_equal(reading.root->count, 6);

    const struct yaml *hosts = yaml_get(reading.root, "hosts");
    assert_int_equal(hosts->kind, YAML_LIST);
    assert_int_equal(hosts->count, 2);
    assert_int_equal(hosts->key_line, 2);
    assert_int_equal(hosts->key_column, 1);
    const struct yaml *version = yaml_get(hosts->first, "version");
    assert_string_equal(version->word, "4.10");
    assert_int_equal(version->line, 3);
    assert_int_equal(version->column, 28);
    assert_int_equal(version->key_column, 19);
    assert_string_equal(hosts->first->next->word, "on");
    assert_string_equal(yaml_get(reading.root, "empty")->word, "");
    assert_true(yaml_get(reading.root, "quoted")->quoted);
    assert_string_equal(yaml_get(reading.root, "fold")->word, "a b");
    assert_int_equal(yaml_get(reading.root, "none")->count, 0);
    assert_null(yaml_get(reading.root, "nothing"));
    assert_null(yaml_get(hosts, "name"));
    release(&reading);
}

static void other_forms_of_text_are_read(void **state)
{
    (void)state;
    static const char *const forms[] = {("\xef\xbb\xbf"
                                         "a: é\r\nb: 2\r\n"),
                                        "---\na: é\nb: 2\n...\n", "{a: é, b: 2}", "{\"a\": \"é\", \"b\": 2}"};
    for (size_t i = 0; i < sizeof(forms) / sizeof(forms[0]); i++) {
        struct reading reading = read_n(forms[i], strlen(forms[i]));
        assert_non_null(reading.root);
        assert_string_equal(yaml_get(reading.root, "a")->word, "é");
        assert_string_equal(yaml_get(reading.root, "b")->word, "2");
        release(&reading);
    }
}

static void bad_files_have_place_and_words(void **state)
{
    (void)state;
    static const struct {
        const char *text, *expected;
    } bad[] = {
        {"", "f:1:1: error: the file is empty"},
        {"# nothing\n", "f:2:1: error: the file is empty"},
        {"---\n", "f:2:1: error: the file is empty"},
        {"a: &x 1\n", "f:1:4: error: anchors (&) and aliases (*)"},
        {"a: 1\nb: *x\n", "f:2:4: error: anchors (&) and aliases (*)"},
        {"&x a: 1\n", "f:1:1: error: anchors (&) and aliases (*)"},
        {"a: [&y [1]]\n", "f:1:5: error: anchors (&) and aliases (*)"},
        {"a: {&y b: 1}\n", "f:1:5: error: anchors (&) and aliases (*)"},
        {"a: & b\n", "f:1:4: error: anchors (&) and aliases (*)"},
        {"a: !!str 1\n", "f:1:4: error: tags (!)"},
        {"a: ! 1\n", "f:1:4: error: tags (!)"},
        {"é: 1\na: !x [1]\n", "f:2:4: error: tags (!)"},
        {"a: !x!y 1\n", "f:1:4: error: tags (!)"},
        {"!x a: 1\n", "f:1:1: error: tags (!)"},
        {"%YAML 1.1\n---\na: 1\n", "f:1:1: error: directives (%)"},
        {"%TAG ! x\n---\na: 1\n", "f:1:"},
        {"a: 1\n---\nb: 2\n", "f:2:1: error: a second document starts here"},
        {"a: 1\n...\nb: 2\n", "f:3:1: error: "},
        {"a: 1\nb: 2\na: 3\n", "f:3:1: error: 'a' is given twice; keep one of them"},
        {"h: {a: 1, b: 2, a: 3}\n", "f:1:17: error: 'a' is given twice"},
        {"? [a]\n: 1\n", "f:1:3: error: a key must be a word"},
        {"{a: 1}: 2\n", "f:1:1: error: a key must be a word"},
        {"{\"\": 1}\n", "f:1:2: error: a key must be a word"},
        {"a: \x01\n", "f:1:4: error: control character U+0001"},
        {"a: 1\nb: \x7f\n", "f:2:4: error: control character U+007F"},
        {"a: \xc2\x85\n", "f:1:4: error: control character U+0085"},
        {"a: \xe2\x80\xa8\n", "f:1:4: error: control character U+2028"},
        {"a: x\xef\xbb\xbf\n", "f:1:5: error: byte order mark U+FEFF"},
        {"a: é\xff\n", "f:1:5: error: byte 0xff is no UTF-8"},
        {"\xff\xfe"
         "a",
         "f:1:1: error: byte 0xff is no UTF-8"},
        {"a: \xc0\xaf\n", "f:1:4: error: byte 0xc0 is no UTF-8"},
        {"a: \xed\xa0\x80\n", "f:1:4: error: byte 0xed is no UTF-8"},
        {"a: \"x\\ey\"\n", "f:1:4: error: the text holds a control character or a line break"},
        {"a: \"\\0\"\n", "f:1:4: error: the text holds a control character or a line break"},
        {"a: \"x\\ny\"\n", "f:1:4: error: the text holds a control character or a line break"},
        {"a: |\n  x\n  y\n", "f:1:4: error: the text holds a control character or a line break"},
        {"a: x\ty\n", "f:1:4: error: the text holds a control character or a line break"},
        {"\"a\\e\": x\n", "f:1:1: error: the text holds a control character or a line break"},
        {"a: \"x\n", "f:1:4: error: the quote that opens here is never closed; close it"},
        {"a: 'x\n---\n", "f:1:4: error: the quote that opens here is never closed; close it"},
        {"a: \"\\q\"\n", "f:1:5: error: this is no escape"},
        {"a: \"\\xzz\"\n", "f:1:7: error: this is no escape"},
        {"a: \"\\ud800\"\n", "f:1:7: error: this is no escape"},
        {"a:\n\t- b\n", "f:2:1: error: "},
        {"a: @b\n", "f:1:4: error: a word cannot start with '@'"},
        {"a: 1\nb\nc: 2\n", "f:2:1: error: a ':' is missing after this key"},
        {"a: - b\n", "f:1:4: error: a list item '-' cannot stand here"},
        {"a: b: c\n", "f:1:5: error: a second ':' stands here"},
        {"a: [1, 2\nb: 3\n", "f:2:2: error: a ',' or ']' is missing"},
        {"a: {b: 1\nc: 2\n", "f:2:2: error: a ',' or '}' is missing"},
        {"a:\n  - b\n  c\n", "f:3:3: error: "},
        {"a: 1\n  b: 2\n", "f:2:4: error: a second ':' stands here"},
        {"a:\n  b: 1\n c: 2\n", "f:3:2: error: this line does not line up"},
        {"a:\n  - b\n - c\n", "f:3:2: error: this line does not line up"},
        {"a: ]\n", "f:1:4: error: a value is missing here"},
        {"- a\nb: 1\n", "f:2:1: error: this line does not line up"},
    };
    for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
        expect_error_n(bad[i].text, strlen(bad[i].text), bad[i].expected);
    expect_error_n("a: \0b\n", 6, "f:1:4: error: control character U+0000");
}

static void size_is_limited(void **state)
{
    (void)state;
    size_t size = YAML_MOST_BYTES;
    char *text = xmalloc(size + 1);
    memset(text, '#', size + 1);
    memcpy(text, "a: 1\n", 5);
    struct reading reading = read_n(text, size);
    assert_non_null(reading.root);
    release(&reading);
    expect_error_n(text, size + 1, "f:1:1: error: the file is larger than 8 MiB");
    free(text);
}

static void depth_is_limited(void **state)
{
    (void)state;
    struct reading reading = read_n("[[[[[[[[[[[[[[[[a]]]]]]]]]]]]]]]]", 33);
    assert_non_null(reading.root);
    release(&reading);
    expect_error_n("[[[[[[[[[[[[[[[[[a]]]]]]]]]]]]]]]]]", 35,
                   "f:1:17: error: lists and maps are nested deeper");
    expect_error_n("a: [[[[[[[[[[[[[[[{b: 1}]]]]]]]]]]]]]]]", 39, "f:1:19: error: lists and maps are nested");
}

static void nodes_are_limited(void **state)
{
    (void)state;
    struct text text = {0};
    text_add(&text, "[");
    for (int i = 0; i < 199999; i++)
        text_add(&text, "a,");
    struct text more = {0};
    text_add(&more, text_get(&text));
    text_add(&text, "]");
    text_add(&more, "a]");
    struct reading reading = read_n(text.data, text.length);
    assert_non_null(reading.root);
    assert_int_equal(reading.root->count, 199999);
    release(&reading);
    expect_error_n(more.data, more.length, "f:1:400000: error: more than 200000 values");
    text_release(&text);
    text_release(&more);
}

/* A map of 90 000 keys, each once but the last: quadratic checking would need minutes. */
static void many_keys_are_checked(void **state)
{
    (void)state;
    struct text text = {0};
    for (int i = 0; i < 90000; i++)
        text_addf(&text, "k%d: \n", i);
    text_add(&text, "k7: \n");
    expect_error_n(text.data, text.length, "f:90001:1: error: 'k7' is given twice");
    text_release(&text);
}

static void read_name(const struct yaml *value, void *into, struct problems *problems)
{
    (void)problems;
    *(const char **)into = value->word;
}

static void maps_are_read_by_handlers(void **state)
{
    (void)state;
    static const struct yaml_key keys[] = {
        {"name", 1u << YAML_WORD, read_name}, {"uses", 1u << YAML_LIST | 1u << YAML_WORD, read_name}, {0}};
    const char *text = "nmae: x\nname: y\nuses: {a: b}\nzzzzzzzz: 1\n";
    struct reading reading = read_n(text, strlen(text));
    const char *name = NULL;
    yaml_read_map(reading.root, "the site", keys, &name, &reading.problems);
    yaml_read_map(reading.root->first, "the host", keys, &name, &reading.problems);
    assert_string_equal(name, "y");
    static const char *const expected[] = {
        "f:1:1: error: unknown key 'nmae' in the site; did you mean 'name'?",
        "f:3:7: error: 'uses' in the site must be a word or a list",
        "f:4:1: error: unknown key 'zzzzzzzz' in the site; take it out or correct it",
        "f:1:7: error: the host must be a map; write 'key: value' lines",
    };
    assert_int_equal(reading.problems.count, 4);
    for (size_t i = 0; i < 4; i++) {
        char *line = problem_line(&reading.problems.items[i]);
        assert_string_equal(line, expected[i]);
        free(line);
    }
    release(&reading);
}

static void written_words_read_back(void **state)
{
    (void)state;
    static const struct {
        const char *word, *written;
    } words[] = {
        {"srv-a", "srv-a"},
        {"Riverside Water", "Riverside Water"},
        {"on", "on"},
        {"5500-5509", "5500-5509"},
        {"4.10", "\"4.10\""},
        {"10.20.0.0/24", "10.20.0.0/24"},
        {"4.60.023", "4.60.023"},
        {"fd00:20::11", "\"fd00:20::11\""},
        {"", "\"\""},
        {"say \"hi\"\\", "\"say \\\"hi\\\"\\\\\""},
        {" x", "\" x\""},
        {"x ", "\"x \""},
        {"a: b", "\"a: b\""},
        {"a #b", "\"a #b\""},
        {"[x]", "\"[x]\""},
        {"- x", "\"- x\""},
        {"!x", "\"!x\""},
        {"*x", "\"*x\""},
        {"Süd", "Süd"},
        {"écluse", "\"écluse\""},
        {"a, b", "\"a, b\""},
        {"it's", "\"it's\""},
        {"a  b", "a  b"},
        {"NTP server (plant)", "NTP server (plant)"},
    };
    for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
        struct text text = {0};
        yaml_write_word(&text, words[i].word);
        assert_string_equal(text.data, words[i].written);
        char *file = xasprintf("a: {k: %s, l: [%s, x]}\nb: %s\n", text.data, text.data, text.data);
        struct reading reading = read_n(file, strlen(file));
        if (!reading.root)
            fail_msg("'%s' cannot be read back", file);
        assert_string_equal(yaml_get(reading.root, "b")->word, words[i].word);
        const struct yaml *map = yaml_get(reading.root, "a");
        assert_string_equal(yaml_get(map, "k")->word, words[i].word);
        assert_string_equal(yaml_get(map, "l")->first->word, words[i].word);
        release(&reading);
        free(file);
        text_release(&text);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(tree_keeps_words_and_places),
        cmocka_unit_test(other_forms_of_text_are_read),
        cmocka_unit_test(bad_files_have_place_and_words),
        cmocka_unit_test(size_is_limited),
        cmocka_unit_test(depth_is_limited),
        cmocka_unit_test(nodes_are_limited),
        cmocka_unit_test(many_keys_are_checked),
        cmocka_unit_test(maps_are_read_by_handlers),
        cmocka_unit_test(written_words_read_back),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
