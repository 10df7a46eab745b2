#include "backends/nginx/home.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "backends/machine/state.h"
#include "core/base/lcs.h"
#include "core/base/text.h"

#define KEPT STATE_FOLDER "/nginx.home"
#define PORTS STATE_FOLDER "/nginx.ports"

enum { KEPT_AT_MOST = 5 << 20 };

/* A text and where its lines begin; the last one begins at its end. */
struct home_lines {
    char *text;
    const char **items;
    size_t count, cap;
};

static struct home_lines home_split(char *text)
{
    struct home_lines lines = {.text = text};
    const char *at = text;
    for (;;) {
        lines.items = xgrow(lines.items, lines.count, &lines.cap, sizeof(*lines.items));
        lines.items[lines.count] = at;
        if (!*at)
            return lines;
        lines.count++;
        at += strcspn(at, "\n");
        at += *at == '\n';
    }
}

static void home_lines_release(struct home_lines *lines)
{
    free(lines->text);
    free(lines->items);
}

static size_t home_width(const char *line)
{
    return strcspn(line, "\n");
}

static int home_compare(const void *a, const void *b)
{
    size_t wide = home_width(a), other = home_width(b);
    int order = memcmp(a, b, wide < other ? wide : other);
    return order ? order : (wide > other) - (wide < other);
}

static bool home_same(const struct home_lines *a, size_t i, const struct home_lines *b, size_t k)
{
    return home_compare(a->items[i], b->items[k]) == 0;
}

/* What a move to the ports that `wishes` want makes of a text; NULL: it is no configuration. */
static char *home_moved(const char *text, const struct web_wishes *wishes)
{
    struct failure unread = {0};
    struct listens listens;
    if (listens_read(&listens, text, strlen(text), "", &unread) != 0)
        return NULL;
    char *made = listen_edit_text(text, strlen(text), &listens, wishes, EDIT_FINAL);
    listens_release(&listens);
    return made;
}

/* The ports that the text has now, as wishes. */
static bool home_present(const char *text, const struct web_wishes *wishes, struct web_wishes *present)
{
    struct failure unread = {0};
    struct listens listens;
    *present = *wishes;
    if (listens_read(&listens, text, strlen(text), "", &unread) != 0)
        return false;
    for (size_t i = 0; i < wishes->count; i++) {
        uint16_t live = listen_edit_live(&listens, &wishes->items[i]);
        present->items[i].wanted = live ? live : wishes->items[i].wanted;
        present->items[i].known = 0; /* at home it was nowhere else yet */
    }
    listens_release(&listens);
    return true;
}

/* Line by line: of `text`, or of `kept` where the move made the line what it is. `plain`: the move without its
 * redirects. */
static char *home_merge(const struct home_lines *text, const struct home_lines *kept,
                        const struct home_lines *moved, const struct home_lines *plain, bool *mended)
{
    struct text made = {0};
    size_t *twins = xcalloc(text->count + 1, sizeof(*twins));
    lcs_pair((const void *const *)text->items, text->count, (const void *const *)moved->items, moved->count,
             home_compare, twins);
    for (size_t i = 0; i < text->count; i++) {
        bool ours = twins[i] != LCS_NONE && !home_same(kept, twins[i], moved, twins[i]);
        const struct home_lines *from = ours ? kept : text;
        size_t line = ours ? twins[i] : i;
        *mended = *mended || (ours && !home_same(plain, line, moved, line));
        text_add_n(&made, from->items[line], (size_t)(from->items[line + 1] - from->items[line]));
    }
    free(twins);
    return text_take(&made);
}

/* Lines can be told from each other where a move keeps their number; else the whole file decides. */
static char *home_of(const char *text, const char *kept, const struct web_wishes *present, bool *mended)
{
    struct web_wishes without = *present, with = *present;
    without.fix_redirect = false;
    with.fix_redirect = true;
    struct home_lines lines[] = {home_split(xstrdup(text)), home_split(xstrdup(kept)),
                                 home_split(home_moved(kept, &with)), home_split(home_moved(kept, &without))};
    const struct home_lines *moved = &lines[2], *plain = &lines[3];
    char *home;
    if (strcmp(text, plain->text) == 0 || strcmp(text, moved->text) == 0) {
        *mended = strcmp(text, plain->text) != 0;
        home = xstrdup(kept);
    } else if (lines[1].count == moved->count && moved->count == plain->count) {
        home = home_merge(&lines[0], &lines[1], moved, plain, mended);
    } else {
        home = xstrdup(text);
    }
    for (size_t i = 0; i < 4; i++)
        home_lines_release(&lines[i]);
    return home;
}

