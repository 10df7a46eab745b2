/* nginx as a companion of the firewall in a trial: its ports move along. */
#include <stdlib.h>

#include "backends/nginx/moves.h"
#include "backends/registry.h"
#include "core/base/text.h"

static int companion_prepare(struct effort *effort, const struct machine *machine,
                             const struct apply_options *options, struct failure *failure)
{
    struct moves_wish wish = {0};
    struct moves *moves = xcalloc(1, sizeof(*moves));
    if (options)
        wish = (struct moves_wish){options->nginx, options->fix_redirect};
    if (moves_make(moves, machine, effort->kept, &wish, failure) != 0) {
        free(moves);
        return -1;
    }
    *effort = (struct effort){.takes_part = moves->any,
                              .kept = &moves->fresh,
                              .tried = moves->any ? &moves->bridge : &moves->fresh,
                              .before = moves->web.old,
                              .remarks = &moves->web.remarks,
                              .own = moves};
    return 0;
}

static const struct web *companion_web(const struct effort *effort)
{
    const struct moves *moves = effort->own;
    return &moves->web;
}

static int companion_check(const struct effort *effort, const struct machine *machine,
                           struct failure *failure)
{
    return web_rehearse(companion_web(effort), machine, failure);
}

static char *companion_describe(const struct effort *effort)
{
    return web_diff(companion_web(effort));
}

static int companion_stage(const struct effort *effort, const struct machine *machine,
                           struct failure *failure)
{
    return web_stage(companion_web(effort), machine, failure);
}

static void companion_release(struct effort *effort)
{
    if (effort->own)
        moves_release(effort->own);
    free(effort->own);
    *effort = (struct effort){0};
}

static int companion_start(const struct machine *machine, unsigned seconds, struct failure *failure)
{
    (void)seconds; /* the guard ends it */
    return web_start(machine, failure);
}

const struct companion companion_nginx = {
    .part = {.name = "nginx",
             .start = companion_start,
             .ready = web_ready,
             .confirm = web_confirm,
             .undo = web_undo},
    .starting = "waiting for nginx on its new ports",
    .version1 = true,
    .prepare = companion_prepare,
    .seen = moves_ports,
    .check = companion_check,
    .describe = companion_describe,
    .stage = companion_stage,
    .release = companion_release,
};
