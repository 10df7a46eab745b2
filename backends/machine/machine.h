/* The machine: the only door to it. Files below a root folder, clocks, addresses; run.h runs programs. */
#ifndef BACKENDS_MACHINE_MACHINE_H
#define BACKENDS_MACHINE_MACHINE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include "backends/machine/failure.h"
#include "core/net/net.h"

struct machine {
    /* "" or a folder without a slash at its end (--root); every path below is put under it, and no symbolic
     * link leads out of it. */
    const char *root;
};

/* `root` + `path`; the caller frees it. */
char *machine_path(const struct machine *machine, const char *path);
/* Whole file, at most `limit` bytes, NUL-terminated; the caller frees *data. -1: errno as of open/read, EFBIG
 * above the limit. */
int machine_read(const struct machine *machine, const char *path, size_t limit, char **data, size_t *length);
/* Replaces a file: temp in the same folder, fsync, rename, fsync of the folder; keeps owner and mode of a
 * file that was there (else `mode`), follows a final symbolic link to its target. A failure leaves the old
 * file. */
int machine_write(const struct machine *machine, const char *path, const void *data, size_t length,
                  mode_t mode, struct failure *failure);
/* The same without the folder's fsync: after a power cut the old file or the new one is there, each whole. */
int machine_write_lazily(const struct machine *machine, const char *path, const void *data, size_t length,
                         mode_t mode, struct failure *failure);
/* Whether machine_write could replace the file: not one that is a mount, protected (chattr +i) or on a disk to be
 * read only. Changes nothing. */
int machine_may_replace(const struct machine *machine, const char *path, struct failure *failure);
/* Makes a new file in place, on its way to the disk but not synced: for what nobody reads before
 * machine_sync. */
int machine_put(const struct machine *machine, const char *path, const void *data, size_t length, mode_t mode,
                struct failure *failure);
/* fsync of a file or folder. */
int machine_sync(const struct machine *machine, const char *path, struct failure *failure);
int machine_remove(const struct machine *machine, const char *path,
                   struct failure *failure); /* no such file is fine */
int machine_remove_folder(const struct machine *machine, const char *path,
                          struct failure *failure); /* an empty one; none is fine */
/* Removes a folder with the files in it as far as it goes; not synced. */
void machine_drop_folder(const struct machine *machine, const char *path);
void machine_drop_tree(const struct machine *machine, const char *path); /* with the folders in it too */
/* Gives a file or folder another name in the same folder, in one step, which is synced. */
int machine_move(const struct machine *machine, const char *from, const char *to, struct failure *failure);
/* Makes a folder with its parents, each synced into the one above. */
int machine_folder(const struct machine *machine, const char *path, mode_t mode, struct failure *failure);
/* Makes one folder in one that is there; not synced. */
int machine_put_folder(const struct machine *machine, const char *path, mode_t mode, struct failure *failure);
/* The names in a folder, sorted, hidden ones aside; release with machine_list_release. -1: errno. */
int machine_list(const struct machine *machine, const char *path, char ***names, size_t *count);
void machine_list_release(char **names, size_t count);

int64_t machine_boottime(void); /* CLOCK_BOOTTIME, milliseconds: deadlines count these */
int64_t machine_realtime(void); /* CLOCK_REALTIME, milliseconds: history only */
/* `boot_id` of the kernel, to tell whether a journal is of this boot; the caller frees it. */
char *machine_boot_id(const struct machine *machine);
/* All addresses of this machine's interfaces, loopback aside; the caller frees *own. */
int machine_addresses(struct prefix **own, size_t *count);
/* The same with what stands on loopback: routers keep their own there. */
int machine_every_address(struct prefix **own, size_t *count);
/* /proc/sys/net/ipv4/ip_forward (or ipv6 all forwarding) of this network namespace. */
bool machine_forwards(int family);
/* Effective CAP_NET_ADMIN. */
bool machine_may_filter(void);

#endif
