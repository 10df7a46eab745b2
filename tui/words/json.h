/* JSON as it is told, straight to a stream: only the open levels are kept, so an answer of 100 000 rows costs
 * no memory. The order of the keys is the order of the calls. Everything that is not plain ASCII is written
 * as \uXXXX: what a file holds never acts on a terminal. Errors are the stream's own (ferror). */
#ifndef TUI_WORDS_JSON_H
#define TUI_WORDS_JSON_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

enum { JSON_DEPTH = 8 };

struct json {
    FILE *out;
    size_t depth;
    bool filled[JSON_DEPTH]; /* the level has an item */
    bool rows[JSON_DEPTH];   /* each item of the level on a line of its own */
};

/* Starts a document; the value that follows is its one value. */
void json_start(struct json *json, FILE *out);
/* Opens `{` or `[`; `key` is NULL outside an object; `rows`: each item gets a line. */
void json_begin(struct json *json, const char *key, char bracket, bool rows);
/* Closes what json_begin opened; the outermost level ends the line. */
void json_end(struct json *json, char bracket);
void json_put_text(struct json *json, const char *key, const char *text); /* NULL = null */
void json_put_bool(struct json *json, const char *key, bool value);
void json_put_number(struct json *json, const char *key, int64_t value);
void json_put_real(struct json *json, const char *key, double value); /* three decimals */
void json_put_null(struct json *json, const char *key);

#endif
