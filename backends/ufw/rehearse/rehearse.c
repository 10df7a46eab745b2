#include "backends/ufw/rehearse/rehearse.h"

#include <errno.h>
#include <net/if.h>
#include <sched.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mount.h>
#include <sys/socket.h>
#include <unistd.h>

#include "backends/machine/aside.h"
#include "backends/machine/conf.h"
#include "backends/machine/run.h"
#include "backends/ufw/rehearse/handmade.h"
#include "backends/ufw/rehearse/ipsets.h"
#include "backends/ufw/rehearse/stage.h"

enum { SECONDS = 60 };

struct play {
    const struct ufw_stage *stage;
    const char *logging;
    const struct ufw_rehearsal
        *disk; /* the future's files are rehearsed; NULL: those of the disk as they are */
};

static int bind_over(const char *from, const char *to, struct failure *failure)
{
    if (mount(from, to, NULL, MS_BIND, NULL) == 0)
        return 0;
    return fail(failure, FAILURE_MACHINE, "ufw cannot be rehearsed: '%s' cannot be mounted on '%s': %s", from,
                to, strerror(errno));
}

static void raise_loopback(void)
{
    struct ifreq request = {.ifr_name = "lo", .ifr_flags = IFF_UP};
    int fd = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    if (fd < 0)
        return;
    ioctl(fd, SIOCSIFFLAGS, &request);
    close(fd);
}

static int ufw_rehearse_enter(const struct play *play, struct failure *failure)
{
    char *sets = ipsets_read();
    int apart = unshare(CLONE_NEWNS | CLONE_NEWNET);
    if (apart == 0)
        ipsets_make(sets);
    free(sets);
    if (apart != 0 || mount("none", "/", NULL, MS_REC | MS_PRIVATE, NULL) != 0)
        return fail(failure, FAILURE_MACHINE, "ufw cannot be rehearsed: no namespaces: %s", strerror(errno));
    raise_loopback();
    if (bind_over(play->stage->etc, "/etc/ufw", failure) != 0 ||
        bind_over(play->stage->defaults, "/etc/default/ufw", failure) != 0)
        return -1;
    if (mount("tmpfs", "/run", "tmpfs", MS_NOSUID | MS_NODEV, "mode=755") != 0)
        return fail(failure, FAILURE_MACHINE, "ufw cannot be rehearsed: no /run of its own: %s",
                    strerror(errno));
    return 0;
}

/* What ufw warns of (owners, profiles) it goes on with, and so do we; that no rule got lost by it is seen in
 * what it wrote. */
static int ufw_rehearse_run(char *const argv[], struct output *output, struct failure *failure)
{
    if (machine_run(argv, NULL, SECONDS, output, failure) != 0)
        return -1;
    if (output->status == 0)
        return 0;
    char *said = text_one_line(*output->err ? output->err : output->out);
    fail(failure, FAILURE_REFUSED, "ufw refuses the new rules in the rehearsal: %.300s", said);
    free(said);
    output_release(output);
    return -1;
}

static int ufw_rehearse_render(const struct play *play, struct failure *failure)
{
    struct output output;
    char *logging = xstrdup(play->logging);
    char *const argv[] = {"/usr/sbin/ufw", "logging", logging, NULL};
    int done = ufw_rehearse_run(argv, &output, failure);
    if (done == 0)
        output_release(&output);
    free(logging);
    return done;
}

static int ufw_rehearse_start(const struct play *play, struct failure *failure)
{
    struct output output;
    char *const argv[] = {"/lib/ufw/ufw-init", "start", NULL};
    if (machine_run(argv, NULL, SECONDS, &output, failure) != 0)
        return -1;
    char *both = xasprintf("%s\n%s", output.err, output.out), *said = text_one_line(both);
    int done = output.status == 0
                   ? 0
                   : fail(failure, FAILURE_REFUSED, "ufw does not start with %s in the rehearsal: %.400s",
                          play->disk ? "the new rules" : "its own files as they are", said);
    free(said);
    free(both);
    output_release(&output);
    return done;
}

static int ufw_rehearse_save(const struct play *play, size_t index, struct failure *failure)
{
    struct output output;
    if (ufw_stage_save_kernel(index, &output.out, failure) != 0)
        return -1;
    int done = ufw_stage_put(play->stage, index == UFW_4 ? "kernel4" : "kernel6", output.out, failure);
    free(output.out);
    return done;
}

/* What ufw wrote is kept; the file itself gets the lines by hand again. */
static int settle_user_file(const struct play *play, size_t index, const char *as_it_was,
                            struct failure *failure)
{
    char *written, *made = NULL;
    enum ufw_file file = index == UFW_4 ? UFW_USER : UFW_USER6;
    if (ufw_stage_take_user(play->stage, index, &written, failure) != 0)
        return -1;
    int done = ufw_stage_put(play->stage, index == UFW_4 ? "written4" : "written6", written, failure);
    if (done == 0 && play->disk)
        made = handmade_carry(play->disk->written[index], play->disk->files[file], written);
    if (done == 0)
        done = ufw_stage_put_user(play->stage, index, made ? made : as_it_was, failure);
    free(made);
    free(written);
    return done;
}

