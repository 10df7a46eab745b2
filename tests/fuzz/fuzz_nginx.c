/* Any bytes: a file of nginx, or a sentence. What is edited reads back, and editing it again changes nothing.
 */
#include <stdlib.h>
#include <string.h>

#include "backends/nginx/edit.h"
#include "backends/nginx/token.h"
#include "fuzz.h"

static void check(bool holds)
{
    if (!holds)
        abort();
}

/* Forward only, within the text, and over nothing but blanks and comments. */
static void walk(const char *text, size_t length)
{
    size_t at = 0, behind = 0;
    for (;;) {
        struct token token = token_next(text, length, &at);
        if (token.kind == TOKEN_END || token.kind == TOKEN_BAD)
            return;
        check(token.start >= behind && token.end > token.start && token.end <= length && at >= token.end);
        check(token.start == behind || memchr("# \t\r\n", text[behind], 5) != NULL);
        behind = token.end;
    }
}

static void walk_listens(const struct listens *listens, size_t length)
{
    for (size_t i = 0; i < listens->count; i++) {
        const struct listen *each = &listens->items[i];
        check(each->start < each->address && each->address <= each->port_at &&
              each->port_at <= each->port_end && each->port_end <= each->address_end &&
              each->address_end <= each->end && each->end <= length);
        check(each->last >= each->port);
    }
}

/* The text in this form, which must read as well; the caller frees it. NULL: the text is no configuration. */
static char *edit(const char *text, size_t length, const struct web_wishes *wishes, enum edit_form form)
{
    struct listens listens;
    struct failure failure = {0};
    if (listens_read(&listens, text, length, "f", &failure) != 0) {
        check(*failure.message != '\0');
        return NULL;
    }
    walk_listens(&listens, length);
    char *made = listen_edit_text(text, length, &listens, wishes, form);
    listens_release(&listens);
    return made;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const struct web_wishes wishes = {.items = {{"http", false, 80, 1780, 0}, {"https", true, 443, 1443, 0}},
                                      .count = 2,
                                      .fix_redirect = size % 2 == 1};
    const char *text = (const char *)data;
    walk(text, size);
    char *bridge = edit(text, size, &wishes, EDIT_BRIDGE), *fresh = edit(text, size, &wishes, EDIT_FINAL);
    check((bridge == NULL) == (fresh == NULL));
    if (fresh) {
        char *again = edit(fresh, strlen(fresh), &wishes, EDIT_FINAL);
        check(again && strcmp(again, fresh) == 0);
        check((again = (free(again), edit(bridge, strlen(bridge), &wishes, EDIT_BRIDGE))) != NULL);
        free(again);
    }
    free(bridge);
    free(fresh);
    return 0;
}
