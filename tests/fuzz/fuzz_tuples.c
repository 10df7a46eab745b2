/* Any user.rules: its rules, each written as it was read, or the number of the line that is none. */
#include <stdlib.h>
#include <string.h>

#include "backends/ufw/rules/tuple.h"
#include "fuzz.h"

static void check(bool holds)
{
    if (!holds)
        abort();
}

static void write_back(const struct tuple *tuple)
{
    struct text line = {0}, again = {0};
    struct arena arena = {0};
    struct tuple read;
    tuple_format(tuple, &line);
    check(tuple_parse(&read, tuple->family, text_get(&line), line.length, &arena) == 0);
    tuple_format(&read, &again);
    check(strcmp(text_get(&line), text_get(&again)) == 0);
    check(tuple_same_key(tuple, &read) && tuple_overlaps(tuple, &read) &&
          tuple_is_ours(tuple) == tuple_is_ours(&read));
    text_release(&line);
    text_release(&again);
    arena_release(&arena);
}

static void read_family(const char *data, uint8_t family)
{
    struct tuples tuples = {0};
    struct arena arena = {0};
    struct text words = {0};
    char name[16];
    int line = 0;
    if (tuples_read(&tuples, family, data, &arena, &line) != 0)
        check(line > 0);
    for (size_t i = 0; i < tuples.count; i++) {
        write_back(&tuples.items[i]);
        tuple_words(&tuples.items[i], true, &words);
        tuple_interface(&tuples.items[i], false, name);
    }
    text_release(&words);
    tuples_release(&tuples);
    arena_release(&arena);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char *text = xstrndup((const char *)data, size);
    read_family(text, FAMILY_4);
    read_family(text, FAMILY_6);
    free(text);
    return 0;
}
