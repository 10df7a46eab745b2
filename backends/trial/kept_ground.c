#include "backends/trial/kept_ground.h"

#include <stdlib.h>
#include <string.h>

#include "backends/machine/state.h"
#include "core/base/text.h"

enum { GROUND_AT_MOST = 16 << 20 };

void kept_ground_write(const struct machine *machine, const struct backend *backend)
{
    struct ground ground = {0};
    struct failure failure = {0}, ignored = {0};
    char *text = NULL;
    if (backend->ground && backend->ground(machine, &ground, &failure) == 0)
        text = lines_pack(&ground.beyond);
    if (!text || machine_write(machine, STATE_GROUND, text, strlen(text), 0600, &failure) != 0)
        machine_remove(machine, STATE_GROUND, &ignored);
    free(text);
    ground_release(&ground);
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
