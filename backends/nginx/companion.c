/* nginx as a companion of the firewall in a trial: its ports move along. */
#include <stdlib.h>
#include <string.h>

#include "backends/nginx/moves.h"
#include "backends/nginx/typed.h"
#include "backends/registry.h"
#include "core/base/text.h"

/* The file, and of each service whether it is TLS, its usual port and the one that it has; NULL: there is none. */
static char *companion_home(const struct web *web)
{
    struct text text = {0};
    if (!web->path || !web->there)
        return NULL;
    text_addf(&text, "%s\n", web->path);
    for (size_t i = 0; i < web->wishes.count; i++)
        if (web->live[i])
            text_addf(&text, "%d %u %u %s\n", web->wishes.items[i].tls, web->wishes.items[i].usual,
                      web->live[i], web->wishes.items[i].service);
    return text_take(&text);
}

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
                              .file = moves->web.path,
                              .home = companion_home(&moves->web),
                              .before = moves->web.old,
                              .remarks = &moves->web.remarks,
                              .own = moves};
    return 0;
}

static bool companion_read_home(struct web_wishes *wishes, char *line)
{
    char *rest = line, *tls = strsep(&rest, " "), *usual = strsep(&rest, " "), *live = strsep(&rest, " ");
    if (!rest || !*rest || wishes->count == WEB_WISHES)
        return false;
    wishes->items[wishes->count++] = (struct web_wish){.service = rest,
                                                       .tls = *tls == '1',
                                                       .usual = (uint16_t)strtoul(usual, NULL, 10),
                                                       .wanted = (uint16_t)strtoul(live, NULL, 10)};
    return true;
}

static struct port_list companion_left(const struct web *web)
{
    struct port_list left = {0};
    for (size_t i = 0; web->there && i < web->wishes.count; i++)
        if (web->live[i] && web->live[i] != web->wishes.items[i].wanted)
            left.items[left.count++] = (struct ports){web->live[i], web->live[i]};
    return left;
}

/* What the file says now decides: ports that somebody moved home meanwhile need nothing. */
static int companion_go_home(struct effort *effort, const struct machine *machine, const char *home,
                             struct failure *failure)
{
    struct web_wishes wishes = {.fix_redirect = true};
    struct moves *moves = xcalloc(1, sizeof(*moves));
    char *copy = xstrdup(home), *rest = copy, *path = strsep(&rest, "\n"), *line;
    while ((line = strsep(&rest, "\n")))
        companion_read_home(&wishes, line);
    if (moves_home(moves, machine, path, &wishes, failure) != 0) {
        free(copy);
        free(moves);
        return -1;
    }
    *effort = (struct effort){.takes_part = moves->any,
                              .file = moves->web.path,
                              .before = moves->web.old,
                              .home = copy, /* the names of the services lie in it */
                              .left = companion_left(&moves->web),
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

static char *companion_typed(const struct effort *effort)
{
    return typed_edits(companion_web(effort));
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
    free(effort->home);
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
    .go_home = companion_go_home,
    .seen = moves_ports,
    .check = companion_check,
    .describe = companion_describe,
    .typed = companion_typed,
    .stage = companion_stage,
    .release = companion_release,
};
