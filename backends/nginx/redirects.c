#include "backends/nginx/redirects.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "core/base/text.h"

/* A piece of the text. */
struct redirect_piece {
    const char *text;
    size_t start, end;
};

static bool piece_begins(const struct redirect_piece *piece, const char *with)
{
    size_t length = strlen(with);
    return piece->end - piece->start >= length && memcmp(piece->text + piece->start, with, length) == 0;
}

static bool redirects_is_of(char c, const char *others)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           (c && strchr(others, c));
}

/* Takes `$name` or `${name}` off the front; its bare name goes to *name. */
static bool take_variable(struct redirect_piece *piece, struct redirect_piece *name)
{
    size_t at = piece->start;
    if (at == piece->end || piece->text[at] != '$')
        return false;
    bool braced = ++at < piece->end && piece->text[at] == '{';
    at += braced;
    *name = (struct redirect_piece){piece->text, at, at};
    while (at < piece->end && redirects_is_of(piece->text[at], "_"))
        at++;
    name->end = at;
    piece->start = at + (braced && at < piece->end);
    return true;
}

static bool piece_is_any(const struct redirect_piece *piece, const char *const words[])
{
    for (size_t i = 0; words[i]; i++)
        if (piece_begins(piece, words[i]) && piece->end - piece->start == strlen(words[i]))
            return true;
    return false;
}

/* A variable that holds the page, so that the host ends before it. */
static bool is_page(const struct redirect_piece *name)
{
    static const char *const pages[] = {"request_uri", "uri",          "document_uri",     "is_args",
                                        "args",        "query_string", "request_filename", NULL};
    bool group = name->start < name->end && name->text[name->start] >= '0' && name->text[name->start] <= '9';
    return group || piece_is_any(name, pages);
}

static enum redirect_host kind_of_variable(const struct redirect_piece *name)
{
    static const char *const own[] = {"host",        "server_name",     "hostname",
                                      "server_addr", "ssl_server_name", NULL};
    static const char *const with[] = {"http_host", NULL};
    return piece_is_any(name, own) ? HOST_OWN : piece_is_any(name, with) ? HOST_WITH : HOST_UNKNOWN;
}

/* Takes the host off the front: one variable, or a name; what is put together of both nobody can tell. */
static enum redirect_host take_host(struct redirect_piece *rest)
{
    enum redirect_host kind = HOST_NAMED;
    bool any = false, bracket = rest->start < rest->end && rest->text[rest->start] == '[';
    while (rest->start < rest->end) {
        struct redirect_piece ahead = *rest, name;
        if (take_variable(&ahead, &name)) {
            if (is_page(&name))
                break;
            kind = any ? HOST_UNKNOWN : kind_of_variable(&name);
            *rest = ahead;
        } else if (redirects_is_of(rest->text[rest->start], bracket ? ".-_[]:" : ".-_")) {
            kind = any && kind != HOST_NAMED ? HOST_UNKNOWN : kind;
            bracket = bracket && rest->text[rest->start] != ']';
            rest->start++;
        } else {
            break;
        }
        any = true;
    }
    return any ? kind : HOST_UNKNOWN;
}

/* Whether the page that was asked for comes behind. */
static bool leads_to_page(struct redirect_piece rest)
{
    struct redirect_piece name;
    rest.start += rest.start < rest.end && rest.text[rest.start] == '/';
    return take_variable(&rest, &name) && is_page(&name);
}

/* Takes `:443` off the front. False: the port is a variable. */
static bool redirects_take_port(struct redirect_piece *rest, struct redirect *redirect)
{
    unsigned long port = 0;
    redirect->port = redirect->tls ? 443 : 80;
    if (rest->start == rest->end || rest->text[rest->start] != ':')
        return true;
    size_t at = rest->start + 1;
    for (; at < rest->end && rest->text[at] >= '0' && rest->text[at] <= '9' && port < 100000; at++)
        port = port * 10 + (unsigned long)(rest->text[at] - '0');
    if (port == 0 || port > 65535)
        return false;
    redirect->port = (uint16_t)port;
    rest->start = at;
    return true;
}

static void redirects_add(struct redirects *redirects, const struct redirect *redirect)
{
    redirects->items = xgrow(redirects->items, redirects->count, &redirects->cap, sizeof(*redirects->items));
    redirects->items[redirects->count] = *redirect;
    redirects->items[redirects->count++].server = REDIRECT_NO_SERVER;
}

static void redirects_add_unknown(struct redirects *redirects, size_t at)
{
    redirects_add(redirects, &(struct redirect){.at = at, .kind = HOST_UNKNOWN, .tls = true, .port = 443});
}

static bool take_scheme(struct redirect_piece *rest, struct redirect *redirect)
{
    static const char *const schemes[] = {"http://", "https://", "$scheme://", "${scheme}://", "//"};
    for (size_t i = 0; i < sizeof(schemes) / sizeof(*schemes); i++)
        if (piece_begins(rest, schemes[i])) {
            redirect->tls = i > 0;
            redirect->scheme = i > 1;
            rest->start += strlen(schemes[i]);
            return true;
        }
    return false;
}

