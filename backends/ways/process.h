/* Processes: who holds a socket, who started whom. Read from /proc; where something cannot be seen, that is said. */
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
    bool whole; /* every process of the machine was seen: a socket without a holder is the kernel's own */
};

/* All holders, or with `wanted` only of processes for which it says yes. */
void holders_find(struct holders *holders, bool (*wanted)(pid_t pid));
/* The first row of `inode`, or NULL; the others follow it. */
const struct holder *holders_of(const struct holders *holders, uint32_t inode);
bool holders_have(const struct holders *holders, uint32_t inode, pid_t pid);
void holders_release(struct holders *holders);

/* Whether its program is an SSH server (sshd, sshd-session, dropbear ...). */
bool process_is_sshd(pid_t pid);
/* Whether somebody has proved to that server who he is: before, anyone on the network can come that far. */
bool process_serves_login(pid_t pid);
/* Its short name, "" if it cannot be seen. */
void process_name(pid_t pid, char name[32]);
/* Whether it is a program that lets people in from the network: an SSH server, telnet, a web terminal ... */
bool process_lets_in(pid_t pid);

/* Where a process stands. */
struct process_place {
    pid_t parent, session; /* 0 = outside of what can be seen */
    uint32_t terminal;     /* device number as stat(2) packs it; 0 = none */
};
/* False: it cannot be read. */
bool process_place(pid_t pid, struct process_place *place);
/* CLOCK_BOOTTIME of its start in milliseconds (ticks of 10 ms); -1 unknown. */
int64_t process_started(pid_t pid);

#endif
