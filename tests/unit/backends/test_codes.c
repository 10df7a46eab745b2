/* Problem codes that no command's answer carries: the pages show them, or nobody does. */
#include <grp.h>
#include <sys/wait.h>
#include <unistd.h>

#include "backends/desk/desk.h"
#include "backends/registry.h"

#include "core/site/advise.h"
#include "tests/folder.h"
#include "tests/unit/sites.h"

static const char one_server[] = "product: geo-scada\nversion: '2022'\nredundancy: single\nhosts:\n"
                                 "  - {name: a, role: server, address: 10.0.0.1}\n";

static struct desk desk_here(const char *root)
{
    struct desk desk;
    char *message = NULL;
    if (machine_desk.open(&desk, root, &message) != OUTCOME_DONE)
        fail_msg("%s", message);
    return desk;
}

/* Whether comparing a plan of one server with the machine of `desk` tells `word`. */
static bool comparing_tells(const struct desk *desk, const char *word)
{
    struct scene scene;
    struct plan plan = {0};
    struct comparison comparison = {0};
    struct apply_options options = {.backend = "nftables"};
    char *message = NULL;
    scene_init(&scene, one_server);
    assert_int_equal(plan_make(&plan, &scene.flows, &scene.site.hosts[0], &scene.problems), 0);
    desk->compare(desk->context, &options, &plan, &comparison, &message);
    bool told = problems_have(&comparison.checks, word);
    comparison_release(&comparison);
    plan_release(&plan);
    scene_release(&scene);
    free(message);
    return told;
}

static void a_backend_that_is_not_there(void **state)
{
    (void)state;
    char *root = folder_make();
    struct desk desk = desk_here(root);
    struct plan plan = {0};
    struct problems problems = {0};
    assert_null(desk.render(desk.context, "pf", &plan, NULL, &problems));
    assert_true(problems_have(&problems, "unknown-backend"));
    problems_release(&problems);
    machine_desk.close(&desk);
    folder_remove(root);
}

static void the_backend_of_the_tests_on_a_real_machine(void **state)
{
    (void)state;
    const struct machine machine = {.root = ""};
    struct probe probe = {0};
    struct failure failure = {0};
    assert_int_equal(backend_null.probe(&machine, NULL, &probe, &failure), 0);
    assert_true(!probe.usable && problems_have(&probe.problems, "backend"));
    probe_release(&probe);
}

static void an_advice_without_words(void **state)
{
    (void)state;
    struct scene scene;
    scene_init(&scene, one_server);
    advise(&scene.problems, &scene.site, NULL, "unheard-of");
    assert_true(problems_have(&scene.problems, "catalog"));
    scene_release(&scene);
}

static void nobody_in_particular(const char *root)
{
    if (setgroups(0, NULL) != 0 || setgid(65534) != 0 || setuid(65534) != 0)
        _exit(2);
    struct desk desk = desk_here(root);
    bool told = comparing_tells(&desk, "no-privilege");
    machine_desk.close(&desk);
    _exit(told ? 0 : 1);
}

static void somebody_without_privilege(void **state)
{
    (void)state;
    char *root = folder_make();
    int status;
    pid_t child = fork();
    if (child == 0)
        nobody_in_particular(root);
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_int_equal(status, 0);
    folder_remove(root);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_backend_that_is_not_there),
        cmocka_unit_test(the_backend_of_the_tests_on_a_real_machine),
        cmocka_unit_test(an_advice_without_words),
        cmocka_unit_test(somebody_without_privilege),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
