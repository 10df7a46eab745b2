#include "backends/ways/process.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/base/text.h"

static void add_holder(struct holders *holders, uint32_t inode, pid_t pid)
{
    holders->items = xgrow(holders->items, holders->count, &holders->cap, sizeof(*holders->items));
    holders->items[holders->count++] = (struct holder){inode, pid};
}

/* A process that ended meanwhile is none that was not seen. */
static bool has_ended(int error)
{
    return error == ENOENT || error == ESRCH;
}

static struct dirent *next_of(DIR *folder, bool *whole)
{
    errno = 0;
    struct dirent *entry = readdir(folder);
    if (!entry && errno != 0 && !has_ended(errno))
        *whole = false;
    return entry;
}

/* In another one /proc holds a part of the processes: a container's own, say, and the network is the machine's. */
static bool sees_all_processes(void)
{
    enum { FIRST_NAMESPACE = 0xeffffffc }; /* PROC_PID_INIT_INO: the kernel's own, always */
    struct stat about;
    return stat("/proc/self/ns/pid", &about) == 0 && about.st_ino == (ino_t)(unsigned)FIRST_NAMESPACE;
}

static void add_sockets(struct holders *holders, pid_t pid)
{
    char path[64], target[64];
    uint32_t inode;
    snprintf(path, sizeof(path), "/proc/%d/fd", (int)pid);
    DIR *folder = opendir(path);
    if (!folder) {
        holders->whole = holders->whole && has_ended(errno);
        return;
    }
    for (struct dirent *entry; (entry = next_of(folder, &holders->whole));) {
        ssize_t length = readlinkat(dirfd(folder), entry->d_name, target, sizeof(target) - 1);
        if (length < 0 && *entry->d_name != '.')
            holders->whole = holders->whole && has_ended(errno);
        target[length > 0 ? length : 0] = '\0';
        if (sscanf(target, "socket:[%u]", &inode) == 1)
            add_holder(holders, inode, pid);
    }
    closedir(folder);
}

static int ways_process_compare(const void *a, const void *b)
{
    const struct holder *left = a, *right = b;
    if (left->inode != right->inode)
        return left->inode < right->inode ? -1 : 1;
    return (left->pid > right->pid) - (left->pid < right->pid);
}

void holders_find(struct holders *holders, bool (*wanted)(pid_t pid))
{
    DIR *folder = opendir("/proc");
    *holders = (struct holders){.whole = folder && sees_all_processes()};
    if (!folder)
        return;
    for (struct dirent *entry; (entry = next_of(folder, &holders->whole));) {
        pid_t pid = (pid_t)strtol(entry->d_name, NULL, 10);
        if (pid > 0 && (!wanted || wanted(pid)))
            add_sockets(holders, pid);
    }
    closedir(folder);
    if (holders->count)
        qsort(holders->items, holders->count, sizeof(*holders->items), ways_process_compare);
}

const struct holder *holders_of(const struct holders *holders, uint32_t inode)
{
    size_t low = 0, high = holders->count;
    while (inode && low < high) {
        size_t middle = low + (high - low) / 2;
        if (holders->items[middle].inode < inode)
            low = middle + 1;
        else
            high = middle;
    }
    return inode && low < holders->count && holders->items[low].inode == inode ? &holders->items[low] : NULL;
}

bool holders_have(const struct holders *holders, uint32_t inode, pid_t pid)
{
    const struct holder *end = holders->items + holders->count, *holder = holders_of(holders, inode);
    for (; holder && holder < end && holder->inode == inode; holder++)
        if (holder->pid == pid)
            return true;
    return false;
}

void holders_release(struct holders *holders)
{
    free(holders->items);
    *holders = (struct holders){0};
}

