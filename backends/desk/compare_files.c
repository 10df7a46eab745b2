/* What is live beside what the firewall's files say, for whoever changes it. */
#include "backends/desk/context.h"

void desk_tell_ground(const struct ground *ground, struct problems *checks)
{
    if (ground->lacking.count)
        problem_add(checks, PROBLEM_NOT_LIVE, (struct place){0},
                    "%zu rules are in the firewall's files and not live, first in '%s': '%s'; nothing here "
                    "makes them live, "
                    "'sudo ufw reload' and the next start do",
                    ground->lacking.count, ground->lacking.items[0].group, ground->lacking.items[0].text);
    if (ground->beyond.count)
        problem_add(
            checks, PROBLEM_BESIDE_FILES, (struct place){0},
            "%zu rules are live beside the firewall's files, first in '%s': '%s'; they stay as they are",
            ground->beyond.count, ground->beyond.items[0].group, ground->beyond.items[0].text);
}

void desk_compare_files(const struct desk_context *here, const struct backend *backend,
                        struct comparison *comparison)
{
    struct failure failure = {0};
    if (backend->ground && backend->ground(&here->machine, &comparison->ground, &failure) != 0)
        problem_add(&comparison->checks, PROBLEM_NOT_COMPARED, (struct place){0},
                    "what is live was not compared with the firewall's files: %s", failure.message);
}
