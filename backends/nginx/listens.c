#include "backends/nginx/listens.h"

#include <stdlib.h>
#include <string.h>

#include "backends/nginx/address.h"
#include "backends/nginx/token.h"
#include "core/base/text.h"

enum { DEPTH = 64, WORDS = 64 };

enum block_kind {
    BLOCK_OTHER,
    BLOCK_HTTP,
    BLOCK_SERVER,
    BLOCK_WORLD,  /* `stream`, `mail` and the like: what is in it is no web page */
    BLOCK_FOREIGN /* a `server` in one of these */
};

struct block {
    enum block_kind kind;
    size_t at;
};

struct listens_reader {
    struct listens *listens;
    const char *text, *path;
    size_t length, at;
    struct block blocks[DEPTH];
    size_t depth;
    struct token words[WORDS];
    size_t word_count;                            /* may be above WORDS: what is behind is not looked at */
    size_t servers, first_listen, first_redirect; /* of the present server */
    size_t server_at;
    bool in_server, server_tls, server_listens;
    struct token *names; /* of servers */
    size_t name_count, name_cap;
    struct redirect_ground *grounds; /* of the servers */
    size_t ground_cap;
};

static int nginx_listens_refuse(const struct listens_reader *reader, size_t at, const char *what,
                                struct failure *failure)
{
    return fail(failure, FAILURE_REFUSED, "'%s' line %d: %s: run 'nginx -t' and put it right", reader->path,
                token_line(reader->text, at), what);
}

static void unknown_listen(struct listens *listens, size_t at)
{
    listens->unknown_at = listens->unknown ? listens->unknown_at : at;
    listens->unknown = true;
}

