/* The sets of addresses (ipset) that rules in ufw's files ask for: in the namespace of a rehearsal they are as in the
 * machine's own, empty. */
#ifndef BACKENDS_UFW_REHEARSE_IPSETS_H
#define BACKENDS_UFW_REHEARSE_IPSETS_H

/* What makes the sets that this network namespace has, for ipsets_make in another; "" where there are none, or
 * nobody to ask. The caller frees it. */
char *ipsets_read(void);
void ipsets_make(const char *sets);
/* The same for what `ipset list -t` printed. */
char *ipsets_create(const char *listed);

#endif
