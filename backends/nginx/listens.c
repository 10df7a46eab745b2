#include "backends/nginx/listens.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "backends/nginx/token.h"
#include "core/base/text.h"

enum { DEPTH = 64, WORDS = 64 };

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
    size_t server_at;
    bool in_server, server_tls, server_listens;
    struct token *names; /* of servers */
    size_t name_count, name_cap;
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

static bool is_local(const char *text, const struct token *address)
{
    static const char *const local[] = {"127.", "[::1]", "localhost"};
    size_t length = address->end - address->start;
    for (size_t i = 0; i < sizeof(local) / sizeof(*local); i++) {
        size_t size = strlen(local[i]);
        const char *behind = text + address->start + size;
        if (length >= size && strncasecmp(text + address->start, local[i], size) == 0 &&
            (i == 0 || length == size || *behind == ':'))
            return true;
    }
    return false;
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
    reader->server_listens = true;
    if (!read_address(reader->text, &listen))
        return;
    listen.local = is_local(reader->text, &address);
    for (size_t i = 2; i < reader->word_count && i < WORDS; i++) {
        listen.quic = listen.quic || token_is(reader->text, &reader->words[i], "quic");
        listen.tls = listen.tls || listen.quic || token_is(reader->text, &reader->words[i], "ssl");
    }
    listens->items = xgrow(listens->items, listens->count, &listens->cap, sizeof(*listens->items));
    listens->items[listens->count++] = listen;
}

static void take_names(struct listens_reader *reader)
{
    for (size_t i = 1; i < reader->word_count && i < WORDS; i++) {
        reader->names = xgrow(reader->names, reader->name_count, &reader->name_cap, sizeof(*reader->names));
        reader->names[reader->name_count++] = token_bare(reader->text, &reader->words[i]);
    }
}

static bool in_stream(const struct listens_reader *reader)
{
    for (size_t i = 0; i < reader->depth; i++)
        if (reader->blocks[i] == BLOCK_STREAM)
            return true;
    return false;
}

static void take_directive(struct listens_reader *reader, size_t end)
{
    const struct token *words = reader->words;
    bool direct = reader->depth > 0 && reader->blocks[reader->depth - 1] == BLOCK_SERVER;
    if (reader->word_count < 2 || in_stream(reader))
        return;
    if (direct && token_is(reader->text, &words[0], "listen"))
        take_listen(reader, end);
    else if (direct && token_is(reader->text, &words[0], "ssl"))
        reader->server_tls = token_is(reader->text, &words[1], "on");
    else if (direct && token_is(reader->text, &words[0], "server_name"))
        take_names(reader);
    else if (reader->word_count <= WORDS)
        redirects_take(&reader->listens->redirects, reader->text, words, reader->word_count);
}

static int open_block(struct listens_reader *reader, size_t at, struct failure *failure)
{
    enum block block = BLOCK_OTHER;
    if (reader->depth == DEPTH)
        return nginx_listens_refuse(reader, at, "blocks are nested too deep", failure);
    if (reader->word_count && token_is(reader->text, &reader->words[0], "stream"))
        block = BLOCK_STREAM;
    else if (reader->word_count == 1 && !in_stream(reader) && !reader->in_server &&
             token_is(reader->text, &reader->words[0], "server"))
        block = BLOCK_SERVER;
    reader->blocks[reader->depth++] = block;
    if (block == BLOCK_SERVER) {
        reader->in_server = true;
        reader->server_tls = reader->server_listens = false;
        reader->server_at = reader->words[0].start;
        reader->first_listen = reader->listens->count;
        reader->first_redirect = reader->listens->redirects.count;
    }
    return 0;
}

static void close_server(struct listens_reader *reader)
{
    struct listens *listens = reader->listens;
    struct redirect_ground ground = {.plain = !reader->server_listens};
    for (size_t i = reader->first_listen; i < listens->count; i++) {
        listens->items[i].tls = listens->items[i].tls || reader->server_tls;
        ground.tls = ground.tls || listens->items[i].tls;
        ground.plain = ground.plain || !listens->items[i].tls;
    }
    redirects_settle(&listens->redirects, reader->first_redirect, ground);
    if (!reader->server_listens) {
        listens->silent =
            xgrow(listens->silent, listens->silent_count, &listens->silent_cap, sizeof(*listens->silent));
        listens->silent[listens->silent_count++] = reader->server_at;
    }
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
    for (size_t i = 0; i < reader.name_count; i++)
        redirects_own(&listens->redirects, text, &reader.names[i]);
    free(reader.names);
    if (done != 0)
        listens_release(listens);
    return done;
}

void listens_release(struct listens *listens)
{
    free(listens->items);
    free(listens->redirects.items);
    free(listens->silent);
    *listens = (struct listens){0};
}

bool listen_twins(const char *text, const struct listen *a, const struct listen *b)
{
    size_t x = a->port_at - a->address, y = b->port_at - b->address;
    return a->server == b->server && a->quic == b->quic && x == y &&
           memcmp(text + a->address, text + b->address, x) == 0;
}
