/* ufw's chains in the kernel of this network namespace. */
#ifndef BACKENDS_UFW_KERNEL_KERNEL_H
#define BACKENDS_UFW_KERNEL_KERNEL_H

#include "backends/machine/machine.h"
#include "backends/ufw/kernel/filter.h"
#include "backends/ufw/kernel/tables.h"
#include "backends/ufw/rules/desired.h"

int ufw_kernel_filters(struct filter filters[UFW_FAMILIES], struct failure *failure);
/* All tables; both are empty after a failure. */
int ufw_kernel_tables(struct tables tables[UFW_FAMILIES], struct failure *failure);
void ufw_kernel_tables_release(struct tables tables[UFW_FAMILIES]);
/* Plays a script (script.h) for UFW_4 or UFW_6; "" = nothing to do. */
int ufw_kernel_load(size_t index, const char *script, struct failure *failure);
/* The kernel tracks connections from now on, and decides nothing about them. */
int ufw_kernel_track(struct failure *failure);
/* Takes away what kernel_track put there; fine when nothing is there. */
void ufw_kernel_track_no_more(void);
/* The three switches of forwarding as `1 0 0`; the caller frees it. */
char *ufw_kernel_forwarding(const struct machine *machine);
void ufw_kernel_forward(const struct machine *machine, const char *switches);

#endif
