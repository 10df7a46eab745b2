#include "backends/ufw/rehearse/ipsets.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "backends/machine/machine.h"
#include "backends/machine/run.h"
#include "core/base/text.h"

enum { SECONDS = 30 };

static char ipset[] = "/usr/sbin/ipset";

/* The value of a line that begins with `key`; NULL: it begins otherwise. */
static const char *ipsets_value(const char *line, const char *key)
{
    size_t length = strlen(key);
    return strncmp(line, key, length) == 0 ? line + length : NULL;
}

/* Each set says its name, its type and, as `ipset create` takes them, its options. */
char *ipsets_create(const char *listed)
{
    struct text text = {0};
    char *copy = xstrdup(listed), *place = NULL;
    const char *name = NULL, *type = NULL;
    for (char *line = strtok_r(copy, "\n", &place); line; line = strtok_r(NULL, "\n", &place)) {
        const char *said;
        if ((said = ipsets_value(line, "Name: ")))
            name = said;
        else if ((said = ipsets_value(line, "Type: ")))
            type = said;
        else if ((said = ipsets_value(line, "Header: ")) && name && type)
            text_addf(&text, "create %s %s %s\n", name, type, said);
    }
    free(copy);
    return text_take(&text);
}

char *ipsets_read(void)
{
    char *const argv[] = {ipset, "list", "-t", NULL};
    struct output output;
    struct failure unasked = {0};
    if (access(ipset, X_OK) != 0 || machine_run(argv, NULL, SECONDS, &output, &unasked) != 0)
        return xstrdup("");
    char *sets = ipsets_create(output.status == 0 ? output.out : "");
    output_release(&output);
    return sets;
}

/* A set that is missing all the same is missed by ufw itself, which says so by its name. */
void ipsets_make(const char *sets)
{
    char *const argv[] = {ipset, "-!", "restore", NULL};
    struct output output;
    struct failure unmade = {0};
    if (*sets && machine_run(argv, sets, SECONDS, &output, &unmade) == 0)
        output_release(&output);
}
