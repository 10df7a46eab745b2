/* The ways in, with a real sshd and real logins in a network namespace: found under sudo's and tmux's
 * environments, told apart from strangers and forwardings, proved against a plan. */
#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "backends/machine/run.h"
#include "backends/ways/listeners.h"
#include "backends/ways/lockout.h"
#include "core/base/text.h"
#include "tests/faults/lab.h"

static const char host[] = "10.20.0.11", technician[] = "10.20.0.44", stranger[] = "10.66.0.6";
enum { SSH_PORT = 2222, FORWARD_PORT = 7777 };

static struct machine machine;
static char program[4096];

static void run(const char *const *argv)
{
    struct output output;
    struct failure failure = {0};
    if (machine_run((char *const *)argv, NULL, 60, &output, &failure) != 0)
        lab_fail("%s", failure.message);
    if (output.status != 0)
        lab_fail("%s: %s%s", argv[0], output.out, output.err);
    output_release(&output);
}

static void put(const char *name, const char *text, mode_t mode)
{
    struct failure failure = {0};
    if (machine_write(&machine, name, text, strlen(text), mode, &failure) != 0)
        lab_fail("%s", failure.message);
}

static void add_addresses(void)
{
    const char *const addresses[] = {host, technician, stranger, "fd00:20::11", "fd00:20::44"};
    for (size_t i = 0; i < sizeof(addresses) / sizeof(*addresses); i++)
        run((const char *[]){"/sbin/ip", "addr", "add", addresses[i], "dev", "lo", NULL});
}

static void make_key(const char *name)
{
    char *path = machine_path(&machine, name);
    run((const char *[]){"/usr/bin/ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", path, NULL});
    free(path);
}

static pid_t start_sshd(void)
{
    char *config = xasprintf("Port %d\nListenAddress 0.0.0.0\nListenAddress ::\nHostKey %s/host\n"
                             "AuthorizedKeysFile %s/user.pub\nStrictModes no\nUsePAM no\nPidFile none\n"
                             "PermitRootLogin yes\nPasswordAuthentication no\nMaxStartups 100\n",
                             SSH_PORT, machine.root, machine.root);
    put("/sshd_config", config, 0600);
    free(config);
    char *path = machine_path(&machine, "/sshd_config"), *log = machine_path(&machine, "/sshd.log");
    pid_t pid = fork();
    if (pid == 0) {
        prctl(PR_SET_PDEATHSIG, SIGKILL); /* a failed test leaves nothing behind */
        execl("/usr/sbin/sshd", "/usr/sbin/sshd", "-D", "-f", path, "-E", log, NULL);
        _exit(127);
    }
    free(path);
    free(log);
    return pid;
}

static int connect_from(const char *from, const char *to, int port)
{
    struct sockaddr_in mine = {.sin_family = AF_INET},
                       other = {.sin_family = AF_INET, .sin_port = htons((uint16_t)port)};
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    inet_pton(AF_INET, from, &mine.sin_addr);
    inet_pton(AF_INET, to, &other.sin_addr);
    if (bind(fd, (struct sockaddr *)&mine, sizeof(mine)) != 0 ||
        connect(fd, (struct sockaddr *)&other, sizeof(other)) != 0) {
        close(fd);
        return -1;
    }
    return fd;
}

static bool sshd_answers(void *unused)
{
    char banner[4] = {0};
    (void)unused;
    int fd = connect_from(technician, host, SSH_PORT);
    bool answers = fd >= 0 && read(fd, banner, 3) == 3;
    if (fd >= 0)
        close(fd);
    return answers;
}

/* A login from `from`; its output is the caller's to read, its end closes it. */
struct login {
    pid_t pid;
    int in, out;
};

