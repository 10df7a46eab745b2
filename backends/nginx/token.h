/* nginx's configuration as tokens, by nginx's own rules (ngx_conf_file.c, ngx_conf_read_token): blanks
 * separate,
 * `#` begins a comment where a word could begin, quotes and backslashes hold blanks together. */
#ifndef BACKENDS_NGINX_TOKEN_H
#define BACKENDS_NGINX_TOKEN_H

#include <stdbool.h>
#include <stddef.h>

enum token_kind {
    TOKEN_END,
    TOKEN_WORD,
    TOKEN_SEMICOLON,
    TOKEN_OPEN,
    TOKEN_CLOSE,
    TOKEN_BAD /* a quote without its end, or with something right behind it */
};

/* `start` to `end` are bytes of the text, quotes included. */
struct token {
    enum token_kind kind;
    size_t start, end;
};

/* The token at or behind *at, which moves behind it. The text need not be NUL-terminated. */
struct token token_next(const char *text, size_t length, size_t *at);
/* The end of a block of Lua that begins at `at`, behind its `{`: at the `}` that closes it, which is none of those in
 * its strings and comments; `length`: it has no end. */
size_t token_lua_end(const char *text, size_t length, size_t at);
/* The word without its quotes. */
struct token token_bare(const char *text, const struct token *token);
/* Whether a word is `word`, quotes aside. */
bool token_is(const char *text, const struct token *token, const char *word);
/* The line that byte `at` is on, from 1. */
int token_line(const char *text, size_t at);

#endif
