#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include "tui/words/columns.h"

static void columns_align_by_cells(void **state)
{
    (void)state;
    char *written;
    size_t length;
    FILE *out = open_memstream(&written, &length);
    struct columns columns = {.width = 3};
    static const char *const cells[] = {"a", "bb", "the end", "日本", "", "", "ccc", "d\033[2J", NULL};
    for (size_t i = 0; i < 9; i++)
        columns_add(&columns, cells[i]);
    columns_print(&columns, out);
    fclose(out);
    assert_string_equal(written, "a     bb      the end\n日本\nccc   d^[[2J\n");
    assert_int_equal(columns.count, 0);
    free(written);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(columns_align_by_cells),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
