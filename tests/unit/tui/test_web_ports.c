/* Which advice is about moved web ports is said by the catalog. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "core/catalog/catalog.h"
#include "tui/words/web_ports.h"

static struct catalog catalog;

static int load(void **state)
{
    struct problems problems = {0};
    (void)state;
    return catalog_init(&catalog, &problems);
}

static int unload(void **state)
{
    (void)state;
    catalog_release(&catalog);
    return 0;
}

static bool caused(enum problem_code code, const char *word, bool fix_redirect)
{
    const struct problem problem = {.code = code, .word = word};
    return web_ports_cause(catalog_product(&catalog, "smartserver"), &problem, fix_redirect);
}

static void moved_ports_cause_what_the_catalog_says(void **state)
{
    (void)state;
    assert_true(caused(PROBLEM_ADVICE, "cms-export", false));
    assert_true(caused(PROBLEM_ADVICE, "factory-restore", false));
    assert_false(caused(PROBLEM_ADVICE, "enhanced-resets", false));
    assert_false(caused(PROBLEM_ADVICE, "of-no-catalog", false));
    assert_false(caused(PROBLEM_FORMAT, "cms-export", false));
}

static void a_mended_redirect_is_not_said(void **state)
{
    (void)state;
    assert_true(caused(PROBLEM_ADVICE, "redirect", false));
    assert_false(caused(PROBLEM_ADVICE, "redirect", true));
    assert_true(caused(PROBLEM_ADVICE, "cms-export", true));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(moved_ports_cause_what_the_catalog_says),
        cmocka_unit_test(a_mended_redirect_is_not_said),
    };
    return cmocka_run_group_tests(tests, load, unload);
}