static struct login log_in(const char *from, const char *to, const char *command, bool forward)
{
    int in[2], out[2];
    char *key = machine_path(&machine, "/user"), *target = xasprintf("root@%s", to),
         *port = xasprintf("%d", SSH_PORT), *remote = xasprintf("%d:127.0.0.1:1", FORWARD_PORT);
    if (pipe2(in, O_CLOEXEC) != 0 || pipe2(out, O_CLOEXEC) != 0)
        lab_fail("pipe: %m");
    pid_t pid = fork();
    if (pid == 0) {
        const char *argv[24] = {"/usr/bin/ssh",
                                "-q",
                                "-T",
                                "-F",
                                "none",
                                "-b",
                                from,
                                "-p",
                                port,
                                "-i",
                                key,
                                "-o",
                                "StrictHostKeyChecking=no",
                                "-o",
                                "UserKnownHostsFile=/dev/null",
                                NULL};
        size_t count = 15;
        if (forward) {
            argv[count++] = "-R";
            argv[count++] = remote;
        }
        argv[count++] = target;
        argv[count++] = command;
        dup2(in[0], 0);
        dup2(out[1], 1);
        execv(argv[0], (char *const *)argv);
        _exit(127);
    }
    close(in[0]);
    close(out[1]);
    free(key);
    free(target);
    free(port);
    free(remote);
    return (struct login){pid, in[1], out[0]};
}

static void read_line(const struct login *login, char *line, size_t size)
{
    size_t used = 0;
    while (used + 1 < size && read(login->out, line + used, 1) == 1 && line[used] != '\n')
        used++;
    line[used] = '\0';
}

static void log_out(struct login *login)
{
    close(login->in);
    close(login->out);
    kill(login->pid, SIGTERM);
    waitpid(login->pid, NULL, 0);
}

/* Holds the session open until its input ends. */
static struct login hold(const char *from, const char *to, bool forward)
{
    char line[64];
    struct login login = log_in(from, to, "echo ready; cat", forward);
    read_line(&login, line, sizeof(line));
    if (strcmp(line, "ready") != 0) {
        char *log = NULL;
        machine_read(&machine, "/sshd.log", 100000, &log, NULL);
        lab_fail("no login: '%s'\n%s", line, log ? log : "");
    }
    return login;
}

static struct ways find(void)
{
    struct ways ways;
    struct failure failure = {0};
    if (ways_find(&machine, &ways, &failure) != 0)
        lab_fail("%s", failure.message);
    return ways;
}

static size_t count_ways(void)
{
    struct ways ways = find();
    size_t count = ways.count;
    ways_release(&ways);
    return count;
}

static bool no_way(void *unused)
{
    (void)unused;
    return count_ways() == 0;
}

/* What this program says when it runs inside a login. */
static int inside(void)
{
    struct ways ways = find();
    char from[PREFIX_TEXT], to[PREFIX_TEXT], *said = ways_from(&ways);
    const struct way *way = ways.items;
    printf("%zu %s %s %u login %d mine %d from %s\n", ways.count, way ? prefix_format(&way->from, from) : "-",
           way ? prefix_format(&way->to, to) : "-", way ? way->port : 0, way && way->login, way && way->mine,
           said);
    ways_release(&ways);
    free(said);
    return 0;
}

static void says(const char *from, const char *to, const char *environment, const char *expected)
{
    char line[256], *command = xasprintf("%s %s inside", environment, program);
    struct login login = log_in(from, to, command, false);
    read_line(&login, line, sizeof(line));
    printf("       [%s] %s\n", environment, line);
    expect(strcmp(line, expected) == 0, expected);
    log_out(&login);
    free(command);
    lab_await(no_way, NULL, "the end of the login");
}

static void logins_are_found(void)
{
    static const char technicians[] = "1 10.20.0.44 10.20.0.11 2222 login 1 mine 1 from 10.20.0.44";
    says(technician, host, "", technicians);
    says(technician, host, "env -u SSH_CONNECTION -u SSH_CLIENT", technicians);
    says(technician, host, "env SSH_CONNECTION='192.0.2.1 4 192.0.2.2 22'", technicians);
    /* Started outside the session, as tmux starts its shells: no chain leads to sshd. */
    says(technician, host, "setsid -f env -u SSH_CONNECTION",
         "1 10.20.0.44 10.20.0.11 2222 login 1 mine 0 from 10.20.0.44");
    says("fd00:20::44", "fd00:20::11", "", "1 fd00:20::44 fd00:20::11 2222 login 1 mine 1 from fd00:20::44");
}

