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

/* Starts the program and waits until it waits: `scene_start(.args = {...}, .rows = 12)`. */
#define scene_start(...) scene_start_as(&(struct vt_setup){__VA_ARGS__})
void scene_start_as(const struct vt_setup *setup);
/* Opens a page on an example site, with the folder for the machine's root; `host` may be NULL. */
void scene_open(const char *example, const char *host, const char *page);
/* Presses `key` until the row of the cursor says `words`. */
void scene_go_to(const char *words, const char *key);
/* On the page that applies: the rules are live, not yet kept. */
void scene_start_trial(void);
/* The whole path of a file below the folder; good until the next call. */
const char *scene_path(const char *path);
/* Opens a page on one of the built-in example sites; the program starts in the folder. */
void scene_example(const char *example, const char *page);
/* Whether the kernel of the program's network says `words` of its nftables. */
bool scene_kernel_says(const char *words);

#endif
