/* What is live beside the firewall's files, as text. */
#ifndef TUI_WORDS_GROUND_H
#define TUI_WORDS_GROUND_H

#include <stdio.h>

#include "core/plan/ground.h"

/* Both sections with their counts; nothing where they are empty. */
void ground_print(const struct ground *ground, FILE *out);

#endif
