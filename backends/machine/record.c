#include "backends/machine/record.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/text.h"

static const char *record_word(const struct record_field *field)
{
    if (field->choice)
        return field->words[*field->choice];
    if (field->buffer)
        return field->buffer;
    return *field->text ? *field->text : "";
}

char *record_pack(const char *title, const struct record_field *fields, size_t count)
{
    struct text text = {0};
    text_addf(&text, "%s\n", title);
    for (size_t i = 0; i < count; i++) {
        text_addf(&text, "%s ", fields[i].key);
        if (fields[i].number)
            text_addf(&text, "%" PRId64, *fields[i].number);
        else
            text_add_safe(&text, record_word(&fields[i]));
        text_add(&text, "\n");
    }
    text_add(&text, "end\n");
    return text_take(&text);
}

/* The next line of at most `left` bytes, copied; NULL if it does not end or holds a NUL. */
static char *next_line(const char *data, size_t left)
{
    const char *end = memchr(data, '\n', left);
    if (!end || memchr(data, '\0', (size_t)(end - data)))
        return NULL;
    return xstrndup(data, (size_t)(end - data));
}

static int parse_number(const char *value, int64_t *number)
{
    char *end;
    if (strspn(value, "-0123456789") != strlen(value))
        return -1;
    errno = 0;
    *number = strtoll(value, &end, 10);
    return errno == 0 && end != value && !*end ? 0 : -1;
}

static int parse_choice(const struct record_field *field, const char *value)
{
    for (unsigned i = 0; field->words[i]; i++)
        if (strcmp(field->words[i], value) == 0) {
            *field->choice = i;
            return 0;
        }
    return -1;
}

/* Only what is safe already was written by us. */
static int parse_text(const struct record_field *field, const char *value)
{
    char *safe = text_safe(value);
    int same = strcmp(safe, value) == 0;
    if (same && field->buffer)
        snprintf(field->buffer, field->size, "%s", value);
    if (same && field->text)
        *field->text = safe;
    else
        free(safe);
    return same ? 0 : -1;
}

/* `key value` into its field. */
static int parse_field(const struct record_field *field, const char *line)
{
    size_t key = strlen(field->key);
    if (strncmp(line, field->key, key) != 0 || line[key] != ' ')
        return -1;
    line += key + 1;
    return field->number   ? parse_number(line, field->number)
           : field->choice ? parse_choice(field, line)
                           : parse_text(field, line);
}

/* Line `index`: the title, the fields, the end. */
static int parse_line(const char *title, const struct record_field *fields, size_t count, size_t index,
                      const char *line)
{
    if (index == 0)
        return strcmp(line, title) == 0 ? 0 : -1;
    if (index == count + 1)
        return strcmp(line, "end") == 0 ? 0 : -1;
    return parse_field(&fields[index - 1], line);
}

int record_parse(const char *title, const struct record_field *fields, size_t count, const char *data,
                 size_t length, size_t *used, int *line)
{
    size_t at = 0, index = 0;
    for (size_t i = 0; i < count; i++)
        if (fields[i].text)
            *fields[i].text = NULL;
    for (; index < count + 2; index++) {
        char *text = next_line(data + at, length - at);
        int done = text ? parse_line(title, fields, count, index, text) : -1;
        at += text ? strlen(text) + 1 : 0;
        free(text);
        if (done != 0)
            break;
    }
    if (index == count + 2 && (used || at == length)) {
        if (used)
            *used = at;
        return 0;
    }
    *line = (int)index + 1;
    record_release(fields, count);
    return -1;
}

bool record_is_newer(const char *title, const char *data, size_t length)
{
    const char *number = strrchr(title, ' ') + 1;
    size_t name = (size_t)(number - title), digits = 0;
    if (length <= name || memcmp(data, title, name) != 0)
        return false;
    while (name + digits < length && data[name + digits] >= '0' && data[name + digits] <= '9')
        digits++;
    bool ends = digits && digits < 10 && name + digits < length && data[name + digits] == '\n';
    return ends && strtol(data + name, NULL, 10) > strtol(number, NULL, 10);
}

void record_release(const struct record_field *fields, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (!fields[i].text)
            continue;
        free(*fields[i].text);
        *fields[i].text = NULL;
    }
}
