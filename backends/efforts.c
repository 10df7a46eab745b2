#include "backends/efforts.h"

#include <stdlib.h>

#include "backends/registry.h"
#include "core/base/text.h"

int efforts_prepare(struct efforts *efforts, const struct machine *machine, const struct plan *plan,
                    const struct apply_options *options, struct failure *failure)
{
    efforts->kept = efforts->tried = plan;
    for (size_t i = 0; plan && companions[i]; i++) {
        struct effort *effort = &efforts->items[i];
        *effort = (struct effort){.kept = efforts->kept, .tried = efforts->tried};
        if (companions[i]->prepare(effort, machine, options, failure) != 0)
            return -1;
        efforts->kept = effort->kept;
        efforts->tried = effort->tried;
    }
    return 0;
}

char *efforts_describe(const struct efforts *efforts)
{
    struct text text = {0};
    for (size_t i = 0; companions[i]; i++) {
        const struct effort *effort = &efforts->items[i];
        char *own = effort->takes_part ? companions[i]->describe(effort) : NULL;
        text_add(&text, own ? own : "");
        free(own);
    }
    return text_take(&text);
}

char *efforts_typed(const struct efforts *efforts)
{
    struct text text = {0};
    for (size_t i = 0; companions[i]; i++) {
        const struct effort *effort = &efforts->items[i];
        char *own = effort->takes_part && companions[i]->typed ? companions[i]->typed(effort) : NULL;
        text_add(&text, own ? own : "");
        free(own);
    }
    return text_take(&text);
}

void efforts_release(struct efforts *efforts)
{
    for (size_t i = 0; companions[i]; i++)
        if (efforts->items[i].own)
            companions[i]->release(&efforts->items[i]);
    *efforts = (struct efforts){0};
}

int efforts_seen(const struct machine *machine, const struct product *product, const char *file,
                 struct seen *seen, struct failure *failure)
{
    for (size_t i = 0; companions[i]; i++)
        if (companions[i]->seen && companions[i]->seen(machine, product, file, seen, failure) != 0)
            return -1;
    return 0;
}
