#include <stdlib.h>
#include <string.h>

#include "core/base/text.h"
#include "fuzz.h"

enum { MOST_SIZE = 64 * 1024 };

static uint64_t next(uint64_t *seed)
{
    *seed ^= *seed << 13;
    *seed ^= *seed >> 7;
    *seed ^= *seed << 17;
    return *seed;
}

static size_t below(uint64_t *seed, size_t limit)
{
    return limit ? (size_t)(next(seed) % limit) : 0;
}

/* Replaces `cut` bytes at `at` by `size` others. */
static void splice(struct input *input, size_t at, size_t cut, const void *piece, size_t size)
{
    if (input->size - cut + size > MOST_SIZE)
        return;
    uint8_t *made = xmalloc(input->size - cut + size + 1);
    memcpy(made, input->data, at);
    if (size)
        memcpy(made + at, piece, size);
    memcpy(made + at + size, input->data + at + cut, input->size - at - cut);
    input->size += size - cut;
    free(input->data);
    input->data = made;
}

static void insert_token(struct input *input, uint64_t *seed)
{
    static const char *const tokens[] = {
        "- ",     ": ",          "[",          "]",       "{",      "}",       ",",       "\n",
        "\n  ",   "\n    ",      "'",          "\"",      "|\n",    ">-\n",    "&a ",     "*a",
        "!!str ", "%YAML 1.1\n", "---\n",      "...\n",   "? ",     "# ",      "<<: ",    "\t",
        "\xff",   "\xc2\x85",    "\\x00",      "\"\\e\"", "0",      "65535",   "65536",   "-1",
        "2020",   "4.4",         "unknown",    "any",     "yes",    "follows", "setting", "ports: 1",
        "server", "services",    "patterns: ", "id: ",    "linked",
    };
    const char *token = tokens[below(seed, sizeof(tokens) / sizeof(tokens[0]))];
    splice(input, below(seed, input->size + 1), 0, token, strlen(token));
}

static void change_once(const struct corpus *corpus, struct input *input, uint64_t *seed)
{
    size_t at = below(seed, input->size), length = below(seed, input->size - at < 64 ? input->size - at : 64);
    const struct input *other = &corpus->items[below(seed, corpus->count)];
    size_t from = below(seed, other->size), most = other->size - from;
    switch (below(seed, 6)) {
    case 0:
        if (input->size)
            input->data[at] ^= (uint8_t)(1u << below(seed, 8));
        break;
    case 1:
        splice(input, at, length, NULL, 0);
        break;
    case 2: {
        uint8_t *copy = xmalloc(length + 1);
        memcpy(copy, input->data + at, length);
        splice(input, at, 0, copy, length);
        free(copy);
        break;
    }
    case 3:
        splice(input, at, length, other->data + from, below(seed, most < 200 ? most : 200));
        break;
    case 4:
        if (below(seed, 8) == 0)
            input->size = at;
        break;
    default:
        insert_token(input, seed);
    }
}

struct input mutate(const struct corpus *corpus, uint64_t *seed)
{
    const struct input *from = &corpus->items[below(seed, corpus->count)];
    struct input input = {xmalloc(from->size + 1), from->size};
    memcpy(input.data, from->data, from->size);
    for (size_t i = 1 + below(seed, 6); i > 0; i--)
        change_once(corpus, &input, seed);
    return input;
}
