/* What people write where YAML wants something else: a tab, a no-break space, a typographic quote, no space behind a
 * colon. libyaml takes most of these for parts of a word, and stumbles later. For core/yaml alone. */
#ifndef CORE_YAML_PEOPLE_H
#define CORE_YAML_PEOPLE_H

#include <stdbool.h>
#include <stddef.h>

#include "core/base/problem.h"

/* Looks at line `line` (from 1) of the text, where libyaml gave up at `column` or 0 = nowhere in it. True: an error that
 * names the character or the missing space was added. */
bool yaml_people_line(const char *file, const char *text, size_t length, int line, int column,
                      struct problems *problems);
/* What is wrong with an unquoted word, as a sentence with the word's own place; "" = nothing. `key`: nothing follows
 * it, and a ':' in it wants a space. Returns `sentence`. */
enum { PEOPLE_SENTENCE = 200 };
const char *yaml_people_word(const char *word, bool key, char sentence[static PEOPLE_SENTENCE]);

#endif