static void take_address(struct redirects *redirects, const char *text, size_t at, const struct token *word)
{
    struct token bare = token_bare(text, word);
    struct redirect_piece rest = {text, bare.start, bare.end}, name;
    struct redirect redirect = {.at = at};
    if (!take_scheme(&rest, &redirect)) {
        struct redirect_piece ahead = rest;
        if (take_variable(&ahead, &name) && !is_page(&name)) /* where a variable says */
            redirects_add_unknown(redirects, at);
        return;
    }
    redirect.host = rest.start;
    redirect.kind = take_host(&rest);
    redirect.host_end = rest.start;
    bool told = redirects_take_port(&rest, &redirect);
    redirect.port_end = rest.start;
    if (!told && piece_begins(&rest, ":$server_port"))
        return;
    if (redirect.kind == HOST_NAMED && leads_to_page(rest))
        redirect.kind = HOST_LITERAL;
    if (!told || (rest.start < rest.end && !strchr("/?$#", text[rest.start])))
        redirect.kind = HOST_UNKNOWN;
    redirects_add(redirects, &redirect);
}

/* `h3=":443"; ma=86400`, and more of these. */
static void take_alternatives(struct redirects *redirects, const char *text, size_t at,
                              const struct token *word)
{
    for (size_t i = word->start; i + 1 < word->end; i++) {
        struct redirect redirect = {
            .at = at, .host = i + 1, .host_end = i + 1, .tls = true, .explicit = true};
        struct redirect_piece rest = {text, i + 1, word->end};
        if (text[i] != '"' || text[i + 1] != ':' || !redirects_take_port(&rest, &redirect) ||
            rest.start == rest.end || text[rest.start] != '"')
            continue;
        redirect.port_end = rest.start;
        redirects_add(redirects, &redirect);
    }
}

static bool is_number(const char *text, const struct token *word)
{
    struct token bare = token_bare(text, word);
    for (size_t i = bare.start; i < bare.end; i++)
        if (text[i] < '0' || text[i] > '9')
            return false;
    return true;
}

/* As nginx has it: an address sends browsers there, anything else only with a flag that says so. */
static bool is_rewritten_to_address(const char *text, const struct token *words, size_t count)
{
    struct token bare = token_bare(text, &words[2]);
    struct redirect_piece rest = {text, bare.start, bare.end};
    struct redirect unread;
    bool path = piece_begins(&rest, "/");
    bool told =
        count > 3 && (token_is(text, &words[3], "permanent") || token_is(text, &words[3], "redirect"));
    return !path && (told || take_scheme(&rest, &unread));
}

static bool is_header(const char *text, const struct token *word, const char *header)
{
    struct token name = token_bare(text, word);
    return name.end - name.start == strlen(header) &&
           strncasecmp(text + name.start, header, strlen(header)) == 0;
}

static bool is_away(const char *text, const struct token *words, size_t count)
{
    return count == 2 ? !is_number(text, &words[1]) : text[token_bare(text, &words[1]).start] == '3';
}

void redirects_take(struct redirects *redirects, const char *text, const struct token *words, size_t count)
{
    size_t at = words[0].start;
    if (token_is(text, &words[0], "return")) {
        /* A text for the browser is none of these, whatever it says. */
        if (is_away(text, words, count))
            take_address(redirects, text, at, &words[count == 2 ? 1 : 2]);
    } else if (token_is(text, &words[0], "rewrite") && count > 2) {
        if (is_rewritten_to_address(text, words, count))
            take_address(redirects, text, at, &words[2]);
    } else if ((token_is(text, &words[0], "error_page") || token_is(text, &words[0], "proxy_redirect")) &&
               count > 2) {
        take_address(redirects, text, at, &words[count - 1]);
    } else if (token_is(text, &words[0], "add_header") && count > 2) {
        if (is_header(text, &words[1], "location"))
            take_address(redirects, text, at, &words[2]);
        else if (is_header(text, &words[1], "alt-svc"))
            take_alternatives(redirects, text, at, &words[2]);
    }
}

void redirects_take_lua(struct redirects *redirects, const char *text, const struct token *block, size_t at)
{
    static const char *const ways[] = {"ngx.redirect", "ngx.header.location", "ngx.header.Location",
                                       "ngx.header[\"Location\"]"};
    size_t length = block->end - block->start;
    for (size_t i = 0; i < sizeof(ways) / sizeof(*ways); i++)
        if (memmem(text + block->start, length, ways[i], strlen(ways[i]))) {
            redirects_add_unknown(redirects, at);
            return;
        }
}

/* `$http_host` brings the port along where the request came by what it is sent to. */
static bool follows(const struct redirect *redirect, struct redirect_ground ground)
{
    return redirect->kind == HOST_WITH && redirect->host_end == redirect->port_end &&
           (redirect->scheme || ground.tls == redirect->tls) && ground.plain != ground.tls;
}

void redirects_settle(struct redirects *redirects, const struct redirect_ground *grounds)
{
    size_t kept = 0;
    for (size_t i = 0; i < redirects->count; i++) {
        struct redirect redirect = redirects->items[i];
        struct redirect_ground ground = {0};
        if (redirect.server != REDIRECT_NO_SERVER)
            ground = grounds[redirect.server];
        if (redirect.scheme && ground.plain == ground.tls && redirect.kind != HOST_WITH)
            redirect.kind = HOST_UNKNOWN;
        else if (redirect.scheme && ground.plain && redirect.host_end == redirect.port_end)
            redirect.port = 80;
        if (redirect.scheme)
            redirect.tls = ground.tls;
        if (redirect.server == REDIRECT_NO_SERVER || !follows(&redirect, ground))
            redirects->items[kept++] = redirect;
    }
    redirects->count = kept;
}

void redirects_own(struct redirects *redirects, const char *text, const struct token *name)
{
    size_t length = name->end - name->start;
    for (size_t i = 0; i < redirects->count; i++) {
        struct redirect *redirect = &redirects->items[i];
        if (redirect->kind == HOST_NAMED && redirect->host_end - redirect->host == length &&
            strncasecmp(text + redirect->host, text + name->start, length) == 0)
            redirect->kind = HOST_LITERAL;
    }
}
