/* Network and mounts of a test's own: whatever touches a firewall runs in them, never in the machine's. Each function
 * returns NULL, or why not; the sentence is good until the next call. */
#ifndef TESTS_APART_H
#define TESTS_APART_H

/* The network is neither the one this program was started in nor the machine's. */
const char *apart_proof(void);
/* New namespaces by unshare's flags, the network's among them, and the proof of it. */
const char *apart_enter(int flags);
/* A new network: an empty firewall, the loopback up, nothing forwarded. May be called again, as after a reboot. */
const char *apart_network(void);
/* A new mount namespace: what is mounted from here on ends with the process. */
const char *apart_mounts(void);

#endif
