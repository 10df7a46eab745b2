/* Memory that ends: in libnftnl and libyaml as in our own code it is one sentence and the end, at every place where
 * it can happen; nothing is left out in silence. Not for the sanitizers, which bring their own malloc. */
#include <errno.h>
#include <linux/netfilter/nf_tables.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "backends/nft/compile/compile.h"
#include "backends/nft/wire/dump.h"
#include "backends/nft/wire/encode.h"
#include "core/yaml/yaml.h"
#include "tests/unit/nft_scene.h"

#ifndef __SANITIZE_ADDRESS__
extern void *__libc_malloc(size_t size);
extern void *__libc_calloc(size_t count, size_t size);
extern void *__libc_realloc(void *old, size_t size);

enum { TORN = 3, WHOLE_ALL_THE_SAME };

static long left = -1; /* allocations until the one that fails; -1: none will */

static bool memory_is_there(void)
{
    if (left < 0 || left-- > 0)
        return true;
    errno = ENOMEM;
    return false;
}

void *malloc(size_t size)
{
    return memory_is_there() ? __libc_malloc(size) : NULL;
}

void *calloc(size_t count, size_t size)
{
    return memory_is_there() ? __libc_calloc(count, size) : NULL;
}

void *realloc(void *old, size_t size)
{
    return memory_is_there() ? __libc_realloc(old, size) : NULL;
}

/* Whether a child comes to its end whose allocation fails after so many, one alone. Else it must have said why, or
 * have had the whole answer. */
static bool passes(long allocations, void (*work)(void *), void *context)
{
    const struct rlimit no_core = {0, 0};
    int ends[2], status;
    char said[256];
    if (pipe(ends) != 0)
        fail();
    pid_t child = fork();
    if (child == 0) {
        setrlimit(RLIMIT_CORE, &no_core);
        signal(SIGABRT, SIG_DFL);
        signal(SIGSEGV, SIG_DFL);
        dup2(ends[1], STDERR_FILENO);
        left = allocations;
        work(context);
        _exit(left < 0 ? WHOLE_ALL_THE_SAME : 0);
    }
    close(ends[1]);
    ssize_t got = read(ends[0], said, sizeof(said) - 1);
    said[got > 0 ? got : 0] = '\0';
    close(ends[0]);
    assert_int_equal(waitpid(child, &status, 0), child);
    if (WIFEXITED(status) && WEXITSTATUS(status) == 0)
        return true;
    if (WIFEXITED(status) && WEXITSTATUS(status) == WHOLE_ALL_THE_SAME)
        return false;
    if (!WIFSIGNALED(status) || WTERMSIG(status) != SIGABRT || strcmp(said, "penstock: out of memory\n") != 0)
        fail_msg("after %ld allocations: status %x, '%s'", allocations, (unsigned)status, said);
    return false;
}

static void at_every_place(void (*work)(void *), void *context, long at_least)
{
    long allocations = 0;
    while (!passes(allocations, work, context))
        allocations++;
    assert_true(allocations >= at_least);
}

static size_t whole; /* bytes of all messages; 0: not known yet */

static void encode_all(void *context)
{
    struct batch batch = {0};
    encode_table(&batch);
    encode_base(&batch, HOOK_INPUT, true);
    encode_slot(&batch, context, 'a');
    encode_switch(&batch, HOOK_INPUT, 'b');
    if (whole && batch.length != whole)
        _exit(TORN);
    whole = batch.length;
    batch_release(&batch);
}

/* The rules that come back are as many as went in, or nothing comes back at all. */
static void decode_all(void *context)
{
    const struct batch *batch = context;
    struct dump dump = {0};
    size_t rules = 0, found = 0;
    for (size_t i = 0; i < batch->count; i++) {
        const struct nlmsghdr *header = (const void *)(batch->data + batch->origins[i].offset);
        unsigned kind = header->nlmsg_type & 0xff;
        errno = 0;
        if (kind == NFT_MSG_NEWCHAIN)
            decode_chain(&dump, header);
        if (kind == NFT_MSG_NEWRULE)
            decode_rule(&dump, header);
        rules += kind == NFT_MSG_NEWRULE;
    }
    for (size_t i = 0; i < dump.chain_count; i++)
        found += dump.chains[i].rules.count;
    if (found != rules || rules == 0)
        _exit(TORN);
    dump_release(&dump);
}

static void read_yaml(void *context)
{
    struct arena arena = {0};
    struct problems problems = {0};
    if (!yaml_parse("site.yaml", context, strlen(context), &arena, &problems) || problems.count)
        _exit(TORN);
    arena_release(&arena);
}

static void rules_are_written_and_read_whole_or_not_at_all(void **state)
{
    (void)state;
    struct scene scene;
    struct plan plan = {0};
    struct ruleset ruleset = {0};
    struct batch batch = {0};
    scene_init(&scene, PAIR);
    assert_int_equal(plan_make(&plan, &scene.flows, &scene.site.hosts[0], &scene.problems), 0);
    compile_plan(&ruleset, &plan);
    encode_all(&ruleset);
    at_every_place(encode_all, &ruleset, 300);
    encode_slot(&batch, &ruleset, 'a');
    at_every_place(decode_all, &batch, 300);
    batch_release(&batch);
    ruleset_release(&ruleset);
    plan_release(&plan);
    scene_release(&scene);
}

static void a_file_is_read_whole_or_not_at_all(void **state)
{
    static char text[] = "penstock: 1\nsite: 'Dam'\nhosts:\n  - {name: a, address: [10.0.0.1, 10.0.0.2]}\n";
    (void)state;
    at_every_place(read_yaml, text, 30);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rules_are_written_and_read_whole_or_not_at_all),
        cmocka_unit_test(a_file_is_read_whole_or_not_at_all),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
#else
int main(void)
{
    return 0;
}
#endif