static void strangers_do_not_count(void)
{
    int raw = connect_from(stranger, host, SSH_PORT);
    bool one = false;
    for (int i = 0; i < 500 && !one; i++, usleep(10000))
        one = count_ways() == 1;
    expect(one, "a bare connection to sshd is a way in while nobody is logged in");
    struct login login = hold(technician, host, false);
    struct ways ways = find();
    char from[PREFIX_TEXT];
    expect(ways.count == 1 && strcmp(prefix_format(&ways.items[0].from, from), technician) == 0,
           "beside a login it is none");
    ways_release(&ways);
    log_out(&login);
    close(raw);
    lab_await(no_way, NULL, "the end of the login");
}

static void forwardings_do_not_count(void)
{
    struct login login = hold(technician, host, true);
    int raw = connect_from(technician, "127.0.0.1", FORWARD_PORT);
    expect(raw >= 0, "a forwarding of the session listens");
    struct ways ways = find();
    for (size_t i = 0; i < ways.count; i++) {
        char from[PREFIX_TEXT], to[PREFIX_TEXT];
        printf("       %s %u > %s %u, '%s', carries %zu\n", prefix_format(&ways.items[i].from, from),
               ways.items[i].peer_port, prefix_format(&ways.items[i].to, to), ways.items[i].port,
               ways.items[i].process, ways.items[i].carries);
    }
    expect(ways.count == 1, "and is no way in, nor is what connects to it");
    ways_release(&ways);
    close(raw);
    log_out(&login);
    lab_await(no_way, NULL, "the end of the login");
}

static void a_plan_that_cuts_is_refused(void)
{
    struct plan plan;
    struct failure failure = {0}, wrong = {0}, typed = {0}, open = {0};
    char *taken;
    struct login login = hold(technician, host, false);
    struct ways ways = find();
    lab_plan(&plan, 1001, 1);
    expect(lockout_prove(&ways, &plan, NULL, &taken, &failure) == -1 && failure.kind == FAILURE_REFUSED,
           "a cut is refused");
    printf("       %s\n", failure.message);
    expect(strstr(failure.message, technician) && strstr(failure.message, "2222") &&
               strstr(failure.message, "--accept-lockout srv-a"),
           "the sentence names the peer, the port and the way out");
    char peer[PREFIX_TEXT];
    expect(failure.refusal == REFUSAL_LOCKOUT && failure.lockout.port == SSH_PORT &&
               failure.lockout.by == DECIDER_POLICY && failure.lockout.rule == 0 && !*failure.lockout.name &&
               strcmp(prefix_format(&failure.lockout.peer, peer), technician) == 0,
           "and so do its values");
    expect(lockout_prove(&ways, &plan, "srv-b", &taken, &wrong) == -1, "another host's name does not do");
    expect(lockout_prove(&ways, &plan, "srv-a", &taken, &typed) == 0, "the host's name does");
    expect(taken && strstr(taken, technician), "and what was accepted is told");
    free(taken);
    plan_release(&plan);
    lab_plan(&plan, SSH_PORT, 1);
    expect(lockout_prove(&ways, &plan, NULL, &taken, &open) == 0 && !taken, "a plan that lets it in passes");
    plan_release(&plan);
    ways_release(&ways);
    log_out(&login);
    lab_await(no_way, NULL, "the end of the login");
}

struct proof {
    int64_t since;
    struct ways before;
};

static bool is_new(void *context)
{
    const struct proof *proof = context;
    return ways_new_login(&machine, proof->since, &proof->before);
}

