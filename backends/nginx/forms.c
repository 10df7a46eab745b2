/* What the file of nginx says, and the forms that it takes when its ports move (web.h). */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "backends/nginx/diff.h"
#include "backends/nginx/home.h"
#include "backends/nginx/web.h"
#include "core/base/text.h"

static int nginx_forms_read_file(struct web *web, const struct machine *machine, struct failure *failure)
{
    size_t length;
    if (machine_read(machine, web->path, WEB_FILE_AT_MOST, &web->old, &length) != 0) {
        int why = errno;
        return why == ENOENT ? 0
                             : fail(failure, FAILURE_MACHINE, "'%s%s' cannot be read: %s", machine->root,
                                    web->path, why == EFBIG ? "it is too large" : strerror(why));
    }
    char *shown = text_safe(web->path);
    int done = listens_read(&web->listens, web->old, length, shown, failure);
    free(shown);
    if (done != 0)
        return -1;
    web->there = true;
    for (size_t i = 0; i < web->wishes.count; i++)
        web->live[i] = listen_edit_live(&web->listens, &web->wishes.items[i]);
    return 0;
}

static void nginx_forms_forms(struct web *web)
{
    free(web->bridge);
    free(web->fresh);
    web->bridge = listen_edit_text(web->old, strlen(web->old), &web->listens, &web->wishes, EDIT_BRIDGE);
    web->fresh = listen_edit_text(web->old, strlen(web->old), &web->listens, &web->wishes, EDIT_FINAL);
    web->changes = strcmp(web->old, web->fresh) != 0 || strcmp(web->old, web->bridge) != 0;
}

/* The final form of what the file was at home; the caller frees it. NULL: it cannot be read. */
static char *nginx_forms_fresh(const struct web *web, struct failure *failure)
{
    struct listens listens;
    struct web_wishes wishes = web->wishes;
    for (size_t i = 0; strcmp(web->home, web->old) != 0 && i < wishes.count; i++)
        wishes.items[i].known = 0; /* at home it was nowhere else yet */
    if (listens_read(&listens, web->home, strlen(web->home), web->path, failure) != 0)
        return NULL;
    char *fresh = listen_edit_text(web->home, strlen(web->home), &listens, &wishes, EDIT_FINAL);
    listens_release(&listens);
    return fresh;
}

/* The final form is made of what the file was at home, so that the way back is exact however long it was. */
static int nginx_forms_from_home(struct web *web, const struct machine *machine, struct failure *failure)
{
    bool mended, asked = web->wishes.fix_redirect;
    web->home = home_text(machine, web->path, web->old, &web->wishes, &mended, failure);
    if (!web->home)
        return -1;
    web->wishes.fix_redirect = asked || mended; /* what was mended on the way moves along */
    nginx_forms_forms(web);
    char *fresh = nginx_forms_fresh(web, failure);
    if (!fresh)
        return -1;
    if (home_agrees(fresh, web->fresh, &web->wishes)) {
        free(web->fresh);
        web->fresh = fresh;
        return 0;
    }
    free(fresh);
    free(web->home);
    web->home = xstrdup(web->old);
    web->wishes.fix_redirect = asked;
    nginx_forms_forms(web);
    return 0;
}

int web_look(struct web *web, const struct machine *machine, const char *path,
             const struct web_wishes *wishes, struct failure *failure)
{
    *web = (struct web){.path = xstrdup(path), .wishes = *wishes};
    home_know(machine, path, &web->wishes);
    if (nginx_forms_read_file(web, machine, failure) == 0)
        return 0;
    web_release(web);
    return -1;
}

int web_read(struct web *web, const struct machine *machine, const char *path,
             const struct web_wishes *wishes, struct failure *failure)
{
    if (web_look(web, machine, path, wishes, failure) != 0)
        return -1;
    if (!web->there)
        return 0;
    nginx_forms_forms(web);
    if (!web->changes || nginx_forms_from_home(web, machine, failure) == 0)
        return 0;
    web_release(web);
    return -1;
}

void web_release(struct web *web)
{
    free(web->path);
    free(web->old);
    free(web->bridge);
    free(web->fresh);
    free(web->home);
    listens_release(&web->listens);
    problems_release(&web->remarks);
    *web = (struct web){0};
}

char *web_diff(const struct web *web)
{
    return web->there ? diff_unified(web->path, web->old, web->fresh) : xstrdup("");
}
