#include "backends/nginx/listens.h"

#include <stdlib.h>
#include <string.h>

#include "backends/nginx/token.h"
#include "core/base/text.h"

enum { DEPTH = 64, WORDS = 16, NO_SERVER = -1 };

enum block { BLOCK_OTHER, BLOCK_SERVER, BLOCK_STREAM };

struct listens_reader {
    struct listens *listens;
    const char *text, *path;
    size_t length;
    enum block blocks[DEPTH];
    size_t depth;
    struct token words[WORDS];
    size_t word_count;                            /* may be above WORDS: what is behind is not looked at */
    size_t servers, first_listen, first_redirect; /* of the present server */
    bool in_server, server_tls;
};

static int nginx_listens_refuse(const struct listens_reader *reader, size_t at, const char *what,
                                struct failure *failure)
{
    return fail(failure, FAILURE_REFUSED, "'%s' line %d: %s: run 'nginx -t' and put it right", reader->path,
                token_line(reader->text, at), what);
}

static uint16_t number(const char *text, size_t start, size_t end)
{
    unsigned long value = 0;
    for (size_t i = start; i < end && value < 100000; i++)
        value = value * 10 + (unsigned long)(text[i] - '0');
    return end > start && value <= 65535 ? (uint16_t)value : 0;
}

static size_t digits_back(const char *text, size_t start, size_t end)
{
    while (end > start && text[end - 1] >= '0' && text[end - 1] <= '9')
        end--;
    return end;
}

