/* What a configuration file counts on besides `listen` and redirects when the ports of its pages change. None of it
 * is changed: it is told. */
#ifndef BACKENDS_NGINX_HINTS_H
#define BACKENDS_NGINX_HINTS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "backends/nginx/token.h"

enum hint_kind {
    HINT_TOLD,     /* programs behind nginx are told this port */
    HINT_PASSES,   /* requests are passed on to this port of this machine */
    HINT_PORTLESS, /* nginx's own redirects leave the port out */
    HINT_RELATIVE, /* nginx's own redirects name neither host nor port */
    HINT_ASKED,    /* an `if` or `map` decides by the port that was asked */
    HINT_HSTS      /* browsers that were here once come with TLS alone, by whatever port */
};

struct hint {
    size_t at, block; /* of the directive; of the block that it stands in */
    enum hint_kind kind;
    uint16_t port; /* of HINT_TOLD, HINT_PASSES, HINT_ASKED; 0: many */
};

struct hints {
    struct hint *items;
    size_t count, cap;
};

/* Adds that of a directive, which is `count` words. */
void hints_take(struct hints *hints, const char *text, const struct token *words, size_t count, size_t block);
/* The same for what stands before a block. */
void hints_take_block(struct hints *hints, const char *text, const struct token *words, size_t count);
/* Whether redirects in the hint's block name no port anyway. */
bool hints_relative(const struct hints *hints, const struct hint *hint);

#endif
