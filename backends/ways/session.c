#include "backends/ways/session.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "backends/machine/machine.h"
#include "backends/ways/process.h"

/* As stat(2) packs it. */
static unsigned major_of(uint32_t terminal)
{
    return terminal >> 8 & 0xfff;
}

static unsigned minor_of(uint32_t terminal)
{
    return (terminal & 0xff) | (terminal >> 12 & 0xfff00);
}

/* `serial /dev/ttyS 4 64-95 serial`: driver, device, major, minors, kind. /dev/tty and /dev/ptmx are no line of their
 * own, though the kernel calls them "system". */
struct driver {
    char device[32], kind[32];
    unsigned major, first, last;
};

static bool driver_parse(const char *line, struct driver *driver)
{
    char minors[32];
    if (sscanf(line, "%*s %31s %u %31s %31s", driver->device, &driver->major, minors, driver->kind) != 4)
        return false;
    int read = sscanf(minors, "%u-%u", &driver->first, &driver->last);
    if (read == 1)
        driver->last = driver->first;
    return read >= 1;
}

static bool is_real(const struct driver *driver)
{
    static const char *const kinds[] = {"console", "serial", "system:console", "system:vtmaster"};
    for (size_t i = 0; i < sizeof(kinds) / sizeof(*kinds); i++)
        if (strcmp(driver->kind, kinds[i]) == 0)
            return true;
    return strncmp(driver->device, "/dev/hvc", 8) == 0;
}

void session_console(const char *drivers, uint32_t terminal, char name[static CONSOLE_NAME])
{
    struct driver driver;
    *name = '\0';
    for (const char *line = drivers; terminal && line && *line; line = strchr(line, '\n')) {
        line += *line == '\n';
        unsigned minor = minor_of(terminal);
        if (!driver_parse(line, &driver) || driver.major != major_of(terminal) || minor < driver.first ||
            minor > driver.last || !is_real(&driver))
            continue;
        /* A driver of one device names it whole; `tty` counts from 0, the others from their first. */
        bool one = driver.first == driver.last && strcmp(driver.kind, "serial") != 0;
        unsigned number = strcmp(driver.kind, "console") == 0 ? minor : minor - driver.first;
        snprintf(name, CONSOLE_NAME, one ? "%.20s" : "%.20s%u", driver.device + strlen("/dev/"), number);
        return;
    }
}

void session_find(struct session *session)
{
    const struct machine kernel = {.root = ""};
    struct process_place place;
    char *drivers = NULL;
    *session = (struct session){0};
    if (machine_read(&kernel, "/proc/tty/drivers", 1 << 16, &drivers, NULL) != 0)
        drivers = NULL;
    /* Bounded: a process that ends meanwhile may break the chain, never make a ring of it. */
    for (pid_t pid = getpid(); pid > 0 && session->count < SESSION_DEPTH; pid = place.parent) {
        if (!process_place(pid, &place))
            break;
        session->pids[session->count] = pid;
        session->sessions[session->count++] = place.session;
        if (!*session->console)
            session_console(drivers, place.terminal, session->console);
    }
    free(drivers);
}

bool session_has(const struct session *session, pid_t pid)
{
    for (size_t i = 0; i < session->count; i++)
        if (session->pids[i] == pid)
            return true;
    return false;
}

bool session_shares(const struct session *session, pid_t pid)
{
    struct process_place place;
    if (!process_place(pid, &place) || place.session == 0)
        return false;
    for (size_t i = 0; i < session->count; i++)
        if (session->sessions[i] == place.session)
            return true;
    return false;
}
