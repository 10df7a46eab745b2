#include "backends/nginx/typed.h"

#include <stdlib.h>
#include <string.h>

#include "core/base/text.h"

/* Within quotes of a shell, within a text of sed. */
static void typed_quote(struct text *text, const char *line, size_t length)
{
    for (size_t i = 0; i < length; i++)
        if (line[i] == '\'')
            text_add(text, "'\\''");
        else if (line[i] == '\\')
            text_add(text, "\\\\");
        else
            text_add_n(text, &line[i], 1);
}

static const char *typed_next(const char *line)
{
    line += strcspn(line, "\n");
    return line + (*line == '\n');
}

/* Ports change within their lines: both files have the same number of them. */
char *typed_edits(const struct web *web)
{
    struct text text = {0};
    const char *old = web->old, *fresh = web->fresh;
    for (unsigned number = 1; *old && *fresh; number++, old = typed_next(old), fresh = typed_next(fresh)) {
        size_t length = strcspn(fresh, "\n");
        if (strcspn(old, "\n") == length && strncmp(old, fresh, length) == 0)
            continue;
        text_addf(&text, "sed -i --follow-symlinks '%uc\\", number);
        typed_quote(&text, fresh, length);
        text_add(&text, "' '");
        typed_quote(&text, web->path, strlen(web->path));
        text_add(&text, "'\n");
    }
    if (text.length)
        text_add(&text, "nginx -t && nginx -s reload\n");
    return text_take(&text);
}
