#include "backends/nginx/master.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "backends/machine/machine.h"
#include "backends/ways/process.h"
#include "core/base/text.h"

static const char title[] = "nginx: master process ";

/* The command line, its words and titles by blanks; the caller frees it. NULL: it cannot be seen. */
static char *master_words(pid_t pid)
{
    const struct machine kernel = {.root = ""};
    char path[64], *words = NULL;
    size_t length = 0;
    snprintf(path, sizeof(path), "/proc/%d/cmdline", (int)pid);
    if (machine_read(&kernel, path, 1 << 16, &words, &length) != 0)
        return NULL;
    for (size_t i = 0; i < length; i++)
        words[i] = words[i] == '\0' ? ' ' : words[i];
    return words;
}

static bool is_called_nginx(pid_t pid)
{
    char path[64], target[4096];
    snprintf(path, sizeof(path), "/proc/%d/exe", (int)pid);
    ssize_t length = readlink(path, target, sizeof(target) - 1);
    target[length > 0 ? length : 0] = '\0';
    const char *slash = strrchr(target, '/');
    return slash && strncmp(slash + 1, "nginx", 5) == 0 && (slash[6] == '\0' || slash[6] == ' ');
}

/* Root runs it, and nobody else can have put it there: it is run again. */
static bool is_roots(pid_t pid)
{
    char path[64];
    struct stat process, program;
    snprintf(path, sizeof(path), "/proc/%d", (int)pid);
    if (stat(path, &process) != 0 || process.st_uid != geteuid())
        return false;
    snprintf(path, sizeof(path), "/proc/%d/exe", (int)pid);
    return stat(path, &program) == 0 && (program.st_uid == 0 || program.st_uid == geteuid()) &&
           !(program.st_mode & (S_IWGRP | S_IWOTH | S_ISUID | S_ISGID));
}

static bool has_title(pid_t pid)
{
    char *words = master_words(pid);
    bool titled = words && strncmp(words, title, sizeof(title) - 1) == 0;
    free(words);
    return titled;
}

bool master_is_called_nginx(pid_t pid)
{
    return has_title(pid) || is_called_nginx(pid);
}

static bool is_titled(pid_t pid)
{
    return has_title(pid) && is_roots(pid);
}

/* One process alone (`master_process off`) has no title; a worker has one, soon after its start. */
static bool is_alone_nginx(pid_t pid)
{
    char *words = master_words(pid);
    bool worker = !words || strncmp(words, "nginx: ", 7) == 0;
    free(words);
    return !worker && is_called_nginx(pid) && is_roots(pid);
}

/* What follows `-c` or `-p` in the words, in the same word or in the next. */
static char *option_of(const char *words, char letter)
{
    for (const char *at = words; (at = strstr(at, " -")); at += 2)
        if (at[2] == letter) {
            at += 3 + strspn(at + 3, " ");
            return xstrndup(at, strcspn(at, " "));
        }
    return NULL;
}

/* A folder told relatively begins where the process is. */
static char *absolute(pid_t pid, char *folder)
{
    char path[64], target[4096];
    if (!folder || *folder == '/')
        return folder;
    snprintf(path, sizeof(path), "/proc/%d/cwd", (int)pid);
    ssize_t length = readlink(path, target, sizeof(target) - 1);
    target[length > 0 ? length : 0] = '\0';
    char *whole = xasprintf("%s/%s", target, folder);
    free(folder);
    return whole;
}

static struct master master_make(pid_t pid)
{
    char *words = master_words(pid);
    struct master master = {.pid = pid, .program = xasprintf("/proc/%d/exe", (int)pid)};
    if (words) {
        master.conf = option_of(words, 'c');
        master.prefix = absolute(pid, option_of(words, 'p'));
    }
    free(words);
    return master;
}

static struct master *master_of(struct master **masters, size_t *count, size_t *cap, pid_t pid)
{
    for (size_t i = 0; i < *count; i++)
        if ((*masters)[i].pid == pid)
            return &(*masters)[i];
    *masters = xgrow(*masters, *count, cap, sizeof(**masters));
    (*masters)[*count] = master_make(pid);
    return &(*masters)[(*count)++];
}

static void master_take(struct master *master, const struct sock *sock)
{
    master->socks = xrealloc(master->socks, (master->count + 1) * sizeof(*sock));
    master->socks[master->count++] = *sock;
}

int masters_find(struct master **masters, size_t *count, struct failure *failure)
{
    struct holders holders;
    struct socks socks;
    size_t cap = 0;
    *masters = NULL;
    *count = 0;
    if (sockdiag_list(&socks, failure) != 0)
        return -1;
    holders_find(&holders, is_titled);
    if (holders.count == 0) {
        holders_release(&holders);
        holders_find(&holders, is_alone_nginx);
    }
    for (size_t i = 0; i < socks.count; i++) {
        const struct holder *end = holders.items + holders.count;
        const struct holder *holder = holders_of(&holders, socks.items[i].inode);
        for (; socks.items[i].state == SOCK_LISTENS && holder && holder < end &&
               holder->inode == socks.items[i].inode;
             holder++)
            master_take(master_of(masters, count, &cap, holder->pid), &socks.items[i]);
    }
    holders_release(&holders);
    socks_release(&socks);
    return 0;
}

void masters_release(struct master *masters, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        free(masters[i].program);
        free(masters[i].conf);
        free(masters[i].prefix);
        free(masters[i].socks);
    }
    free(masters);
}

bool sock_takes(const struct sock *sock, enum protocol protocol, int family, uint16_t port)
{
    return sock->protocol == protocol && sock->local_port == port &&
           (family == 0 || sock->local.family == 0 || sock->local.family == family);
}

const struct sock *master_listens(const struct master *master, enum protocol protocol, int family,
                                  uint16_t port)
{
    for (size_t i = 0; i < master->count; i++)
        if (sock_takes(&master->socks[i], protocol, family, port))
            return &master->socks[i];
    return NULL;
}
