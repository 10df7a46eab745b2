#include "backends/machine/conf.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

#include "core/base/text.h"

/* The last line of `key`; its value begins at *value. */
static const char *conf_find(const char *data, const char *key, const char **value)
{
    const char *found = NULL;
    size_t length = strlen(key);
    for (const char *line = data; *line; line += strcspn(line, "\n"), line += *line == '\n') {
        const char *word = line + strspn(line, " \t");
        if (strncmp(word, key, length) == 0 && word[length] == '=') {
            found = line;
            *value = word + length + 1;
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

bool ufw_enabled(const struct machine *machine)
{
    char *data;
    size_t length;
    if (machine_read(machine, "/etc/ufw/ufw.conf", 1 << 16, &data, &length) != 0)
        return false;
    char *value = conf_get(data, "ENABLED");
    bool yes = value && strcasecmp(value, "yes") == 0;
    free(value);
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
