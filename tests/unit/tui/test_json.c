#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include "tui/words/json.h"

static char *written;
static size_t length;

static FILE *open_text(struct json *json)
{
    FILE *out = open_memstream(&written, &length);
    assert_non_null(out);
    json_start(json, out);
    return out;
}

static void is_written(FILE *out, const char *wanted)
{
    fclose(out);
    assert_string_equal(written, wanted);
    free(written);
}

static void keys_keep_their_order(void **state)
{
    (void)state;
    struct json json;
    FILE *out = open_text(&json);
    json_begin(&json, NULL, '{', true);
    json_put_text(&json, "b", "x");
    json_put_text(&json, "a", NULL);
    json_begin(&json, "list", '[', true);
    json_begin(&json, NULL, '{', false);
    json_put_number(&json, "n", -7);
    json_put_bool(&json, "yes", true);
    json_put_real(&json, "ms", 0.25);
    json_end(&json, '}');
    json_put_text(&json, NULL, "two");
    json_end(&json, ']');
    json_begin(&json, "none", '[', true);
    json_end(&json, ']');
    json_end(&json, '}');
    is_written(out, "{\n  \"b\": \"x\",\n  \"a\": null,\n  \"list\": [\n"
                    "    {\"n\": -7, \"yes\": true, \"ms\": 0.250},\n    \"two\"\n  ],\n"
                    "  \"none\": []\n}\n");
}

static void nothing_acts_on_a_terminal(void **state)
{
    (void)state;
    struct json json;
    FILE *out = open_text(&json);
    json_begin(&json, NULL, '[', false);
    json_put_text(&json, NULL, "\x1b[2J \"q\" \\ \n \x7f");
    json_put_text(&json, NULL, "é \xe2\x80\xae \xf0\x9f\x98\x80");
    json_put_text(&json, NULL, "\xff");
    json_end(&json, ']');
    is_written(out, "[\"\\u001B[2J \\\"q\\\" \\\\ \\n \\u007F\", \"\\u00E9 \\u202E \\uD83D\\uDE00\", "
                    "\"\\\\xff\"]\n");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(keys_keep_their_order),
        cmocka_unit_test(nothing_acts_on_a_terminal),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
