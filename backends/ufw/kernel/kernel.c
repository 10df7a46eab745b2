#include "backends/ufw/kernel/kernel.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "backends/machine/run.h"
#include "backends/ufw/rehearse/stage.h"

/* Nobody jumps to this chain of ours: a rule that asks for the state is enough for the kernel to track. */
#define TRACKER "penstock-track"

static const char *const forwarding[] = {"/proc/sys/net/ipv4/ip_forward",
                                         "/proc/sys/net/ipv6/conf/default/forwarding",
                                         "/proc/sys/net/ipv6/conf/all/forwarding"};

int ufw_kernel_tables(struct tables tables[UFW_FAMILIES], struct failure *failure)
{
    int done = 0;
    for (size_t i = 0; i < UFW_FAMILIES; i++)
        tables[i] = (struct tables){0};
    for (size_t i = 0; done == 0 && i < UFW_FAMILIES; i++) {
        char *save;
        done = ufw_stage_save_kernel(i, &save, failure);
        if (done == 0)
            tables_parse(&tables[i], save);
        free(save);
    }
    if (done != 0)
        ufw_kernel_tables_release(tables);
    return done;
}

void ufw_kernel_tables_release(struct tables tables[UFW_FAMILIES])
{
    for (size_t i = 0; i < UFW_FAMILIES; i++)
        tables_release(&tables[i]);
}

int ufw_kernel_filters(struct filter filters[UFW_FAMILIES], struct failure *failure)
{
    for (size_t i = 0; i < UFW_FAMILIES; i++)
        filters[i] = (struct filter){0};
    for (size_t i = 0; i < UFW_FAMILIES; i++) {
        char *save;
        if (ufw_stage_save_kernel(i, &save, failure) != 0) {
            filter_release(&filters[UFW_4]);
            return -1;
        }
        filter_parse(&filters[i], save);
        free(save);
    }
    return 0;
}

int ufw_kernel_load(size_t index, const char *text, struct failure *failure)
{
    static char *const programs[] = {"/usr/sbin/iptables-restore", "/usr/sbin/ip6tables-restore"};
    struct output output;
    char *const argv[] = {programs[index], "-n", "--wait=10", NULL};
    if (!*text)
        return 0;
    if (machine_run(argv, text, 60, &output, failure) != 0)
        return -1;
    char *said = text_one_line(*output.err ? output.err : output.out);
    int done =
        output.status == 0 ? 0 : fail(failure, FAILURE_MACHINE, "the kernel refuses the rules: %.300s", said);
    free(said);
    output_release(&output);
    return done;
}

static int load_both(const char *text, struct failure *failure)
{
    return ufw_kernel_load(UFW_4, text, failure) == 0 ? ufw_kernel_load(UFW_6, text, failure) : -1;
}

int ufw_kernel_track(struct failure *failure)
{
    return load_both("*filter\n:" TRACKER " - [0:0]\n-A " TRACKER
                     " -m conntrack --ctstate NEW -j RETURN\nCOMMIT\n",
                     failure);
}

void ufw_kernel_track_no_more(void)
{
    struct failure ignored = {0};
    struct tables live[UFW_FAMILIES];
    if (ufw_kernel_tables(live, &ignored) != 0)
        return;
    /* Loading it where it is not would make the table. */
    for (size_t i = 0; i < UFW_FAMILIES; i++)
        if (table_chain(tables_find(&live[i], "filter"), TRACKER))
            ufw_kernel_load(i, "*filter\n:" TRACKER " - [0:0]\n-X " TRACKER "\nCOMMIT\n", &ignored);
    ufw_kernel_tables_release(live);
}

/* The kernel's own files: they are of the network namespace, not below a root folder. */
char *ufw_kernel_forwarding(const struct machine *machine)
{
    char said[3] = "000";
    (void)machine;
    for (size_t i = 0; i < 3; i++) {
        int fd = open(forwarding[i], O_RDONLY | O_CLOEXEC);
        if (fd >= 0 && read(fd, &said[i], 1) != 1)
            said[i] = '0';
        if (fd >= 0)
            close(fd);
    }
    return xasprintf("%c %c %c", said[0], said[1], said[2]);
}

void ufw_kernel_forward(const struct machine *machine, const char *switches)
{
    (void)machine;
    for (size_t i = 0; i < 3 && strlen(switches) >= 5; i++) {
        int fd = open(forwarding[i], O_WRONLY | O_CLOEXEC);
        bool told = fd >= 0 && write(fd, &switches[2 * i], 1) == 1;
        (void)told; /* what is not forwarded is seen by status */
        if (fd >= 0)
            close(fd);
    }
}
