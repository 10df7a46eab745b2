#include "backends/ufw/switch/running.h"

#include <dirent.h>
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { STEP_MS = 20, ARGUMENTS = 8, COMMAND_LINE = 2048 };

struct running_command {
    char bytes[COMMAND_LINE];
    const char *words[ARGUMENTS + 1]; /* the first ones, NULL after the last */
};

/* False when the process is gone. */
static bool read_command(pid_t pid, struct running_command *command)
{
    char path[64];
    snprintf(path, sizeof(path), "/proc/%d/cmdline", (int)pid);
    int file = open(path, O_RDONLY | O_CLOEXEC);
    ssize_t got = file < 0 ? -1 : read(file, command->bytes, sizeof(command->bytes) - 1);
    if (file >= 0)
        close(file);
    if (got <= 0)
        return false;
    size_t count = 0, end = (size_t)got;
    command->bytes[end] = '\0';
    for (size_t at = 0; at < end && count < ARGUMENTS; at += strlen(command->bytes + at) + 1)
        command->words[count++] = command->bytes + at;
    command->words[count] = NULL;
    return true;
}

static const char *last_part(const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash ? slash + 1 : path;
}

/* ufw's own words: `python3 /usr/sbin/ufw allow 22` gives `allow 22`. NULL when it is no ufw. */
static const char *const *words_of_ufw(const struct running_command *command)
{
    size_t at = 0;
    if (command->words[0] && strncmp(last_part(command->words[0]), "python", 6) == 0)
        for (at = 1; command->words[at] && command->words[at][0] == '-';)
            at++;
    return command->words[at] && strcmp(last_part(command->words[at]), "ufw") == 0 ? command->words + at + 1
                                                                                   : NULL;
}

/* Another --datadir has another lock and other files: that is how a plan is rehearsed. */
static bool writes(const char *const *words)
{
    static const char *const readers[] = {"status",    "show", "version", "--version",
                                          "--dry-run", "help", "--help"};
    for (size_t i = 0; words[i]; i++)
        if (strncmp(words[i], "--datadir", 9) == 0)
            return false;
    for (size_t i = 0; words[0] && i < sizeof(readers) / sizeof(*readers); i++)
        if (strcmp(words[0], readers[i]) == 0)
            return false;
    return true;
}

/* As the process sees it: in a container it is another file. */
static bool has_lock_file(pid_t pid, const struct stat *lock)
{
    char path[64];
    struct stat its;
    snprintf(path, sizeof(path), "/proc/%d/root/run/ufw.lock", (int)pid);
    return stat(path, &its) == 0 && its.st_dev == lock->st_dev && its.st_ino == lock->st_ino;
}

static bool is_of_root(int folder, const char *name)
{
    struct stat about;
    return fstatat(folder, name, &about, 0) == 0 && about.st_uid == 0;
}

pid_t running_find(int lock)
{
    struct stat about;
    struct running_command command;
    struct dirent *entry;
    pid_t found = 0;
    DIR *processes = lock < 0 || fstat(lock, &about) != 0 ? NULL : opendir("/proc");
    while (processes && !found && (entry = readdir(processes))) {
        pid_t pid = (pid_t)atoi(entry->d_name);
        if (pid <= 0 || pid == getpid() || !is_of_root(dirfd(processes), entry->d_name) ||
            !read_command(pid, &command))
            continue;
        const char *const *words = words_of_ufw(&command);
        if (words && writes(words) && has_lock_file(pid, &about))
            found = pid;
    }
    if (processes)
        closedir(processes);
    return found;
}

bool running_only_reads(pid_t pid)
{
    struct running_command command;
    const char *const *words = pid > 0 && read_command(pid, &command) ? words_of_ufw(&command) : NULL;
    return words && !writes(words);
}

pid_t running_wait(int lock, int patience_ms)
{
    pid_t left = running_find(lock);
    for (int waited = 0; left && waited < patience_ms; waited += STEP_MS) {
        poll(NULL, 0, STEP_MS);
        left = running_find(lock);
    }
    return left;
}
