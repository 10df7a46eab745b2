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

void scene_start_as(const struct vt_setup *setup)
{
    vt_start(&vt, setup);
    vt_settle(&vt, 0);
}

void scene_open(const char *example, const char *host, const char *page)
{
    scene_start(.args = {"--root", root, "--example", example, "--page", page, host ? "--host" : NULL, host},
                .folder = root);
}

void scene_go_to(const char *words, const char *key)
{
    for (int i = 0; i < 60 && !strstr(vt_row(&vt, vt.cursor_row), words); i++)
        vt_press(&vt, key);
    if (!strstr(vt_row(&vt, vt.cursor_row), words)) {
        vt_dump(&vt);
        fail_msg("no row of the focus says '%s'", words);
    }
}

void scene_start_trial(void)
{
    assert_false(scene_kernel_says("table inet penstock"));
    vt_press(&vt, "A");
    vt_wait_text(&vt, "ACTIVE, but not yet kept");
    assert_true(scene_kernel_says("table inet penstock"));
}

const char *scene_path(const char *path)
{
    static char whole[256];
    snprintf(whole, sizeof(whole), "%s%s", root, path);
    return whole;
}

void scene_example(const char *example, const char *page)
{
    scene_start(.args = {"--example", example, "--page", page}, .folder = root);
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
