#include "tui/cli/options.h"

#include <stdlib.h>
#include <string.h>

#include "core/base/text.h"

#define X(id, name, value, help) {name, value, help},
const struct option_fact option_facts[OPTION_COUNT] = {OPTION_TABLE(X)};
#undef X

static const char *nearest_option(const char *typed)
{
    const char *names[OPTION_COUNT];
    for (size_t i = 0; i < OPTION_COUNT; i++)
        names[i] = option_facts[i].name;
    return text_nearest(typed, names, OPTION_COUNT);
}

static int find_option(const char *typed, size_t length, enum option *option, char **why)
{
    for (size_t i = 0; i < OPTION_COUNT; i++)
        if (strlen(option_facts[i].name) == length && strncmp(option_facts[i].name, typed, length) == 0) {
            *option = (enum option)i;
            return 0;
        }
    char *name = xstrndup(typed, length);
    const char *near = nearest_option(name);
    *why = near ? xasprintf("unknown option '--%s'; did you mean '--%s'?", name, near)
                : xasprintf("unknown option '--%s'; 'penstock help' shows what there is", name);
    free(name);
    return -1;
}

static int cli_options_keep(struct arguments *arguments, enum option option, const char *value, char **why)
{
    const struct option_fact *fact = &option_facts[option];
    if (option == OPTION_CATALOG) {
        arguments->catalogs[arguments->catalog_count++] = value;
    } else if (arguments->given & 1u << option) {
        *why = xasprintf("'--%s' is given twice; give it once", fact->name);
        return -1;
    }
    arguments->given |= 1u << option;
    arguments->values[option] = value;
    return 0;
}

/* One `--option` at argv[*at]; moves *at over a value that stands by itself. */
static int parse_option(struct arguments *arguments, int argc, char **argv, int *at, char **why)
{
    const char *typed = argv[*at] + 2, *equals = strchr(typed, '=');
    enum option option;
    if (find_option(typed, equals ? (size_t)(equals - typed) : strlen(typed), &option, why) != 0)
        return -1;
    const struct option_fact *fact = &option_facts[option];
    if (!fact->value && equals) {
        *why = xasprintf("'--%s' takes no value; leave out '%s'", fact->name, equals);
        return -1;
    }
    if (!fact->value)
        return cli_options_keep(arguments, option, NULL, why);
    const char *value = equals ? equals + 1 : *at + 1 < argc ? argv[++*at] : NULL;
    if (!value || !value[0]) {
        *why = xasprintf("'--%s' needs a value: --%s %s", fact->name, fact->name, fact->value);
        return -1;
    }
    return cli_options_keep(arguments, option, value, why);
}

int arguments_parse(struct arguments *arguments, int argc, char **argv, char **why)
{
    *arguments = (struct arguments){0};
    arguments->catalogs = xcalloc((size_t)argc + 1, sizeof(*arguments->catalogs));
    arguments->operands = xcalloc((size_t)argc + 1, sizeof(*arguments->operands));
    bool options = true;
    for (int i = 1; i < argc; i++) {
        if (options && strcmp(argv[i], "--") == 0) {
            options = false;
        } else if (options && strcmp(argv[i], "-h") == 0) {
            arguments->given |= OPTION(HELP);
        } else if (options && strncmp(argv[i], "--", 2) == 0) {
            if (parse_option(arguments, argc, argv, &i, why) != 0)
                return -1;
        } else if (options && argv[i][0] == '-' && argv[i][1]) {
            *why = xasprintf("unknown option '%s'; options are words, such as '--help'", argv[i]);
            return -1;
        } else {
            arguments->operands[arguments->operand_count++] = argv[i];
        }
    }
    return 0;
}

void arguments_release(struct arguments *arguments)
{
    free(arguments->catalogs);
    free(arguments->operands);
    *arguments = (struct arguments){0};
}

int arguments_number(const struct arguments *arguments, enum option option, unsigned least, unsigned most,
                     unsigned fallback, unsigned *number, char **why)
{
    const char *value = arguments->values[option];
    *number = fallback;
    if (!value)
        return 0;
    size_t digits = strspn(value, "0123456789");
    unsigned long read = digits && digits <= 9 && !value[digits] ? strtoul(value, NULL, 10) : 0;
    if (read < least || read > most) {
        *why = xasprintf("'--%s %s': give a whole number from %u to %u", option_facts[option].name, value,
                         least, most);
        return -1;
    }
    *number = (unsigned)read;
    return 0;
}
