/* The parts of the terminal for tests: the program at its far end, and libvterm. */
#ifndef TESTS_TERMINAL_PARTS_H
#define TESTS_TERMINAL_PARTS_H

#include "vt.h"

enum { VT_READ = 16384 }; /* bytes taken at once */

/* In the child: its network, mounts and environment, then the program. */
void child_become(const struct vt_setup *setup) __attribute__((noreturn));

/* An emulator of the terminal's size, on its primary screen. */
void emulator_make(struct vt *vt);
/* Gives it what the program wrote, each of our marks in one piece. */
void emulator_feed(struct vt *vt, const char *bytes, size_t length);

#endif
