#include "backends/trial/glance.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "backends/machine/rooted.h"
#include "backends/machine/state.h"

/* Behind the first line that begins with `key`; "" if there is none. Both versions of the file have these lines. */
static const char *glance_value(const char *text, const char *key)
{
    const char *found = strstr(text, key);
    return found ? found + strlen(key) : "";
}

struct journal_glance journal_glance(const struct machine *machine, const char *entry)
{
    static char text[65536];
    struct journal_glance glance = {0};
    int fd = rooted_open(machine, STATE_JOURNAL, O_RDONLY | O_NONBLOCK);
    ssize_t length = fd < 0 ? -1 : read(fd, text, sizeof(text) - 1);
    if (fd >= 0)
        close(fd);
    text[length > 0 ? length : 0] = '\0';
    const char *of = glance_value(text, "\nentry ");
    size_t name = strlen(entry);
    if (strncmp(of, entry, name) != 0 || of[name] != '\n')
        return glance;
    glance.phase = journal_phase_parse(glance_value(text, "\nphase "));
    glance.deadline_ms = strtoll(glance_value(text, "\ndeadline "), NULL, 10);
    return glance;
}
