#include <stdlib.h>
#include <string.h>

#include "core/base/text.h"
#include "core/catalog/load.h"

enum { MOST_ERRORS = 100, MOST_TEXT = 800 };

void load_error(struct loading *loading, const struct yaml *at, enum problem_code code, const char *format,
                ...)
{
    va_list args;
    va_start(args, format);
    char *message = xvasprintf(format, args);
    va_end(args);
    problem_add(loading->problems, code, yaml_place(at), "%s", message);
    free(message);
}

bool load_enough(const struct loading *loading)
{
    return loading->problems->errors - loading->errors_before >= MOST_ERRORS;
}

int load_word(struct loading *loading, const struct yaml *value, const char *what, const char *const *words,
              size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (strcmp(value->word, words[i]) == 0)
            return (int)i;
    const char *nearest = text_nearest(value->word, words, count);
    struct text all = {0};
    for (size_t i = 0; !nearest && i < count && i < 12; i++)
        text_addf(&all, "%s%s", i ? ", " : "; write ", words[i]);
    load_error(loading, value, PROBLEM_UNKNOWN_WORD, "'%.60s' is not %s%s%s%s%s", value->word, what,
               nearest ? "; did you mean '" : "", nearest ? nearest : "", nearest ? "'?" : "",
               text_get(&all));
    text_release(&all);
    return -1;
}

/* The field of the value's key, or NULL after an error. */
static const struct catalog_field *find_field(struct loading *loading, const struct yaml *value,
                                              const char *what, const struct catalog_field *fields)
{
    enum { MOST = 40 };
    const char *names[MOST];
    size_t count = 0;
    for (; fields[count].name; count++) {
        if (strcmp(fields[count].name, value->key) == 0)
            return &fields[count];
        names[count] = fields[count].name;
    }
    const char *nearest = text_nearest(value->key, names, count);
    problem_add(loading->problems, PROBLEM_UNKNOWN_KEY, yaml_key_place(value),
                "unknown key '%.60s' in %s; %s%s%s", value->key, what,
                nearest ? "did you mean '" : "take it out or correct it", nearest ? nearest : "",
                nearest ? "'?" : "");
    return NULL;
}

static void catalog_field_read_field(struct loading *loading, const struct yaml *value, const char *what,
                                     const struct catalog_field *field, void *into)
{
    static const char *const kinds[] = {"",      "a single word",  "a list", "a word or a list",
                                        "a map", "a word or a map"};
    if (!(field->kinds & 1u << value->kind))
        load_error(loading, value, PROBLEM_WRONG_KIND, "'%s' of %s must be %s", field->name, what,
                   kinds[field->kinds]);
    else if (field->read)
        field->read(loading, value, (char *)into + field->offset);
}

void fields_read(struct loading *loading, const struct yaml *map, const char *what,
                 const struct catalog_field *fields, void *into)
{
    if (map->kind != YAML_MAP) {
        load_error(loading, map, PROBLEM_WRONG_KIND, "%s must be a map; write 'key: value' lines", what);
        return;
    }
    size_t errors = loading->problems->errors;
    for (const struct yaml *value = map->first; value && !load_enough(loading); value = value->next) {
        const struct catalog_field *field = find_field(loading, value, what, fields);
        if (field)
            catalog_field_read_field(loading, value, what, field, into);
    }
    bool clean = loading->problems->errors == errors; /* else a misspelt key would be told twice */
    for (; clean && fields->name; fields++)
        if (fields->needed && !yaml_get(map, fields->name))
            load_error(loading, map, PROBLEM_MISSING_KEY, "%s has no '%s'; add it", what, fields->name);
}

void read_text(struct loading *loading, const struct yaml *value, void *at)
{
    if (!*value->word || strlen(value->word) > MOST_TEXT)
        load_error(loading, value, PROBLEM_BAD_TEXT, "'%s' must be 1 to %d bytes long", value->key,
                   MOST_TEXT);
    else
        *(const char **)at = value->word;
}

void read_name(struct loading *loading, const struct yaml *value, void *at)
{
    if (!text_is_name(value->word))
        load_error(
            loading, value, PROBLEM_BAD_NAME,
            "'%.60s' is no name; use up to 63 letters, digits, '.', '_' and '-', a letter or digit first",
            value->word);
    else
        *(const char **)at = value->word;
}

void read_bool(struct loading *loading, const struct yaml *value, void *at)
{
    static const char *const words[] = {"no", "yes", "off", "on"};
    int index = load_word(loading, value, "yes or no", words, 4);
    if (index >= 0)
        *(bool *)at = index % 2;
}

void read_count(struct loading *loading, const struct yaml *value, void *at)
{
    size_t digits = strspn(value->word, "0123456789");
    if (strcmp(value->word, "any") == 0)
        *(size_t *)at = (size_t)-1;
    else if (digits == 0 || digits > 3 || value->word[digits])
        load_error(loading, value, PROBLEM_BAD_NUMBER, "'%.60s' must be a number from 0 to 999, or any",
                   value->word);
    else
        *(size_t *)at = (size_t)strtoul(value->word, NULL, 10);
}

void read_ports(struct loading *loading, const struct yaml *value, void *at)
{
    const char *why = NULL;
    if (ports_parse(value->word, at, &why) < 0)
        load_error(loading, value, PROBLEM_BAD_PORT, "'%.60s': %s", value->word, why);
}

void read_prefix(struct loading *loading, const struct yaml *value, void *at)
{
    const char *why = NULL;
    struct prefix prefix;
    if (prefix_parse(value->word, &prefix, &why) < 0)
        load_error(loading, value, PROBLEM_BAD_ADDRESS, "'%.60s': %s", value->word, why);
    else
        *(struct prefix *)at = prefix;
}

void read_version(struct loading *loading, const struct yaml *value, void *at)
{
    const char *why = NULL;
    if (version_parse(value->word, loading->product->scheme, at, &why) < 0)
        load_error(loading, value, PROBLEM_BAD_VERSION, "'%.60s': %s", value->word, why);
}

void read_range(struct loading *loading, const struct yaml *value, void *at)
{
    static const struct catalog_field fields[] = {
        {"from", WORD, read_version, offsetof(struct version_range, from), false},
        {"before", WORD, read_version, offsetof(struct version_range, before), false},
        {"up-to", WORD, read_version, offsetof(struct version_range, up_to), false},
        {0},
    };
    fields_read(loading, value, "a version range", fields, at);
}

void read_apps(struct loading *loading, const struct yaml *value, void *at)
{
    const struct product *product = loading->product;
    for (const struct yaml *item = value->first; item && !load_enough(loading); item = item->next) {
        if (item->kind != YAML_WORD) {
            load_error(loading, item, PROBLEM_WRONG_KIND, "an app must be a single word");
            continue;
        }
        int app = load_word(loading, item, "an app of this product", product->apps, product->app_count);
        if (app >= 0)
            *(unsigned *)at |= 1u << app;
    }
}