/* An address without a port: `[::1]`, `10.0.0.1`, a name, `*`. */
static bool is_alone(const char *text, size_t start, size_t end)
{
    static const char of_name[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._*";
    bool six = end > start && text[start] == '[' && text[end - 1] == ']';
    for (size_t i = start + six; i < end - six; i++)
        if (!strchr(six ? "0123456789abcdefABCDEF:.%" : of_name, text[i]))
            return false;
    return end > start;
}

/* Finds the port in the address; false: there is none to be seen (a socket, a variable). */
static bool read_address(const char *text, struct listen *listen)
{
    size_t start = listen->address, end = listen->address_end, first = digits_back(text, start, end);
    listen->port = listen->last = 80;
    listen->port_at = listen->port_end = end;
    if (end - start >= 4 && strncmp(text + start, "unix", 4) == 0 &&
        (end - start == 4 || text[start + 4] == ':'))
        return false;
    size_t low = first > start && text[first - 1] == '-' ? digits_back(text, start, first - 1) : first;
    bool whole = low == start, behind = low > start && text[low - 1] == ':' && low < end;
    if (low == end || (!whole && !behind) || (text[start] == '[' && behind && text[low - 2] != ']'))
        return is_alone(text, start, end);
    listen->last = number(text, first, end);
    listen->port = low < first ? number(text, low, first - 1) : listen->last;
    listen->port_at = low;
    listen->port_end = end;
    return listen->port != 0 && listen->last >= listen->port;
}

static void take_listen(struct listens_reader *reader, size_t end)
{
    struct listens *listens = reader->listens;
    struct token address = token_bare(reader->text, &reader->words[1]);
    struct listen listen = {.start = reader->words[0].start,
                            .end = end,
                            .address = address.start,
                            .address_end = address.end,
                            .server = reader->servers};
    if (!read_address(reader->text, &listen))
        return;
    for (size_t i = 2; i < reader->word_count && i < WORDS; i++)
        listen.tls = listen.tls || token_is(reader->text, &reader->words[i], "ssl");
    listens->items = xgrow(listens->items, listens->count, &listens->cap, sizeof(*listens->items));
    listens->items[listens->count++] = listen;
}

static void take_redirect(struct listens_reader *reader)
{
    static const char scheme[] = "https://$host";
    struct listens *listens = reader->listens;
    struct token where = token_bare(reader->text, &reader->words[2]);
    size_t start = where.start, end = where.end, length = sizeof(scheme) - 1;
    if (end - start < length || strncmp(reader->text + start, scheme, length) != 0)
        return;
    struct redirect redirect = {start + length, start + length, 443};
    if (redirect.host_end < end && reader->text[redirect.host_end] == ':') {
        size_t at = redirect.host_end + 1;
        while (at < end && reader->text[at] >= '0' && reader->text[at] <= '9')
            at++;
        redirect.port = number(reader->text, redirect.host_end + 1, at);
        redirect.port_end = at;
    }
    /* `$hostname` is another variable. */
    if (redirect.port_end < end && !strchr("$/", reader->text[redirect.port_end]))
        return;
    listens->redirects = xgrow(listens->redirects, listens->redirect_count, &listens->redirect_cap,
                               sizeof(*listens->redirects));
    listens->redirects[listens->redirect_count++] = redirect;
}

static void take_directive(struct listens_reader *reader, size_t end)
{
    const struct token *words = reader->words;
    bool direct = reader->depth > 0 && reader->blocks[reader->depth - 1] == BLOCK_SERVER;
    if (!reader->in_server || reader->word_count < 2)
        return;
    if (direct && token_is(reader->text, &words[0], "listen"))
        take_listen(reader, end);
    else if (direct && token_is(reader->text, &words[0], "ssl"))
        reader->server_tls = token_is(reader->text, &words[1], "on");
    else if (token_is(reader->text, &words[0], "return") && reader->word_count > 2)
        take_redirect(reader);
}

static int open_block(struct listens_reader *reader, size_t at, struct failure *failure)
{
    enum block block = BLOCK_OTHER;
    bool stream = false;
    if (reader->depth == DEPTH)
        return nginx_listens_refuse(reader, at, "blocks are nested too deep", failure);
    for (size_t i = 0; i < reader->depth; i++)
        stream = stream || reader->blocks[i] == BLOCK_STREAM;
    if (reader->word_count && token_is(reader->text, &reader->words[0], "stream"))
        block = BLOCK_STREAM;
    else if (reader->word_count == 1 && !stream && !reader->in_server &&
             token_is(reader->text, &reader->words[0], "server"))
        block = BLOCK_SERVER;
    reader->blocks[reader->depth++] = block;
    if (block == BLOCK_SERVER) {
        reader->in_server = true;
        reader->server_tls = false;
        reader->first_listen = reader->listens->count;
        reader->first_redirect = reader->listens->redirect_count;
    }
    return 0;
}

static void close_server(struct listens_reader *reader)
{
    struct listens *listens = reader->listens;
    bool tls = reader->server_tls;
    for (size_t i = reader->first_listen; i < listens->count; i++) {
        listens->items[i].tls = listens->items[i].tls || reader->server_tls;
        tls = tls || listens->items[i].tls;
    }
    /* A server that speaks TLS sends nobody from HTTP to HTTPS. */
    if (tls)
        listens->redirect_count = reader->first_redirect;
    reader->in_server = false;
    reader->servers++;
}

static int close_block(struct listens_reader *reader, size_t at, struct failure *failure)
{
    if (reader->depth == 0)
        return nginx_listens_refuse(reader, at, "a '}' closes nothing", failure);
    if (reader->blocks[--reader->depth] == BLOCK_SERVER)
        close_server(reader);
    return 0;
}

static int nginx_listens_take(struct listens_reader *reader, const struct token *token,
                              struct failure *failure)
{
    int done = 0;
    if (token->kind == TOKEN_WORD) {
        if (reader->word_count < WORDS)
            reader->words[reader->word_count] = *token;
        reader->word_count++;
        return 0;
    }
    if (token->kind == TOKEN_SEMICOLON)
        take_directive(reader, token->end);
    else if (token->kind == TOKEN_OPEN)
        done = open_block(reader, token->start, failure);
    else if (token->kind == TOKEN_CLOSE)
        done = close_block(reader, token->start, failure);
    else
        done = nginx_listens_refuse(reader, token->start, "a quote has no end, or its word goes on behind it",
                                    failure);
    reader->word_count = 0;
    return done;
}

int listens_read(struct listens *listens, const char *text, size_t length, const char *path,
                 struct failure *failure)
{
    struct listens_reader reader = {.listens = listens, .text = text, .path = path, .length = length};
    struct token token;
    size_t at = 0;
    int done = 0;
    *listens = (struct listens){0};
    if (memchr(text, '\0', length))
        return fail(failure, FAILURE_REFUSED, "'%s' holds bytes that are no text: it is no file of nginx",
                    path);
    while (done == 0 && (token = token_next(text, length, &at)).kind != TOKEN_END)
        done = nginx_listens_take(&reader, &token, failure);
    if (done == 0 && reader.depth)
        done = nginx_listens_refuse(&reader, length, "a '}' is missing", failure);
    if (done != 0)
        listens_release(listens);
    return done;
}

void listens_release(struct listens *listens)
{
    free(listens->items);
    free(listens->redirects);
    *listens = (struct listens){0};
}

bool listen_twins(const char *text, const struct listen *a, const struct listen *b)
{
    size_t x = a->port_at - a->address, y = b->port_at - b->address;
    return a->server == b->server && x == y && memcmp(text + a->address, text + b->address, x) == 0;
}
