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
    bool variable = false;
    for (; at < length && !is_blank(text[at]) && text[at] != ';'; at++) {
        if (text[at] == '{' && !variable)
            break;
        variable = text[at] == '$' || (text[at] == '{' && variable);
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

/* `[[` or `[==[`: the length of the bracket that opens here; 0: none does. */
static size_t lua_bracket(const char *text, size_t length, size_t at)
{
    size_t end = at + 1;
    if (at >= length || text[at] != '[')
        return 0;
    while (end < length && text[end] == '=')
        end++;
    return end < length && text[end] == '[' ? end + 1 - at : 0;
}

/* Behind `]==]`, which has the width of what opened it. */
static size_t skip_lua_bracket(const char *text, size_t length, size_t at, size_t width)
{
    for (at += width; at + width <= length; at++) {
        size_t equals = 1;
        while (equals < width - 1 && text[at + equals] == '=')
            equals++;
        if (text[at] == ']' && equals == width - 1 && text[at + equals] == ']')
            return at + width;
    }
    return length;
}

/* Behind the string or comment that begins here, or one byte on. */
static size_t skip_lua(const char *text, size_t length, size_t at)
{
    bool comment = at + 1 < length && text[at] == '-' && text[at + 1] == '-';
    size_t width = lua_bracket(text, length, comment ? at + 2 : at);
    char quote = text[at];
    if (width)
        return skip_lua_bracket(text, length, comment ? at + 2 : at, width);
    if (comment || quote == '"' || quote == '\'')
        for (at += 1; at < length && text[at] != (comment ? '\n' : quote); at++)
            at += !comment && text[at] == '\\';
    return at < length ? at + 1 : length;
}

size_t token_lua_end(const char *text, size_t length, size_t at)
{
    for (size_t depth = 0; at < length; at = skip_lua(text, length, at)) {
        if (text[at] == '}' && depth == 0)
            return at;
        depth += text[at] == '{';
        depth -= text[at] == '}';
    }
    return length;
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
