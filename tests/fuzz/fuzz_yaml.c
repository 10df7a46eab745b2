/* Any bytes: a tree within the limits, or exactly one error with a place. */
#include <stdlib.h>
#include <string.h>

#include "core/base/text.h"
#include "core/yaml/yaml.h"
#include "fuzz.h"

static void check(bool holds)
{
    if (!holds)
        abort();
}

static void walk(const struct yaml *node, int depth)
{
    check(depth <= 17 && node->line > 0 && node->column > 0);
    check((node->kind == YAML_WORD) == (node->word != NULL));
    size_t count = 0;
    for (const struct yaml *child = node->first; child; child = child->next, count++) {
        check((node->kind == YAML_MAP) == (child->key != NULL));
        walk(child, depth + 1);
    }
    check(count == node->count);
}

/* A word that was read is written so that it reads back. */
static void write_back(const char *word)
{
    struct arena arena = {0};
    struct problems problems = {0};
    struct text text = {0};
    text_add(&text, "[");
    yaml_write_word(&text, word);
    text_add(&text, "]");
    const struct yaml *root = yaml_parse("w", text.data, text.length, &arena, &problems);
    check(root && root->first && strcmp(root->first->word, word) == 0);
    text_release(&text);
    problems_release(&problems);
    arena_release(&arena);
}

static void write_back_words(const struct yaml *node, int *most)
{
    if (node->word && (*most)-- > 0)
        write_back(node->word);
    for (const struct yaml *child = node->first; child; child = child->next)
        write_back_words(child, most);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena arena = {0};
    struct problems problems = {0};
    int most = 20;
    const struct yaml *root = yaml_parse("f", (const char *)data, size, &arena, &problems);
    if (root) {
        check(problems.count == 0);
        walk(root, 0);
        write_back_words(root, &most);
    } else
        check(problems.errors == 1 && problems.items[0].line > 0 && problems.items[0].column > 0);
    problems_release(&problems);
    arena_release(&arena);
    return 0;
}
