/* A machine of a test's own: network and mount namespaces, a root folder, small plans, and what must hold
 * after a fault. Every function ends the process with a sentence when the lab itself fails. */
#ifndef TESTS_FAULTS_LAB_H
#define TESTS_FAULTS_LAB_H

#include <sys/types.h>

#include "backends/trial/steps.h"

/* Ends the program with 77 (skipped, said so) without root, or with 1 where the environment has CI. */
void lab_need_root(void);
/* Own network and mount namespaces, loopback up; proves that they are not the machine's. */
void lab_enter(void);
/* A new network namespace, as after a reboot: the kernel holds no rules. */
void lab_reboot(const struct machine *machine);
/* A root folder in memory (after lab_enter) with a boot id of its own. */
void lab_machine(struct machine *machine);
/* Puts ufw on it, as after its installation. */
void lab_ufw(const struct machine *machine);
/* Starts it from the disk, as its service does behind penstock's own; nothing where there is no ufw. */
void lab_start_ufw(const struct machine *machine);
void lab_remove(const struct machine *machine);

/* A plan that accepts tcp on `ports` ports from 10.0.0.0/8 and drops the rest; release with plan_release. */
void lab_plan(struct plan *plan, uint16_t first_port, size_t ports);
struct trial_request lab_request(const struct backend *backend, const struct plan *plan, unsigned seconds);
/* trial_apply without its lower limit of seconds. */
int lab_apply(const struct machine *machine, const struct trial_request *request, struct failure *failure);

/* The rules that decide now, as text; the caller frees it. */
char *lab_decides(const struct machine *machine, const struct backend *backend);
/* The rules of the boot file. */
char *lab_boot_file(const struct machine *machine);
/* The rules that `plan` (NULL: none) compiles to. */
char *lab_rules(const struct backend *backend, const struct plan *plan);
enum journal_phase lab_phase(const struct machine *machine);

void lab_fail(const char *format, ...) __attribute__((format(printf, 1, 2), noreturn));
/* Says `ok` or `FAILED`, which ends the program. */
void expect(bool holds, const char *what);
void must(int done, const struct failure *failure);
/* Waits until `ready` says yes, at most 60 s. */
void lab_await(bool (*ready)(void *context), void *context, const char *what);
/* Exit code of a child; 128 + signal if it was killed. */
int lab_wait(pid_t pid);

#endif
