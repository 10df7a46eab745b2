#include "backends/nginx/hints.h"

#include <string.h>
#include <strings.h>

#include "core/base/text.h"

static void hints_add(struct hints *hints, struct hint hint)
{
    hints->items = xgrow(hints->items, hints->count, &hints->cap, sizeof(*hints->items));
    hints->items[hints->count++] = hint;
}

static bool hints_word(const char *text, const struct token *word, const char *const names[])
{
    struct token bare = token_bare(text, word);
    for (size_t i = 0; names[i]; i++)
        if (bare.end - bare.start == strlen(names[i]) &&
            strncasecmp(text + bare.start, names[i], strlen(names[i])) == 0)
            return true;
    return false;
}

/* The number that begins here and ends the piece or is ended by a slash; 0: there is none. */
static uint16_t hints_number(const char *text, size_t at, size_t end)
{
    unsigned value = 0;
    for (; at < end && text[at] >= '0' && text[at] <= '9' && value < 65536; at++)
        value = value * 10 + (unsigned)(text[at] - '0');
    return (at == end || text[at] == '/') && value < 65536 ? (uint16_t)value : 0;
}

/* `443`, or what stands behind the last colon. */
static uint16_t told_port(const char *text, const struct token *word)
{
    struct token bare = token_bare(text, word);
    size_t at = bare.end;
    while (at > bare.start && text[at - 1] != ':')
        at--;
    return hints_number(text, at, bare.end);
}

/* The port of an address on loopback, with a scheme or bare; 0: it leads elsewhere. */
static uint16_t passed_port(const char *text, const struct token *word)
{
    static const char *const local[] = {"localhost", "127.0.0.1", "[::1]", NULL};
    struct token bare = token_bare(text, word);
    size_t at = bare.start;
    uint16_t port = 80;
    for (size_t i = at; i + 2 < bare.end; i++)
        if (memcmp(text + i, "://", 3) == 0) {
            port = i > at && text[i - 1] == 's' ? 443 : 80;
            at = i + 3;
            break;
        }
    for (size_t i = 0; local[i]; i++) {
        size_t length = strlen(local[i]), behind = at + length;
        if (behind > bare.end || strncasecmp(text + at, local[i], length) != 0)
            continue;
        if (behind == bare.end || text[behind] == '/')
            return port;
        return text[behind] == ':' ? hints_number(text, behind + 1, bare.end) : 0;
    }
    return 0;
}

static void hints_take_header(struct hints *hints, const char *text, const struct token *words,
                              struct hint hint)
{
    static const char *const telling[] = {"x-forwarded-port", "x-forwarded-host", "host", "server_port",
                                          NULL};
    hint.kind = HINT_TOLD;
    hint.port = told_port(text, &words[2]);
    if (hint.port && hints_word(text, &words[1], telling))
        hints_add(hints, hint);
}

void hints_take(struct hints *hints, const char *text, const struct token *words, size_t count, size_t block)
{
    static const char *const headers[] = {"proxy_set_header", "grpc_set_header", "fastcgi_param",
                                          "uwsgi_param",      "scgi_param",      NULL};
    static const char *const passes[] = {"proxy_pass", "grpc_pass", "fastcgi_pass", "uwsgi_pass", "scgi_pass",
                                         "server",     NULL};
    static const char *const hsts[] = {"strict-transport-security", NULL};
    struct hint hint = {.at = words[0].start, .block = block};
    if (count > 2 && hints_word(text, &words[0], headers)) {
        hints_take_header(hints, text, words, hint);
    } else if (count > 1 && hints_word(text, &words[0], passes)) {
        hint.kind = HINT_PASSES;
        hint.port = passed_port(text, &words[1]);
        if (hint.port)
            hints_add(hints, hint);
    } else if (count == 2 && token_is(text, &words[1], "off")) {
        hint.kind = token_is(text, &words[0], "absolute_redirect") ? HINT_RELATIVE : HINT_PORTLESS;
        if (token_is(text, &words[0], "port_in_redirect") || token_is(text, &words[0], "absolute_redirect"))
            hints_add(hints, hint);
    } else if (count > 2 && token_is(text, &words[0], "add_header") && hints_word(text, &words[1], hsts)) {
        hint.kind = HINT_HSTS;
        hints_add(hints, hint);
    }
}

/* The first number in a condition; 0: there is none. */
static uint16_t asked_port(const char *text, const struct token *word)
{
    size_t at = word->start, end;
    while (at < word->end && (text[at] < '0' || text[at] > '9'))
        at++;
    for (end = at; end < word->end && text[end] >= '0' && text[end] <= '9';)
        end++;
    return hints_number(text, at, end);
}

void hints_take_block(struct hints *hints, const char *text, const struct token *words, size_t count)
{
    static const char variable[] = "$server_port";
    struct hint hint = {.at = words[0].start, .kind = HINT_ASKED};
    bool asks = false;
    if (!token_is(text, &words[0], "if") && !token_is(text, &words[0], "map"))
        return;
    for (size_t i = 1; i < count; i++) {
        asks = asks ||
               memmem(text + words[i].start, words[i].end - words[i].start, variable, sizeof(variable) - 1);
        hint.port = asks && !hint.port ? asked_port(text, &words[i]) : hint.port;
    }
    if (asks)
        hints_add(hints, hint);
}

bool hints_relative(const struct hints *hints, const struct hint *hint)
{
    for (size_t i = 0; i < hints->count; i++)
        if (hints->items[i].kind == HINT_RELATIVE && hints->items[i].block == hint->block)
            return true;
    return false;
}
