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

static struct token quoted(const char *text, size_t length, size_t start)
{
    char quote = text[start];
    for (size_t at = start + 1; at < length; at++) {
        if (text[at] == '\\')
            at++;
        else if (text[at] == quote)
            return (struct token){TOKEN_WORD, start, at + 1};
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
            token = c == '"' || c == '\'' ? quoted(text, length, start) : plain(text, length, start);
    }
    *at = token.end;
    return token;
}

bool token_is(const char *text, const struct token *token, const char *word)
{
    size_t start = token->start, end = token->end, length = strlen(word);
    if (token->kind != TOKEN_WORD)
        return false;
    if (end - start >= 2 && (text[start] == '"' || text[start] == '\'')) {
        start++;
        end--;
    }
    return end - start == length && memcmp(text + start, word, length) == 0;
}

int token_line(const char *text, size_t at)
{
    int line = 1;
    for (size_t i = 0; i < at; i++)
        line += text[i] == '\n';
    return line;
}
