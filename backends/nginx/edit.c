#include "backends/nginx/edit.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/text.h"

/* Bytes that become others. */
struct listen_edit {
    size_t start, end;
    char *with;
};

struct edits {
    struct listen_edit *items;
    size_t count, cap;
};

static void nginx_edit_add(struct edits *edits, size_t start, size_t end, char *with)
{
    edits->items = xgrow(edits->items, edits->count, &edits->cap, sizeof(*edits->items));
    edits->items[edits->count++] = (struct listen_edit){start, end, with};
}

static int by_start(const void *a, const void *b)
{
    const struct listen_edit *x = a, *y = b;
    return x->start < y->start ? -1 : x->start > y->start;
}

static char *nginx_edit_perform(const char *text, size_t length, struct edits *edits)
{
    struct text made = {0};
    size_t at = 0;
    if (edits->count)
        qsort(edits->items, edits->count, sizeof(*edits->items), by_start);
    for (size_t i = 0; i < edits->count; i++) {
        const struct listen_edit *edit = &edits->items[i];
        text_add_n(&made, text + at, edit->start - at);
        text_add(&made, edit->with);
        at = edit->end;
        free(edit->with);
    }
    text_add_n(&made, text + at, length - at);
    free(edits->items);
    return text_take(&made);
}

static bool is_its_port(const struct web_wish *wish, uint16_t port)
{
    return port == wish->usual || port == wish->wanted || port == wish->known;
}

bool listen_edit_belongs(const struct listens *listens, const struct web_wish *wish,
                         const struct listen *listen)
{
    if (listen->local || listen->foreign || listen->tls != wish->tls || listen->last != listen->port)
        return false;
    if (is_its_port(wish, listen->port))
        return true;
    const struct listen *first = NULL;
    for (size_t i = 0; i < listens->count; i++) {
        const struct listen *other = &listens->items[i];
        if (other->local || other->foreign || other->tls != wish->tls)
            continue;
        if (is_its_port(wish, other->port))
            return false; /* the service is there, and the others are somebody else's */
        first = first ? first : other;
    }
    return first && first->port == listen->port;
}

uint16_t listen_edit_live(const struct listens *listens, const struct web_wish *wish)
{
    uint16_t live = 0;
    for (size_t i = 0; i < listens->count; i++) {
        const struct listen *listen = &listens->items[i];
        if (!listen_edit_belongs(listens, wish, listen))
            continue;
        if (listen->port != wish->wanted)
            return listen->port;
        live = listen->port;
    }
    return live;
}

/* Whether the address listens on the wanted port already: as written, or as what an earlier one becomes. */
static bool nginx_edit_has_twin(const char *text, const struct listens *listens, const struct web_wish *wish,
                                const struct listen *listen)
{
    for (size_t i = 0; i < listens->count; i++) {
        const struct listen *other = &listens->items[i];
        bool becomes =
            other->port == wish->wanted || (other < listen && listen_edit_belongs(listens, wish, other));
        if (other != listen && other->tls == wish->tls && becomes && listen_twins(text, other, listen))
            return true;
    }
    return false;
}

static char *moved_directive(const char *text, const struct listen *listen, uint16_t port)
{
    struct text made = {0};
    text_add_n(&made, text + listen->start, listen->port_at - listen->start);
    text_addf(&made, listen->port_at == listen->port_end ? ":%u" : "%u", port);
    text_add_n(&made, text + listen->port_end, listen->end - listen->port_end);
    return text_take(&made);
}

/* What stands before it on its line, if that is blanks alone. */
static size_t indent_of(const char *text, size_t start)
{
    size_t at = start;
    while (at > 0 && (text[at - 1] == ' ' || text[at - 1] == '\t'))
        at--;
    return at == 0 || text[at - 1] == '\n' ? at : start;
}

static void nginx_edit_add_beside(struct edits *edits, const char *text, const struct listen *listen,
                                  uint16_t port)
{
    struct text made = {0};
    size_t indent = indent_of(text, listen->start);
    char *directive = moved_directive(text, listen, port);
    text_add(&made, indent == listen->start ? " " : "\n");
    text_add_n(&made, text + indent, listen->start - indent);
    text_add(&made, directive);
    free(directive);
    nginx_edit_add(edits, listen->end, listen->end, text_take(&made));
}

/* With its line, where nothing else is on it. */
static void take_away(struct edits *edits, const char *text, size_t length, const struct listen *listen)
{
    size_t start = indent_of(text, listen->start), end = listen->end;
    if (end < length && text[end] == '\n' && (start == 0 || text[start - 1] == '\n'))
        end++;
    else
        start = listen->start;
    nginx_edit_add(edits, start, end, xstrdup(""));
}

