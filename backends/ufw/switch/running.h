/* Other ufw processes. ufw reads its files some 80 ms before it takes its lock (measured, ufw 0.36.2), so one
 * that runs while the files are replaced would write what it read over them. */
#ifndef BACKENDS_UFW_SWITCH_RUNNING_H
#define BACKENDS_UFW_SWITCH_RUNNING_H

#include <stdbool.h>
#include <sys/types.h>

/* A ufw of root that will write and uses the same lock file, waiting for it or not; 0 for none. `lock` is the
 * open lock file, -1 gives 0. `status`, `show`, `version`, `--dry-run` and a folder of its own do not count.
 */
pid_t running_find(int lock);
/* Whether the process is a ufw that only reads. Unknown counts as one that writes. */
bool running_only_reads(pid_t pid);
/* Until none is found, at most `patience_ms` milliseconds. Gives the one that is left, or 0. */
pid_t running_wait(int lock, int patience_ms);

#endif
