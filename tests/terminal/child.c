#include "parts.h"

#include <fcntl.h>
#include <grp.h>
#include <sched.h>
#include <signal.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/mount.h>
#include <unistd.h>

#include "tests/apart.h"

/* What the program may reach is its own: never this machine's firewall. */
static void own_network(void)
{
    /* Who is not root has them in a user namespace. */
    if (apart_enter(CLONE_NEWNET | CLONE_NEWNS) && apart_enter(CLONE_NEWUSER | CLONE_NEWNET | CLONE_NEWNS))
        _exit(126);
    /* What penstock keeps in /var/lib/penstock is a test's own too, unless it says --root. */
    if (geteuid() == 0 && (mount(NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL) < 0 ||
                           mount("tmpfs", "/var/lib", "tmpfs", 0, "mode=755") < 0))
        _exit(126);
}

static void become_nobody(void)
{
    if (geteuid() == 0 && (setgroups(0, NULL) < 0 || setgid(65534) < 0 || setuid(65534) < 0))
        _exit(126);
}

static void set_environment(const struct vt_setup *setup)
{
    clearenv();
    if (!setup->term || *setup->term)
        setenv("TERM", setup->term ? setup->term : "xterm-256color", 1);
    setenv("LC_ALL", setup->locale ? setup->locale : "C.UTF-8", 1);
    setenv("PATH", "/usr/sbin:/usr/bin:/sbin:/bin", 1);
    setenv("HOME", "/nonexistent", 1);
    if (!setup->unmarked)
        setenv("PENSTOCK_TEST_MARK", "1", 1);
    for (size_t i = 0; setup->env[i]; i++)
        putenv((char *)(uintptr_t)setup->env[i]);
}

void child_become(const struct vt_setup *setup)
{
    const char *argv[12] = {setup->program ? setup->program : PENSTOCK};
    for (size_t i = 0; setup->args[i]; i++)
        argv[i + 1] = setup->args[i];
    set_environment(setup);
    own_network();
    /* Opened first: nobody may not be let into the folder of the checkout, root's own for one. */
    int program = open(argv[0], O_RDONLY | O_CLOEXEC);
    if (setup->unprivileged)
        become_nobody();
    if (chdir(setup->folder ? setup->folder : "/") < 0)
        _exit(126);
    signal(SIGPIPE, SIG_DFL);
    if (setup->hang_up_ignored)
        signal(SIGHUP, SIG_IGN);
    fexecve(program, (char *const *)(uintptr_t)argv, environ);
    _exit(127);
}