static void move_listens(struct edits *edits, const char *text, size_t length, const struct listens *listens,
                         const struct web_wish *wish, enum edit_form form)
{
    for (size_t i = 0; i < listens->count; i++) {
        const struct listen *listen = &listens->items[i];
        if (!listen_edit_belongs(listens, wish, listen) || listen->port == wish->wanted)
            continue;
        bool twin = nginx_edit_has_twin(text, listens, wish, listen);
        if (form == EDIT_BRIDGE && !twin)
            nginx_edit_add_beside(edits, text, listen, wish->wanted);
        else if (form == EDIT_FINAL && twin)
            take_away(edits, text, length, listen);
        else if (form == EDIT_FINAL)
            nginx_edit_add(edits, listen->port_at, listen->port_end,
                           xasprintf(listen->port_at == listen->port_end ? ":%u" : "%u", wish->wanted));
    }
}

/* Whether a redirect leads to where the service is not, once it has moved. */
static bool nginx_edit_stale(const struct listens *listens, const struct web_wish *wish,
                             const struct redirect *redirect)
{
    if (redirect->tls != wish->tls || redirect->port == wish->wanted ||
        (redirect->port != wish->usual && redirect->port != listen_edit_live(listens, wish)))
        return false;
    for (size_t i = 0; i < listens->count; i++) {
        const struct listen *stays = &listens->items[i];
        if (stays->tls == wish->tls && stays->port == redirect->port && !stays->local && !stays->foreign &&
            !listen_edit_belongs(listens, wish, stays))
            return false;
    }
    return true;
}

/* `$http_host`, which brings a port along that is not the one of the other scheme. */
static bool brings_port(const struct redirect *redirect)
{
    return redirect->kind == HOST_WITH && redirect->host_end == redirect->port_end;
}

static bool nginx_edit_brings_wrong(const struct listens *listens, const struct web_wishes *wishes,
                                    const struct redirect *redirect)
{
    for (size_t i = 0; i < wishes->count && brings_port(redirect); i++) {
        const struct web_wish *wish = &wishes->items[i];
        if (wish->tls != redirect->tls && wish->wanted != web_usual(wish->tls) &&
            listen_edit_live(listens, wish))
            return true;
    }
    return false;
}

static bool can_mend(const struct redirect *redirect)
{
    return redirect->kind == HOST_OWN || redirect->kind == HOST_LITERAL || redirect->kind == HOST_WITH;
}

/* The service whose move the redirect needs; NULL: it needs none. */
static const struct web_wish *nginx_edit_needs(const struct listens *listens, const struct web_wishes *wishes,
                                               const struct redirect *redirect)
{
    bool wrong = nginx_edit_brings_wrong(listens, wishes, redirect);
    for (size_t i = 0; i < wishes->count; i++) {
        const struct web_wish *wish = &wishes->items[i];
        if (nginx_edit_stale(listens, wish, redirect) || (wrong && wish->tls == redirect->tls))
            return wish;
    }
    return NULL;
}

bool listen_edit_misleads(const struct listens *listens, const struct web_wishes *wishes,
                          const struct redirect *redirect)
{
    const struct web_wish *wish = nginx_edit_needs(listens, wishes, redirect);
    return wish && listen_edit_live(listens, wish) && !(wishes->fix_redirect && can_mend(redirect));
}

static void move_redirects(struct edits *edits, const struct listens *listens,
                           const struct web_wishes *wishes)
{
    for (size_t i = 0; i < listens->redirects.count; i++) {
        const struct redirect *redirect = &listens->redirects.items[i];
        const struct web_wish *wish = nginx_edit_needs(listens, wishes, redirect);
        if (!wish || !can_mend(redirect))
            continue;
        /* What the scheme means without a port. */
        bool bare = wish->wanted == web_usual(wish->tls) && !redirect->explicit;
        bool with = redirect->kind == HOST_WITH;
        char *port = bare ? xstrdup("") : xasprintf(":%u", wish->wanted);
        nginx_edit_add(edits, with ? redirect->host : redirect->host_end, redirect->port_end,
                       with ? xasprintf("$host%s", port) : xstrdup(port));
        free(port);
    }
}

char *listen_edit_text(const char *text, size_t length, const struct listens *listens,
                       const struct web_wishes *wishes, enum edit_form form)
{
    struct edits edits = {0};
    for (size_t i = 0; i < wishes->count; i++)
        move_listens(&edits, text, length, listens, &wishes->items[i], form);
    if (wishes->fix_redirect)
        move_redirects(&edits, listens, wishes);
    return nginx_edit_perform(text, length, &edits);
}
