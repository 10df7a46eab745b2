#include "tui/words/json.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include <jansson.h>

#include "core/base/text.h"

void json_start(struct json *json, FILE *out)
{
    *json = (struct json){.out = out};
}

/* Most texts need no escape: they go out as they are, without a tree. */
static bool words_json_is_plain(const char *text)
{
    for (; *text; text++)
        if (*text < ' ' || *text > '~' || *text == '"' || *text == '\\')
            return false;
    return true;
}

static void write_text(FILE *out, const char *text)
{
    if (words_json_is_plain(text)) {
        fputc('"', out);
        fputs(text, out);
        fputc('"', out);
        return;
    }
    json_t *value = json_string(text);
    if (!value) { /* not UTF-8 */
        char *safe = text_safe(text);
        value = xmade(json_string(safe));
        free(safe);
    }
    char *escaped = xmade(json_dumps(value, JSON_ENCODE_ANY | JSON_ENSURE_ASCII));
    for (const char *at = escaped; *at; at++) {
        if (*at == '\x7f') /* plain to JSON, but not to a terminal */
            fputs("\\u007F", out);
        else
            fputc(*at, out);
    }
    free(escaped);
    json_decref(value);
}

/* What stands before an item: comma, line, indent, key. */
static void words_json_before(struct json *json, const char *key)
{
    if (json->depth > 0) {
        size_t level = json->depth - 1;
        if (json->filled[level])
            fputs(json->rows[level] ? "," : ", ", json->out);
        if (json->rows[level])
            fprintf(json->out, "\n%*s", (int)json->depth * 2, "");
        json->filled[level] = true;
    }
    if (key) {
        write_text(json->out, key);
        fputs(": ", json->out);
    }
}

void json_begin(struct json *json, const char *key, char bracket, bool rows)
{
    words_json_before(json, key);
    fputc(bracket, json->out);
    if (json->depth == JSON_DEPTH)
        abort();
    json->filled[json->depth] = false;
    json->rows[json->depth] = rows;
    json->depth++;
}

void json_end(struct json *json, char bracket)
{
    json->depth--;
    if (json->rows[json->depth] && json->filled[json->depth])
        fprintf(json->out, "\n%*s", (int)json->depth * 2, "");
    fputc(bracket, json->out);
    if (json->depth == 0)
        fputc('\n', json->out);
}

void json_put_text(struct json *json, const char *key, const char *text)
{
    words_json_before(json, key);
    if (text)
        write_text(json->out, text);
    else
        fputs("null", json->out);
}

void json_put_bool(struct json *json, const char *key, bool value)
{
    words_json_before(json, key);
    fputs(value ? "true" : "false", json->out);
}

void json_put_number(struct json *json, const char *key, int64_t value)
{
    words_json_before(json, key);
    fprintf(json->out, "%" PRId64, value);
}

void json_put_real(struct json *json, const char *key, double value)
{
    words_json_before(json, key);
    fprintf(json->out, "%.3f", value);
}

void json_put_null(struct json *json, const char *key)
{
    json_put_text(json, key, NULL);
}