static void only_a_new_login_is_proof(void)
{
    struct failure failure = {0};
    struct login first = hold(technician, host, false);
    struct ways ways = find();
    struct proof proof;
    if (ways_before(&ways, &proof.before, &failure) != 0)
        lab_fail("%s", failure.message);
    poll(NULL, 0, 30); /* a tick of the kernel's start times */
    proof.since = machine_boottime();
    char *text = ways_pack(&proof.before);
    ways_release(&proof.before);
    expect(ways_unpack(text, &proof.before) == 0 && proof.before.count == 1,
           "the ways before are kept as text");
    free(text);
    expect(!is_new(&proof), "the open session proves nothing");
    int raw = connect_from(stranger, host, SSH_PORT);
    bool taken = false;
    for (int i = 0; i < 20 && !taken; i++, usleep(10000))
        taken = is_new(&proof);
    expect(!taken, "a stranger's connection proves nothing");
    struct login second = hold(technician, host, false);
    lab_await(is_new, &proof, "the new login");
    expect(is_new(&proof), "a second login is proof");
    close(raw);
    ways_release(&proof.before);
    ways_release(&ways);
    log_out(&second);
    log_out(&first);
    lab_await(no_way, NULL, "the end of the login");
}

static void listeners_are_named(void)
{
    struct listener *listeners;
    struct failure failure = {0};
    size_t count, found = 0;
    if (listeners_find(&listeners, &count, &failure) != 0)
        lab_fail("%s", failure.message);
    for (size_t i = 0; i < count; i++)
        found += listeners[i].protocol == PROTOCOL_TCP && listeners[i].port == SSH_PORT &&
                 strcmp(listeners[i].process, "sshd") == 0 && listeners[i].address.length == 0;
    expect(found == 2, "sshd listens on 2222 of both families");
    free(listeners);
}

/* ::ffff: is the kernel's way to write an IPv4 connection of an IPv6 socket. */
static void mapped_addresses_are_ipv4(void)
{
    struct sockaddr_in6 any = {.sin6_family = AF_INET6, .sin6_port = htons(4444)};
    int fd = socket(AF_INET6, SOCK_STREAM | SOCK_CLOEXEC, 0), none = 0;
    setsockopt(fd, IPPROTO_IPV6, IPV6_V6ONLY, &none, sizeof(none));
    if (bind(fd, (struct sockaddr *)&any, sizeof(any)) != 0 || listen(fd, 5) != 0)
        lab_fail("listen: %m");
    int client = connect_from(technician, host, 4444);
    struct ways like = {.items = &(struct way){.port = 4444, .protocol = PROTOCOL_TCP}, .count = 1}, found;
    struct failure failure = {0};
    if (ways_before(&like, &found, &failure) != 0)
        lab_fail("%s", failure.message);
    char from[PREFIX_TEXT];
    expect(found.count == 1 && strcmp(prefix_format(&found.items[0].from, from), technician) == 0,
           "::ffff:10.20.0.44 is 10.20.0.44");
    ways_release(&found);
    close(client);
    close(fd);
}

int main(int argc, char **argv)
{
    ssize_t length = readlink("/proc/self/exe", program, sizeof(program) - 1);
    program[length > 0 ? length : 0] = '\0';
    if (argc == 2 && strcmp(argv[1], "inside") == 0)
        return inside();
    lab_need_root();
    lab_enter();
    lab_machine(&machine);
    if (mount("tmpfs", "/run", "tmpfs", 0, NULL) != 0 || mkdir("/run/sshd", 0755) != 0)
        lab_fail("/run: %m");
    add_addresses();
    make_key("/host");
    make_key("/user");
    pid_t sshd = start_sshd();
    lab_await(sshd_answers, NULL, "sshd");
    lab_await(no_way, NULL, "no connection");
    logins_are_found();
    strangers_do_not_count();
    forwardings_do_not_count();
    a_plan_that_cuts_is_refused();
    only_a_new_login_is_proof();
    listeners_are_named();
    mapped_addresses_are_ipv4();
    kill(sshd, SIGTERM);
    waitpid(sshd, NULL, 0);
    lab_remove(&machine);
    return 0;
}