/* Reads a small file of /proc/PID; false if it is not there. */
static bool read_of(pid_t pid, const char *file, char *buffer, size_t size)
{
    char path[64];
    snprintf(path, sizeof(path), "/proc/%d/%s", (int)pid, file);
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return false;
    ssize_t length = read(fd, buffer, size - 1);
    close(fd);
    buffer[length > 0 ? length : 0] = '\0';
    return length > 0;
}

/* The file name of its program; after an upgrade the kernel calls it `sshd (deleted)`. */
static void program_of(pid_t pid, char name[64])
{
    char path[64], target[4096];
    snprintf(path, sizeof(path), "/proc/%d/exe", (int)pid);
    ssize_t length = readlink(path, target, sizeof(target) - 1);
    target[length > 0 ? length : 0] = '\0';
    const char *slash = strrchr(target, '/');
    snprintf(name, 64, "%.63s", slash ? slash + 1 : "");
    name[strcspn(name, " ")] = '\0';
}

static bool is_one_of(const char *const names[], const char *name)
{
    for (size_t i = 0; names[i]; i++)
        if (strncmp(name, names[i], strlen(names[i])) == 0)
            return true;
    return false;
}

/* `sshd`, `sshd-session`, `dropbearmulti`. */
bool process_is_sshd(pid_t pid)
{
    static const char *const servers[] = {"sshd", "dropbear", NULL};
    char name[64];
    program_of(pid, name);
    return is_one_of(servers, name);
}

/* Whatever gives a shell or a screen to somebody elsewhere, by its program's name or (BusyBox) by its own. */
bool process_lets_in(pid_t pid)
{
    static const char *const servers[] = {
        "sshd",    "dropbear", "telnetd", "in.telnetd", "inetutils-tel", "inetd",       "xinetd",
        "rlogind", "ttyd",     "gotty",   "shellinabo", "cockpit",       "mosh-server", "x11vnc",
        "Xvnc",    "xrdp",     "wetty",   "tinysshd",   "in.rlogind",    NULL};
    char program[64], own[32];
    program_of(pid, program);
    process_name(pid, own);
    return is_one_of(servers, program) || is_one_of(servers, own);
}

/* Its title says so: `sshd: apollo@pts/0`. Until then it has a mark, as `sshd: apollo [net]`, or no title
 * yet. */
bool process_serves_login(pid_t pid)
{
    char title[256];
    if (!read_of(pid, "cmdline", title, sizeof(title)) || title[0] == '/')
        return false;
    return strstr(title, ": ") && !strchr(title, '[');
}

void process_name(pid_t pid, char name[32])
{
    char raw[32];
    if (!read_of(pid, "comm", raw, sizeof(raw)))
        raw[0] = '\0';
    raw[strcspn(raw, "\n")] = '\0';
    char *safe = text_safe(raw);
    snprintf(name, 32, "%.31s", safe);
    free(safe);
}

/* Field `number` (from 3, the state) of /proc/PID/stat; the name before it may hold anything. */
static bool stat_field(pid_t pid, int number, long long *value)
{
    char buffer[1024];
    if (!read_of(pid, "stat", buffer, sizeof(buffer)))
        return false;
    char *at = strrchr(buffer, ')');
    for (int field = 2; at && field < number; field++) {
        at = strchr(at, ' ');
        at = at ? at + 1 : NULL;
    }
    if (!at)
        return false;
    *value = strtoll(at, NULL, 10);
    return true;
}

bool process_place(pid_t pid, struct process_place *place)
{
    long long parent, session, terminal;
    if (!stat_field(pid, 4, &parent) || !stat_field(pid, 6, &session) || !stat_field(pid, 7, &terminal))
        return false;
    *place = (struct process_place){(pid_t)parent, (pid_t)session, (uint32_t)terminal};
    return true;
}

int64_t process_started(pid_t pid)
{
    long long ticks;
    long second = sysconf(_SC_CLK_TCK);
    if (second <= 0 || !stat_field(pid, 22, &ticks))
        return -1;
    return (int64_t)ticks * 1000 / second;
}
