/* The passage of both families, made, kept in the trial's folder, and gone: there, and back from wherever the
 * kernel is by then. */
#ifndef BACKENDS_UFW_SWITCH_PASSAGES_H
#define BACKENDS_UFW_SWITCH_PASSAGES_H

#include "backends/ufw/kernel/passage.h"
#include "backends/ufw/rehearse/rehearse.h"

struct passages {
    struct passage of[UFW_FAMILIES];
};

/* From the kernel as it is now. `present`: the files as they are, rehearsed; not looked at unless ufw is on.
 * -1: the kernel cannot be read, or holds something that iptables cannot show where it must change. */
int passages_make(struct passages *passages, bool was_on, const struct ufw_rehearsal *present,
                  bool will_be_on, const struct ufw_rehearsal *fresh, struct failure *failure);
/* The same, where all of the fresh files shall be live, what the kernel lacks of them already included. */
int passages_complete(struct passages *passages, bool was_on, const struct ufw_rehearsal *present,
                      bool will_be_on, const struct ufw_rehearsal *fresh, struct failure *failure);
void passages_release(struct passages *passages);

/* Goes it at once: one transaction a table, IPv4 first; if IPv6 is refused, IPv4 is taken back. */
int passages_go(const struct passages *passages, struct failure *failure);

/* Whether the kernel holds what they expect. False too where it cannot be read. */
bool passages_reached(const struct passages *passages);

/* In the trial's folder. */
int passages_keep(const struct machine *machine, const struct passages *passages, struct failure *failure);
int passages_read(const struct machine *machine, struct passages *passages, struct failure *failure);

/* passages_reached of the kept ones. */
bool passages_hold(const struct machine *machine);
/* Back to what was live before the kept passages, whatever happened since; rules of others stay. */
int passages_go_back(const struct machine *machine, struct failure *failure);
/* From what the kept passages expect to what `disk` says: somebody else used ufw. */
int passages_follow(const struct machine *machine, bool on, const struct ufw_rehearsal *disk,
                    struct failure *failure);

#endif
