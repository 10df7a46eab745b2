#include "tui/words/ground.h"

#include <stdlib.h>
#include <string.h>

#include "core/base/text.h"

static void words_ground_section(const char *title, const struct lines *lines, size_t most, FILE *out)
{
    const char *group = "";
    if (lines->count == 0)
        return;
    fprintf(out, "%s: %zu\n", title, lines->count);
    for (size_t i = 0; i < lines->count && i < most; i++) {
        char *text = text_safe(lines->items[i].text), *name = text_safe(lines->items[i].group);
        if (strcmp(group, lines->items[i].group) != 0)
            fprintf(out, "  %s\n", name);
        fprintf(out, "    %s\n", text);
        group = lines->items[i].group;
        free(text);
        free(name);
    }
    if (lines->count > most)
        fprintf(out, "    and %zu more: 'penstock diff' lists them\n", lines->count - most);
}

void json_put_lines(struct json *json, const char *key, const struct lines *lines)
{
    json_begin(json, key, '[', true);
    for (size_t i = 0; i < lines->count; i++) {
        json_begin(json, NULL, '{', false);
        json_put_text(json, "group", lines->items[i].group);
        json_put_text(json, "text", lines->items[i].text);
        json_end(json, '}');
    }
    json_end(json, ']');
}

void ground_print(const struct ground *ground, size_t most, FILE *out)
{
    words_ground_section("live beside the files, not touched", &ground->beyond, most, out);
    words_ground_section("in the files, not live", &ground->lacking, most, out);
    words_ground_section("in ufw's files by hand, carried along", &ground->by_hand, most, out);
}
