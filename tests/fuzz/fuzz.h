/* What a fuzz target and its replay share. */
#ifndef TESTS_FUZZ_H
#define TESTS_FUZZ_H

#include <stddef.h>
#include <stdint.h>

/* The target: aborts when an invariant breaks. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

struct input {
    uint8_t *data;
    size_t size;
};

struct corpus {
    struct input *items;
    size_t count, cap;
};

/* Adds every file of a folder, in the order of their names. -1: it cannot be read. */
int corpus_read(struct corpus *corpus, const char *folder);
void corpus_release(struct corpus *corpus);

/* A new input made of those of the corpus; *seed moves on. The caller frees it. */
struct input mutate(const struct corpus *corpus, uint64_t *seed);

#endif
