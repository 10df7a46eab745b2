#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/text.h"
#include "fuzz.h"

static int add_file(struct corpus *corpus, const char *folder, const char *name)
{
    char *path = xasprintf("%s/%s", folder, name);
    FILE *file = fopen(path, "rb");
    free(path);
    if (!file)
        return -1;
    struct text text = {0};
    char buffer[4096];
    for (size_t n; (n = fread(buffer, 1, sizeof(buffer), file)) > 0;)
        text_add_n(&text, buffer, n);
    fclose(file);
    corpus->items = xgrow(corpus->items, corpus->count, &corpus->cap, sizeof(*corpus->items));
    size_t size = text.length;
    corpus->items[corpus->count++] = (struct input){(uint8_t *)text_take(&text), size};
    return 0;
}

int corpus_read(struct corpus *corpus, const char *folder)
{
    struct dirent **names;
    int count = scandir(folder, &names, NULL, alphasort), result = count < 0 ? -1 : 0;
    for (int i = 0; i < count; i++) {
        if (names[i]->d_name[0] != '.' && add_file(corpus, folder, names[i]->d_name) < 0)
            result = -1;
        free(names[i]);
    }
    if (count >= 0)
        free(names);
    return result;
}

void corpus_release(struct corpus *corpus)
{
    for (size_t i = 0; i < corpus->count; i++)
        free(corpus->items[i].data);
    free(corpus->items);
}
