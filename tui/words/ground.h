/* What is live beside the firewall's files, as text. */
#ifndef TUI_WORDS_GROUND_H
#define TUI_WORDS_GROUND_H

#include <stdio.h>

#include "core/plan/ground.h"
#include "tui/words/json.h"

/* An array of objects: group, text. */
void json_put_lines(struct json *json, const char *key, const struct lines *lines);
/* The sections with their counts, at most `most` lines of each; nothing where they are empty. */
void ground_print(const struct ground *ground, size_t most, FILE *out);

#endif
