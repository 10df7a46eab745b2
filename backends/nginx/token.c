#include "backends/nginx/token.h"

#include <string.h>

static bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

static size_t skip_blanks(const char *text, size_t length, size_t at)
{
    while (at < length && (is_blank(text[at]) || text[at] == '#')) {
        bool comment = text[at] == '#';
        while (comment && at < length && text[at] != '\n')
            at++;
        at += at < length;
    }
    return at;
}

/* What may follow a closing quote. */
static bool is_behind(const char *text, size_t length, size_t at)
{
    return at == length || is_blank(text[at]) || strchr(";{)", text[at]);
}

static struct token nginx_token_quoted(const char *text, size_t length, size_t start)
{
    char quote = text[start];
    for (size_t at = start + 1; at < length; at++) {
        if (text[at] == '\\')
            at++;
        else if (text[at] == quote)
            return (struct token){is_behind(text, length, at + 1) ? TOKEN_WORD : TOKEN_BAD, start, at + 1};
    }
    return (struct token){TOKEN_BAD, start, length};
}

/* `${name}` belongs to the word; any other opening brace ends it. */
static struct token plain(const char *text, size_t length, size_t start)
{
    size_t at = start;
    for (; at < length && !is_blank(text[at]) && text[at] != ';'; at++) {
        if (text[at] == '{' && text[at - 1] != '$')
            break;
        if (text[at] == '\\' && at + 1 < length)
            at++;
    }
    return (struct token){TOKEN_WORD, start, at};
}

struct token token_next(const char *text, size_t length, size_t *at)
{
    size_t start = skip_blanks(text, length, *at);
    struct token token = {TOKEN_END, start, start};
    if (start < length) {
        char c = text[start];
        if (c == ';' || c == '{' || c == '}')
            token = (struct token){c == ';'   ? TOKEN_SEMICOLON
                                   : c == '{' ? TOKEN_OPEN
                                              : TOKEN_CLOSE,
                                   start, start + 1};
        else
            token =
                c == '"' || c == '\'' ? nginx_token_quoted(text, length, start) : plain(text, length, start);
    }
    *at = token.end;
    return token;
}

struct token token_bare(const char *text, const struct token *token)
{
    struct token bare = *token;
    if (token->kind == TOKEN_WORD && token->end - token->start >= 2 &&
        (text[token->start] == '"' || text[token->start] == '\'')) {
        bare.start++;
        bare.end--;
    }
    return bare;
}

bool token_is(const char *text, const struct token *token, const char *word)
{
    struct token bare = token_bare(text, token);
    size_t length = strlen(word);
    return bare.kind == TOKEN_WORD && bare.end - bare.start == length &&
           memcmp(text + bare.start, word, length) == 0;
}

int token_line(const char *text, size_t at)
{
    int line = 1;
    for (size_t i = 0; i < at; i++)
        line += text[i] == '\n';
    return line;
}
