#include "backends/ways/who.h"

#include <inttypes.h>
#include <pwd.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "backends/machine/machine.h"
#include "core/base/text.h"

static const uint32_t no_login = UINT32_MAX;

/* The uid that logged in; sudo and su keep it. */
static uint32_t login_uid(void)
{
    const struct machine kernel = {.root = ""};
    char *text;
    uint32_t uid = no_login;
    if (machine_read(&kernel, "/proc/self/loginuid", 32, &text, NULL) != 0)
        return no_login;
    if (sscanf(text, "%" SCNu32, &uid) != 1)
        uid = no_login;
    free(text);
    return uid;
}

/* Of /etc/passwd alone: getpwuid() would load the plug-ins that nsswitch.conf names, which a static program cannot. */
char *who_is(uint32_t uid)
{
    struct passwd user, *found;
    char fields[1024], *name = NULL;
    FILE *users = fopen("/etc/passwd", "re");
    while (users && !name && fgetpwent_r(users, &user, fields, sizeof fields, &found) == 0)
        if (user.pw_uid == uid)
            name = xstrdup(user.pw_name);
    if (users)
        fclose(users);
    return name ? name : xasprintf("uid %" PRIu32, uid);
}

char *who_runs(void)
{
    uint32_t uid = login_uid();
    const char *sudo = getenv("SUDO_USER");
    if (uid != no_login)
        return who_is(uid);
    if (geteuid() == 0 && sudo && text_is_name(sudo))
        return xstrdup(sudo);
    return who_is(getuid());
}
