#include "backends/machine/conf.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

#include "core/base/text.h"

/* sysctl takes a dot for a slash, and blanks around the sign; a shell neither. */
static const char *conf_value(const char *word, const char *key)
{
    bool sysctl = strchr(key, '/') != NULL;
    for (; *key; key++, word++)
        if (*word != *key && !(*key == '/' && *word == '.'))
            return NULL;
    word += sysctl ? strspn(word, " \t") : 0;
    if (*word != '=')
        return NULL;
    word++;
    return word + (sysctl ? strspn(word, " \t") : 0);
}

/* The last line of `key`; its value begins at *value. */
static const char *conf_find(const char *data, const char *key, const char **value)
{
    const char *found = NULL;
    for (const char *line = data; *line; line += strcspn(line, "\n"), line += *line == '\n') {
        const char *said = conf_value(line + strspn(line, " \t"), key);
        if (said) {
            found = line;
            *value = said;
        }
    }
    return found;
}

static bool conf_quoted(const char *value)
{
    return *value == '"' || *value == '\'';
}

char *conf_get(const char *data, const char *key)
{
    const char *value;
    if (!conf_find(data, key, &value))
        return NULL;
    return conf_quoted(value) ? xstrndup(value + 1, strcspn(value + 1, "\"'\n"))
                              : xstrndup(value, strcspn(value, " \t#\r\n"));
}

char *conf_set(const char *data, const char *key, const char *value)
{
    const char *old, *line = conf_find(data, key, &old);
    struct text text = {0};
    if (!line) {
        size_t length = strlen(data);
        text_addf(&text, "%s%s%s=%s\n", data, length && data[length - 1] != '\n' ? "\n" : "", key, value);
        return text_take(&text);
    }
    if (conf_quoted(old))
        old++;
    text_add_n(&text, data, (size_t)(old - data));
    text_add(&text, value);
    text_add(&text, old + strcspn(old, conf_quoted(old - 1) ? "\"'\n" : " \t#\r\n"));
    return text_take(&text);
}

bool conf_says_yes(const char *data, const char *key)
{
    char *value = conf_get(data, key);
    bool yes = value && strcasecmp(value, "yes") == 0;
    free(value);
    return yes;
}

bool conf_starts(const char *data, const char *key)
{
    char *value = conf_get(data, key);
    bool yes = value && (strcmp(value, "yes") == 0 || strcmp(value, "YES") == 0);
    free(value);
    return yes;
}

bool ufw_enabled(const struct machine *machine)
{
    char *data;
    size_t length;
    if (machine_read(machine, "/etc/ufw/ufw.conf", 1 << 16, &data, &length) != 0)
        return false;
    bool yes = conf_says_yes(data, "ENABLED");
    free(data);
    return yes;
}

static bool conf_has_rule(const struct machine *machine, const char *path)
{
    char *data;
    size_t length;
    if (machine_read(machine, path, 1 << 24, &data, &length) != 0)
        return false;
    bool yes = strncmp(data, "### tuple ###", 13) == 0 || strstr(data, "\n### tuple ###");
    free(data);
    return yes;
}

bool ufw_has_rules(const struct machine *machine)
{
    return access("/usr/sbin/ufw", X_OK) == 0 &&
           (conf_has_rule(machine, "/etc/ufw/user.rules") || conf_has_rule(machine, "/etc/ufw/user6.rules"));
}
