/* Whether nftables can be used on this machine, and who else filters here. */
#ifndef BACKENDS_NFT_PROBE_PROBE_H
#define BACKENDS_NFT_PROBE_PROBE_H

#include "backends/backend.h"

/* `forwards`: the plan will get a forward chain. */
int probe_machine(const struct machine *machine, const struct plan *plan, bool forwards, struct probe *probe,
                  struct failure *failure);

#endif