static int ufw_rehearse_write(const struct play *play, struct failure *failure)
{
    char *as_they_were[UFW_FAMILIES] = {0};
    int done = 0;
    for (size_t i = 0; done == 0 && i < UFW_FAMILIES; i++)
        done = ufw_stage_take_user(play->stage, i, &as_they_were[i], failure);
    if (done == 0)
        done = ufw_rehearse_render(play, failure);
    for (size_t i = 0; done == 0 && i < UFW_FAMILIES; i++)
        done = settle_user_file(play, i, as_they_were[i], failure);
    free(as_they_were[UFW_4]);
    free(as_they_were[UFW_6]);
    return done;
}

static int ufw_rehearse_perform(const void *context, struct failure *failure)
{
    const struct play *play = context;
    if (ufw_rehearse_enter(play, failure) != 0 || ufw_rehearse_write(play, failure) != 0 ||
        ufw_stage_keep_rendered(play->stage, failure) != 0 || ufw_stage_arm(play->stage, failure) != 0 ||
        ufw_rehearse_start(play, failure) != 0)
        return -1;
    return ufw_rehearse_save(play, UFW_4, failure) == 0 && ufw_rehearse_save(play, UFW_6, failure) == 0 ? 0
                                                                                                        : -1;
}

/* ufw drops a tuple that it cannot read with a mere warning, and takes what it reads as it is: what it wrote
 * must be what it was given. */
static int check_rendered(const struct ufw_rehearsal *rehearsal, const struct ufw_future *future,
                          struct failure *failure)
{
    int done = 0;
    for (size_t i = 0; done == 0 && i < UFW_FAMILIES; i++) {
        struct tuples rendered = {0};
        struct arena arena = {0};
        int line;
        const char *file = rehearsal->files[i == UFW_4 ? UFW_USER : UFW_USER6];
        if (tuples_read(&rendered, ufw_family(i), file, &arena, &line) != 0 ||
            !tuples_equal(&rendered, &future->tuples[i]))
            done = fail(failure, FAILURE_REFUSED,
                        "ufw does not write the new rules as they were given to it: nothing was changed");
        tuples_release(&rendered);
        arena_release(&arena);
    }
    return done;
}

/* Without IPv6 the file does not count, and is nothing of ours to write. */
static void leave_user6(struct ufw_rehearsal *rehearsal, const struct ufw_future *future)
{
    free(rehearsal->files[UFW_USER6]);
    rehearsal->files[UFW_USER6] = xstrdup(future->files[UFW_USER6]);
}

static int rehearse(struct ufw_rehearsal *rehearsal, const struct machine *machine,
                    const struct ufw_future *future, struct play play, struct failure *failure)
{
    struct ufw_stage stage;
    play.stage = &stage;
    *rehearsal = (struct ufw_rehearsal){0};
    if (ufw_stage_make(&stage, machine, future, failure) != 0)
        return -1;
    int done = aside(ufw_rehearse_perform, &play, "the rehearsal of ufw", failure);
    if (done == 0)
        done = ufw_stage_collect(&stage, rehearsal, failure);
    if (done == 0)
        rehearsal->ipv6 = conf_starts(rehearsal->files[UFW_DEFAULT], "IPV6");
    if (done == 0 && future)
        done = check_rendered(rehearsal, future, failure);
    if (done == 0 && future && !future->ipv6)
        leave_user6(rehearsal, future);
    ufw_stage_remove(&stage);
    if (done != 0)
        rehearsal_release(rehearsal);
    return done;
}

/* Files that stay as they are need not be written anew, and shall not. */
static int rehearse_nothing(struct ufw_rehearsal *rehearsal, const struct ufw_rehearsal *disk)
{
    *rehearsal = (struct ufw_rehearsal){0};
    for (size_t i = 0; i < UFW_FILES; i++)
        rehearsal->files[i] = xstrdup(disk->files[i]);
    for (size_t i = 0; i < UFW_FAMILIES; i++) {
        rehearsal->written[i] = xstrdup(disk->written[i]);
        rehearsal->kernel[i] = xstrdup(disk->kernel[i]);
    }
    return 0;
}

int rehearse_ufw(struct ufw_rehearsal *rehearsal, const struct machine *machine,
                 const struct ufw_future *future, const struct ufw_rehearsal *disk, struct failure *failure)
{
    if (!future->changes)
        return rehearse_nothing(rehearsal, disk);
    return rehearse(rehearsal, machine, future, (struct play){.logging = future->logging, .disk = disk},
                    failure);
}

int rehearse_disk(struct ufw_rehearsal *rehearsal, const struct machine *machine, const char *logging,
                  struct failure *failure)
{
    return rehearse(rehearsal, machine, NULL, (struct play){.logging = logging}, failure);
}

void rehearsal_release(struct ufw_rehearsal *rehearsal)
{
    for (size_t i = 0; i < UFW_FILES; i++)
        free(rehearsal->files[i]);
    free(rehearsal->written[UFW_4]);
    free(rehearsal->written[UFW_6]);
    free(rehearsal->kernel[UFW_4]);
    free(rehearsal->kernel[UFW_6]);
    *rehearsal = (struct ufw_rehearsal){0};
}
