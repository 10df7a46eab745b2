#include "backends/desk/leaving.h"

#include "backends/trial/kept_ground.h"
#include "backends/trial/since.h"

/* Rules of others in the kernel alone: they stay as they are. */
static void leaving_tell_kernel(const struct desk_context *context, const struct backend *backend,
                                struct problems *checks)
{
    struct lines then, now, added = {0};
    if (!kept_ground_read(&context->machine, &then))
        return;
    if (kept_ground_look(&context->machine, backend, &now))
        ground_added(&added, &now, &then);
    else
        problem_add(checks, PROBLEM_NOT_COMPARED, (struct place){0},
                    "whether others changed the kernel's rules since the confirm could not be looked at");
    if (added.count)
        problem_add(
            checks, PROBLEM_CHANGED_SINCE, (struct place){0},
            "%zu rules of others that are in no file of the firewall decide since the confirm, first in "
            "'%s': '%s'; they stay",
            added.count, added.items[0].group, added.items[0].text);
    lines_release(&added);
    lines_release(&now);
    lines_release(&then);
}

void leaving_tell(const struct desk_context *context, const struct backend *backend,
                  const struct compiled *compiled, struct leaving *leaving, struct problems *checks)
{
    *leaving = (struct leaving){.incoming = VERDICT_ACCEPT, .outgoing = VERDICT_ACCEPT};
    if (backend->leaves)
        backend->leaves(compiled, leaving);
    since_tell(&context->machine, checks);
    for (size_t i = 0; leaving->notes && i < leaving->notes->count; i++)
        problem_copy(checks, &leaving->notes->items[i]);
    leaving_tell_kernel(context, backend, checks);
}