/* What is kept of this file, behind the line with its name; NULL: nothing is. */
static char *home_kept(const struct machine *machine, const char *name, const char *path,
                       struct failure *failure)
{
    char *kept;
    size_t length = strlen(path);
    if (machine_read(machine, name, KEPT_AT_MOST, &kept, NULL) != 0) {
        if (errno != ENOENT)
            fail(failure, FAILURE_MACHINE, "'%s%s' cannot be read: %s", machine->root, name, strerror(errno));
        return NULL;
    }
    if (strncmp(kept, path, length) == 0 && kept[length] == '\n') {
        memmove(kept, kept + length + 1, strlen(kept + length + 1) + 1);
        return kept;
    }
    free(kept);
    return NULL;
}

char *home_ports(const char *path, const struct web_wishes *wishes)
{
    struct text text = {0};
    text_addf(&text, "%s\n", path);
    for (size_t i = 0; i < wishes->count; i++)
        text_addf(&text, "%s %u\n", wishes->items[i].service, wishes->items[i].wanted);
    return text_take(&text);
}

int home_arrive(const struct machine *machine, const char *ports, struct failure *failure)
{
    return machine_write(machine, PORTS, ports, strlen(ports), 0600, failure);
}

void home_know(const struct machine *machine, const char *path, struct web_wishes *wishes)
{
    struct failure unread = {0};
    char *ports = home_kept(machine, PORTS, path, &unread), *rest = ports, *line;
    while (ports && (line = strsep(&rest, "\n"))) {
        char *service = strsep(&line, " ");
        for (size_t i = 0; line && i < wishes->count; i++)
            if (strcmp(wishes->items[i].service, service) == 0)
                wishes->items[i].known = (uint16_t)strtoul(line, NULL, 10);
    }
    free(ports);
}

char *home_text(const struct machine *machine, const char *path, const char *text,
                const struct web_wishes *wishes, bool *mended, struct failure *failure)
{
    struct web_wishes present, unused;
    char *kept = home_kept(machine, KEPT, path, failure), *home;
    *mended = false;
    if (failure->kind != FAILURE_NONE)
        return NULL;
    if (!kept || strcmp(kept, text) == 0 || !home_present(text, wishes, &present) ||
        !home_present(kept, wishes, &unused))
        home = xstrdup(text);
    else
        home = home_of(text, kept, &present, mended);
    free(kept);
    return home;
}

/* The addresses of each service on its wanted port. */
static char *home_addresses(const char *text, const struct web_wishes *wishes)
{
    struct failure unread = {0};
    struct listens listens;
    struct text made = {0};
    if (listens_read(&listens, text, strlen(text), "", &unread) != 0)
        return xstrdup("unread");
    for (size_t i = 0; i < wishes->count; i++)
        for (size_t k = 0; k < listens.count; k++) {
            const struct listen *listen = &listens.items[k];
            if (listen->tls != wishes->items[i].tls || listen->port != wishes->items[i].wanted ||
                listen->local || listen->foreign)
                continue;
            /* Without the colon before the port, where there is one. */
            size_t width = listen->port_at - listen->address;
            text_addf(&made, "%zu %d ", i, listen->quic);
            text_add_n(&made, text + listen->address, width - (width && listen->port_at != listen->port_end));
            text_add(&made, "\n");
        }
    listens_release(&listens);
    return made.data ? text_take(&made) : xstrdup("");
}

bool home_agrees(const char *text, const char *other, const struct web_wishes *wishes)
{
    char *one = home_addresses(text, wishes), *two = home_addresses(other, wishes);
    bool agrees = strcmp(one, two) == 0;
    free(one);
    free(two);
    return agrees;
}

int home_keep(const struct machine *machine, const char *path, const char *home, struct failure *failure)
{
    char *text = xasprintf("%s\n%s", path, home);
    int done = machine_write(machine, KEPT, text, strlen(text), 0600, failure);
    free(text);
    return done;
}
