#include "tui/words/ground.h"

#include <stdlib.h>
#include <string.h>

#include "core/base/text.h"

static void words_ground_section(const char *title, const struct lines *lines, FILE *out)
{
    const char *group = "";
    if (lines->count == 0)
        return;
    fprintf(out, "%s: %zu\n", title, lines->count);
    for (size_t i = 0; i < lines->count; i++) {
        char *text = text_safe(lines->items[i].text), *name = text_safe(lines->items[i].group);
        if (strcmp(group, lines->items[i].group) != 0)
            fprintf(out, "  %s\n", name);
        fprintf(out, "    %s\n", text);
        group = lines->items[i].group;
        free(text);
        free(name);
    }
}

void ground_print(const struct ground *ground, FILE *out)
{
    words_ground_section("live beside the files, not touched", &ground->beyond, out);
    words_ground_section("in the files, not live", &ground->lacking, out);
}
