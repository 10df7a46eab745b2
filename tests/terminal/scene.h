/* What most terminal tests begin with: one program in one terminal, and a folder of its own to be the
 * machine's root. The functions of set-up and clean-up are cmocka's. */
#ifndef TESTS_TERMINAL_SCENE_H
#define TESTS_TERMINAL_SCENE_H

#include "vt.h"

extern struct vt vt;
extern char *root; /* the folder; NULL between the tests */

int scene_set_up(void **state);
/* The folder is everybody's to write in. */
int scene_set_up_open(void **state);
/* Fails without root, which a network of its own takes. */
int scene_set_up_as_root(void **state);
int scene_clean_up(void **state);
/* Ends the program, where there is no folder. */
int scene_stop(void **state);

/* Opens a page on one of the built-in example sites; the program starts in the folder. */
void scene_example(const char *example, const char *page);
/* Whether the kernel of the program's network says `words` of its nftables. */
bool scene_kernel_says(const char *words);

#endif
