#include "tests/faults/lab.h"

#include <poll.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/wait.h>
#include <unistd.h>

#include "backends/machine/run.h"
#include "backends/trial/boot.h"
#include "core/base/text.h"
#include "core/plan/builtin.h"
#include "core/plan/line.h"
#include "tests/apart.h"

void lab_fail(const char *format, ...)
{
    va_list args;
    va_start(args, format);
    char *text = xvasprintf(format, args);
    va_end(args);
    fprintf(stderr, "FAILED: %s\n", text);
    free(text);
    _exit(1);
}

void must(int done, const struct failure *failure)
{
    if (done != 0)
        lab_fail("%s", failure->message);
}

void expect(bool holds, const char *what)
{
    printf("%s %s\n", holds ? "ok    " : "FAILED", what);
    fflush(stdout);
    if (!holds)
        exit(1);
}

void lab_need_root(void)
{
    const char *ci = getenv("CI");
    if (geteuid() == 0)
        return;
    printf("1 test program skipped: it needs root\n");
    exit(ci && *ci ? 1 : 77);
}

static void lab_sure(const char *failed)
{
    if (failed)
        lab_fail("%s", failed);
}

void lab_enter(void)
{
    lab_sure(apart_mounts());
    lab_sure(apart_network());
}

static void put(const struct machine *machine, const char *path, const char *data)
{
    struct failure failure = {0};
    if (machine_write(machine, path, data, strlen(data), 0600, &failure) != 0)
        lab_fail("%s", failure.message);
}

static void run_script(char *const words[])
{
    struct failure failure = {0};
    struct output output;
    if (machine_run(words, NULL, 60, &output, &failure) != 0)
        lab_fail("%s", failure.message);
    if (output.status != 0)
        lab_fail("%s: exit %d\n%s%s", words[0], output.status, output.out, output.err);
    output_release(&output);
}

void lab_ufw(const struct machine *machine)
{
    run_script((char *[]){TESTS "/ufw/stock.sh", (char *)(uintptr_t)machine->root, NULL});
}

/* ufw's service, behind penstock's: it starts from the disk. */
void lab_start_ufw(const struct machine *machine)
{
    char *ufw = xasprintf("%s/etc/ufw", machine->root);
    if (access(ufw, F_OK) == 0)
        run_script((char *[]){TESTS "/ufw/within.sh", (char *)(uintptr_t)machine->root, "/lib/ufw/ufw-init",
                              "start", NULL});
    free(ufw);
}

void lab_reboot(const struct machine *machine)
{
    struct failure failure = {0};
    lab_sure(apart_network());
    machine_remove(machine, "/run/penstock-null", &failure);
    put(machine, "/proc/sys/kernel/random/boot_id", "second-boot\n");
}

void lab_machine(struct machine *machine)
{
    struct failure failure = {0};
    char *root = xstrdup("/tmp/penstock-faults-XXXXXX");
    machine->root = mkdtemp(root);
    /* In memory: a kill is no power cut of the disk, and hundreds of cases would wait for its fsync. */
    if (!machine->root || mount("tmpfs", root, "tmpfs", 0, "size=64m") != 0)
        lab_fail("root folder: %m");
    if (machine_folder(machine, "/proc/sys/kernel/random", 0700, &failure) != 0)
        lab_fail("root folder: %m");
    put(machine, "/proc/sys/kernel/random/boot_id", "first-boot\n");
}

void lab_remove(const struct machine *machine)
{
    umount2(machine->root, MNT_DETACH);
    rmdir(machine->root);
    free((void *)machine->root);
}

void lab_plan(struct plan *plan, uint16_t first_port, size_t ports)
{
    *plan = (struct plan){.incoming = VERDICT_DROP, .outgoing = VERDICT_ACCEPT, .forward = VERDICT_DROP};
    struct site *site = arena_alloc(&plan->arena, sizeof(*site));
    struct product *product = arena_alloc(&plan->arena, sizeof(*product));
    struct host *host = arena_alloc(&plan->arena, sizeof(*host));
    struct flow *flow = arena_alloc(&plan->arena, sizeof(*flow));
    struct prefix *peer = arena_alloc(&plan->arena, sizeof(*peer));
    *peer = (struct prefix){.family = FAMILY_4, .length = 8, .bytes = {10}};
    host->name = "srv-a";
    host->product = site->product = product;
    product->id = "test";
    site->name = "Test";
    site->hosts = host;
    site->host_count = 1;
    *flow = (struct flow){.service = "probe",
                          .from = {.address = *peer},
                          .to = {.host = host},
                          .protocol = PROTOCOL_TCP,
                          .reason = "test",
                          .source = "test"};
    plan->site = site;
    plan->host = host;
    builtins_choose(plan, false);
    plan->rule_count = ports;
    plan->rules = xcalloc(ports, sizeof(*plan->rules)); /* plan_release frees them */
    for (size_t i = 0; i < ports; i++) {
        uint16_t port = (uint16_t)(first_port + 2 * i);
        plan->rules[i] = (struct rule){.direction = DIRECTION_IN,
                                       .protocol = PROTOCOL_TCP,
                                       .ports = {port, port},
                                       .from = {peer, 1},
                                       .flow = flow};
    }
}

struct trial_request lab_request(const struct backend *backend, const struct plan *plan, unsigned seconds)
{
    return (struct trial_request){
        .backend = backend, .plan = plan, .seconds = seconds, .site_name = "Test", .host_name = "srv-a"};
}

int lab_apply(const struct machine *machine, const struct trial_request *request, struct failure *failure)
{
    struct trial_state state = {0};
    struct trial_times times = {0};
    int done = trial_begin(machine, request, &state, &times, failure);
    trial_state_release(&state);
    return done;
}

char *lab_decides(const struct machine *machine, const struct backend *backend)
{
    struct live live;
    struct failure failure = {0};
    if (backend->read(machine, &live, &failure) != 0)
        lab_fail("read: %s", failure.message);
    static const struct lines none;
    char *text = lines_pack(live.trial ? &live.pending : live.ours ? &live.lines : &none);
    live_release(&live);
    return text;
}

char *lab_boot_file(const struct machine *machine)
{
    struct image image;
    struct failure failure = {0};
    if (boot_read(machine, &image, &failure) != 0)
        lab_fail("boot file: %s", failure.message);
    char *text = lines_pack(&image.lines);
    image_release(&image);
    return text;
}

char *lab_rules(const struct backend *backend, const struct plan *plan)
{
    struct compiled *compiled;
    struct problems problems = {0};
    if (!plan)
        return xstrdup("");
    if (backend->compile(plan, &compiled, &problems) != 0)
        lab_fail("compile: %s", problems.count ? problems.items[0].message : "no reason");
    char *text = lines_pack(backend->lines(compiled));
    backend->compiled_free(compiled);
    problems_release(&problems);
    return text;
}

enum journal_phase lab_phase(const struct machine *machine)
{
    struct journal journal;
    struct failure failure = {0};
    if (journal_read(machine, &journal, &failure) != 0)
        lab_fail("journal: %s", failure.message);
    enum journal_phase phase = journal.phase;
    journal_release(&journal);
    return phase;
}

void lab_await(bool (*ready)(void *context), void *context, const char *what)
{
    int64_t until = machine_boottime() + 60000;
    while (!ready(context)) {
        if (machine_boottime() > until)
            lab_fail("waited 60 s for %s", what);
        poll(NULL, 0, 10);
    }
}

int lab_wait(pid_t pid)
{
    int status;
    if (waitpid(pid, &status, 0) != pid)
        lab_fail("wait: %m");
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}
