/* Processes: who holds a socket, who started whom. Read from /proc; what cannot be seen is left out. */
#ifndef BACKENDS_WAYS_PROCESS_H
#define BACKENDS_WAYS_PROCESS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

/* A process that holds a socket; one row a descriptor. */
struct holder {
    uint32_t inode;
    pid_t pid;
};

struct holders {
    struct holder *items; /* sorted by inode, then pid */
    size_t count, cap;
};

/* All holders, or with `wanted` only of processes for which it says yes. */
void holders_find(struct holders *holders, bool (*wanted)(pid_t pid));
/* The first row of `inode`, or NULL; the others follow it. */
const struct holder *holders_of(const struct holders *holders, uint32_t inode);
bool holders_have(const struct holders *holders, uint32_t inode, pid_t pid);
void holders_release(struct holders *holders);

/* Whether its program is an SSH server (sshd, sshd-session ...). */
bool process_is_sshd(pid_t pid);
/* Whether somebody has proved to that server who he is: before, anyone on the network can come that far. */
bool process_serves_login(pid_t pid);
/* Its short name, "" if it cannot be seen. */
void process_name(pid_t pid, char name[32]);
/* Whether `pid` is this process or one that started it, however far up. */
bool process_is_above(pid_t pid);
/* CLOCK_BOOTTIME of its start in milliseconds (ticks of 10 ms); -1 unknown. */
int64_t process_started(pid_t pid);

#endif