static void take_listen(struct listens_reader *reader, size_t end, bool foreign)
{
    struct listens *listens = reader->listens;
    struct token address = token_bare(reader->text, &reader->words[1]);
    struct listen listen = {.start = reader->words[0].start,
                            .end = end,
                            .address = address.start,
                            .address_end = address.end,
                            .foreign = foreign,
                            .server = reader->in_server ? reader->servers : REDIRECT_NO_SERVER};
    enum address_kind kind = listen_address_read(reader->text, &listen);
    reader->server_listens = true;
    if (kind == ADDRESS_UNKNOWN)
        unknown_listen(listens, listen.start);
    if (kind != ADDRESS_PORT)
        return;
    listen.local = listen_address_is_local(reader->text, &listen);
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

/* What is around, SERVER and FOREIGN before what they lie in; OTHER: nothing that counts. */
static enum block_kind around(const struct listens_reader *reader)
{
    for (size_t i = reader->depth; i-- > 0;)
        if (reader->blocks[i].kind != BLOCK_OTHER)
            return reader->blocks[i].kind;
    return BLOCK_OTHER;
}

static void take_directive(struct listens_reader *reader, size_t end)
{
    const struct token *words = reader->words;
    struct block block = reader->depth ? reader->blocks[reader->depth - 1] : (struct block){0};
    enum block_kind within = around(reader);
    bool direct = block.kind == BLOCK_SERVER, part = reader->depth == 0 || block.kind == BLOCK_FOREIGN;
    if (reader->word_count < 2)
        return;
    if ((direct || part) && token_is(reader->text, &words[0], "listen"))
        take_listen(reader, end, within == BLOCK_FOREIGN);
    else if (within == BLOCK_FOREIGN || within == BLOCK_WORLD || reader->word_count > WORDS)
        return;
    else if (direct && token_is(reader->text, &words[0], "ssl"))
        reader->server_tls = token_is(reader->text, &words[1], "on");
    else if (direct && token_is(reader->text, &words[0], "server_name"))
        take_names(reader);
    else {
        redirects_take(&reader->listens->redirects, reader->text, words, reader->word_count);
        hints_take(&reader->listens->hints, reader->text, words, reader->word_count, block.at);
    }
}

static enum block_kind kind_of_block(const struct listens_reader *reader)
{
    static const char *const worlds[] = {"stream", "mail", "rtmp"};
    const struct token *word = &reader->words[0];
    enum block_kind within = around(reader);
    if (reader->word_count != 1)
        return BLOCK_OTHER;
    for (size_t i = 0; i < sizeof(worlds) / sizeof(*worlds) && reader->depth == 0; i++)
        if (token_is(reader->text, word, worlds[i]))
            return BLOCK_WORLD;
    if (reader->depth == 0 && token_is(reader->text, word, "http"))
        return BLOCK_HTTP;
    if (!token_is(reader->text, word, "server") || within == BLOCK_SERVER || within == BLOCK_FOREIGN)
        return BLOCK_OTHER;
    return reader->depth == 0 || within == BLOCK_HTTP ? BLOCK_SERVER : BLOCK_FOREIGN;
}

static void open_server(struct listens_reader *reader)
{
    reader->in_server = true;
    reader->server_tls = reader->server_listens = false;
    reader->server_at = reader->words[0].start;
    reader->first_listen = reader->listens->count;
    reader->first_redirect = reader->listens->redirects.count;
}

/* A block whose content nginx leaves to Lua. */
static int skip_block(struct listens_reader *reader, size_t at, struct failure *failure)
{
    size_t end = token_lua_end(reader->text, reader->length, at + 1);
    struct token block = {TOKEN_WORD, at + 1, end};
    if (end == reader->length)
        return nginx_listens_refuse(reader, at, "a block of Lua has no end", failure);
    redirects_take_lua(&reader->listens->redirects, reader->text, &block, reader->words[0].start);
    reader->at = end + 1;
    return 0;
}

static int open_block(struct listens_reader *reader, size_t at, struct failure *failure)
{
    static const char lua[] = "_by_lua_block";
    struct token word = reader->word_count ? token_bare(reader->text, &reader->words[0]) : (struct token){0};
    if (word.end - word.start >= sizeof(lua) - 1 &&
        memcmp(reader->text + word.end - (sizeof(lua) - 1), lua, sizeof(lua) - 1) == 0)
        return skip_block(reader, at, failure);
    if (reader->depth == DEPTH)
        return nginx_listens_refuse(reader, at, "blocks are nested too deep", failure);
    if (reader->word_count && reader->word_count <= WORDS)
        hints_take_block(&reader->listens->hints, reader->text, reader->words, reader->word_count);
    struct block block = {kind_of_block(reader), at};
    reader->blocks[reader->depth++] = block;
    if (block.kind == BLOCK_SERVER)
        open_server(reader);
    return 0;
}

static void close_server(struct listens_reader *reader)
{
    struct listens *listens = reader->listens;
    for (size_t i = reader->first_listen; i < listens->count; i++)
        listens->items[i].tls = listens->items[i].tls || reader->server_tls;
    for (size_t i = reader->first_redirect; i < listens->redirects.count; i++)
        listens->redirects.items[i].server = reader->servers;
    reader->grounds = xgrow(reader->grounds, reader->servers, &reader->ground_cap, sizeof(*reader->grounds));
    reader->grounds[reader->servers] = (struct redirect_ground){.plain = !reader->server_listens};
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
    if (reader->blocks[--reader->depth].kind == BLOCK_SERVER)
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

/* nginx has one socket for an address and port: if one server says that it speaks TLS, it does so for all. */
static void listens_share_tls(struct listens *listens, const char *text)
{
    for (size_t i = 0; i < listens->count; i++)
        for (size_t k = 0; k < listens->count && listens->items[i].tls; k++)
            if (listens->items[k].port == listens->items[i].port && !listens->items[k].tls &&
                listens->items[k].foreign == listens->items[i].foreign &&
                listen_address_same(text, &listens->items[i], &listens->items[k]))
                listens->items[k].tls = true;
}

/* What only the whole file tells. */
static void listens_settle(struct listens_reader *reader)
{
    struct listens *listens = reader->listens;
    listens_share_tls(listens, reader->text);
    for (size_t i = 0; i < listens->count; i++) {
        const struct listen *listen = &listens->items[i];
        if (listen->server == REDIRECT_NO_SERVER)
            continue;
        reader->grounds[listen->server].tls |= listen->tls;
        reader->grounds[listen->server].plain |= !listen->tls;
    }
    redirects_settle(&listens->redirects, reader->grounds);
    for (size_t i = 0; i < reader->name_count; i++)
        redirects_own(&listens->redirects, reader->text, &reader->names[i]);
}

int listens_read(struct listens *listens, const char *text, size_t length, const char *path,
                 struct failure *failure)
{
    struct listens_reader reader = {.listens = listens, .text = text, .path = path, .length = length};
    struct token token;
    int done = 0;
    *listens = (struct listens){0};
    if (memchr(text, '\0', length))
        return fail(failure, FAILURE_REFUSED, "'%s' holds bytes that are no text: it is no file of nginx",
                    path);
    if (length >= 3 && memcmp(text, "\xef\xbb\xbf", 3) == 0)
        done = nginx_listens_refuse(&reader, 0, "a byte order mark stands before the first word", failure);
    while (done == 0 && (token = token_next(text, length, &reader.at)).kind != TOKEN_END)
        done = nginx_listens_take(&reader, &token, failure);
    if (done == 0 && reader.depth)
        done = nginx_listens_refuse(&reader, length, "a '}' is missing", failure);
    if (done == 0)
        listens_settle(&reader);
    free(reader.names);
    free(reader.grounds);
    if (done != 0)
        listens_release(listens);
    return done;
}

void listens_release(struct listens *listens)
{
    free(listens->items);
    free(listens->redirects.items);
    free(listens->hints.items);
    free(listens->silent);
    *listens = (struct listens){0};
}

bool listen_twins(const char *text, const struct listen *a, const struct listen *b)
{
    return a->server == b->server && a->quic == b->quic && a->foreign == b->foreign &&
           listen_address_same(text, a, b);
}
