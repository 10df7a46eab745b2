#include "backends/boot.h"

#include "backends/cut.h"
#include "backends/state.h"

int boot_read(const struct machine *machine, struct image *image, struct failure *failure)
{
    return image_read(machine, STATE_CONFIRMED, image, failure);
}

int boot_write(const struct machine *machine, const struct image *image, struct failure *failure)
{
    int done = image_write(machine, STATE_CONFIRMED, image, failure);
    if (done == 0)
        cut("boot-written");
    return done;
}
