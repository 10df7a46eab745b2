/* replay COUNT SEED FOLDER...: runs the target over every file of the folders and COUNT mutations of them. An
 * input that breaks it is left beside the program, with `.last` behind its name. */
#include <stdio.h>
#include <stdlib.h>

#include "core/base/text.h"
#include "fuzz.h"

static void keep(const char *path, const struct input *input)
{
    FILE *file = fopen(path, "wb");
    if (!file || fwrite(input->data, 1, input->size, file) != input->size || fclose(file) != 0)
        abort();
}

int main(int argc, char **argv)
{
    struct corpus corpus = {0};
    size_t count = argc > 3 ? (size_t)strtoul(argv[1], NULL, 10) : 0;
    uint64_t seed = argc > 3 ? strtoull(argv[2], NULL, 10) | 1u << 20 : 1;
    for (int i = 3; i < argc; i++)
        if (corpus_read(&corpus, argv[i]) < 0)
            fprintf(stderr, "cannot read '%s'\n", argv[i]);
    if (corpus.count == 0)
        return 2;
    char *last = xasprintf("%s.last", argv[0]);
    for (size_t i = 0; i < corpus.count; i++)
        LLVMFuzzerTestOneInput(corpus.items[i].data, corpus.items[i].size);
    for (size_t i = 0; i < count; i++) {
        struct input input = mutate(&corpus, &seed);
        keep(last, &input);
        LLVMFuzzerTestOneInput(input.data, input.size);
        free(input.data);
    }
    remove(last);
    free(last);
    printf("%zu files, %zu mutations\n", corpus.count, count);
    corpus_release(&corpus);
    return 0;
}
