#include "backends/trial/kept_ground.h"

#include <stdlib.h>
#include <string.h>

#include "backends/machine/state.h"
#include "core/base/text.h"

enum { GROUND_AT_MOST = 16 << 20 };

bool kept_ground_look(const struct machine *machine, const struct backend *backend, struct lines *lines)
{
    struct ground ground = {0};
    struct neighbours neighbours = {0};
    struct failure unseen = {0};
    *lines = (struct lines){0};
    if ((backend->ground && backend->ground(machine, &ground, &unseen) != 0) ||
        backend->neighbours(&neighbours, &unseen) != 0) {
        ground_release(&ground);
        return false;
    }
    *lines = ground.beyond;
    ground.beyond = (struct lines){0};
    neighbours_lines(&neighbours, lines);
    neighbours_keep(&neighbours, lines);
    neighbours_release(&neighbours);
    ground_release(&ground);
    return true;
}

void kept_ground_write(const struct machine *machine, const struct lines *lines)
{
    struct failure ignored = {0};
    char *text = lines ? lines_pack(lines) : NULL;
    if (!text || machine_write(machine, STATE_GROUND, text, strlen(text), 0600, &ignored) != 0)
        machine_remove(machine, STATE_GROUND, &ignored);
    free(text);
}

bool kept_ground_read(const struct machine *machine, struct lines *lines)
{
    char *text;
    size_t length;
    *lines = (struct lines){0};
    if (machine_read(machine, STATE_GROUND, GROUND_AT_MOST, &text, &length) != 0)
        return false;
    bool known = lines_unpack(text, length, lines) == 0;
    free(text);
    return known;
}
