#include "scene.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "tests/folder.h"

struct vt vt;
char *root;

int scene_set_up(void **state)
{
    (void)state;
    root = folder_make();
    assert_non_null(root);
    return 0;
}

int scene_set_up_open(void **state)
{
    return scene_set_up(state) == 0 ? chmod(root, 0777) : -1;
}

int scene_set_up_as_root(void **state)
{
    if (geteuid() != 0)
        fail_msg("needs root: it has a network and files of its own");
    return scene_set_up(state);
}

int scene_stop(void **state)
{
    (void)state;
    vt_stop(&vt);
    return 0;
}

int scene_clean_up(void **state)
{
    scene_stop(state);
    folder_remove(root);
    root = NULL;
    return 0;
}

void scene_example(const char *example, const char *page)
{
    vt_start(&vt, &(struct vt_setup){.args = {"--example", example, "--page", page}, .folder = root});
    vt_settle(&vt, 0);
}

bool scene_kernel_says(const char *words)
{
    char command[128], line[512];
    bool found = false;
    snprintf(command, sizeof(command), "nsenter -t %d -n nft list ruleset 2>&1", (int)vt.pid);
    FILE *out = popen(command, "r");
    assert_non_null(out);
    while (fgets(line, sizeof(line), out))
        found = found || strstr(line, words);
    pclose(out);
    return found;
}
