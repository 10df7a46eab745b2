/* Text: allocation that cannot fail, growing strings, names, and what may reach a terminal.
 *
 * The x-family aborts with one sentence on standard error when memory ends: there is no sensible way on, and
 * nothing on the machine is half done at such a point (the guard allocates nothing after the switch). */
#ifndef CORE_BASE_TEXT_H
#define CORE_BASE_TEXT_H

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>

void *xmalloc(size_t size);
void *xcalloc(size_t count, size_t size);
void *xrealloc(void *old, size_t size);
char *xstrdup(const char *text);
char *xstrndup(const char *text, size_t length);
char *xasprintf(const char *format, ...) __attribute__((format(printf, 1, 2)));
char *xvasprintf(const char *format, va_list args) __attribute__((format(printf, 1, 0)));
/* The same end for what a library allocates by itself: where `made` is NULL, where `result` is below 0. */
void *xmade(void *made);
void xtaken(int result);

/* Grows `items` (of `size` bytes each) so that index `count` may be written; `cap` is kept by the caller. */
void *xgrow(void *items, size_t count, size_t *cap, size_t size);

/* A growing string, always NUL-terminated once initialised with {0} and appended to. The caller releases it.
 */
struct text {
    char *data; /* NULL while nothing was appended */
    size_t length, cap;
};

void text_add(struct text *text, const char *piece);
void text_add_n(struct text *text, const char *piece, size_t length);
void text_addf(struct text *text, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* The string, never NULL; owned by `text`. */
const char *text_get(const struct text *text);
/* Hands the string to the caller (free it) and empties `text`. Never NULL. */
char *text_take(struct text *text);
void text_release(struct text *text);

/* Appends `piece` with everything a terminal could act on made visible: control characters become
 * `^[` (C0, DEL) or `\xNN` (C1), as do bytes that are no UTF-8; bidirectional and other format controls `\u{NNNN}`. */
void text_add_safe(struct text *text, const char *piece);
/* The same for one string; the caller frees it. */
char *text_safe(const char *piece);

/* What a program printed on several lines as one sentence: its lines with `; ` between them. The caller frees it. */
char *text_one_line(const char *said);

/* Length in bytes of the valid UTF-8 sequence that starts at `s` (at most `n` bytes are read), 0 if none
 * does; the code point in *point unless NULL. Overlong forms, surrogates and values above U+10FFFF are
 * refused. */
size_t text_utf8(const char *s, size_t n, unsigned *point);
/* Columns of a terminal that `s` (valid UTF-8) takes. */
size_t text_columns(const char *s);

/* Whether `name` is a name of a host, service or extra: [A-Za-z0-9][A-Za-z0-9._-]{0,62}. */
bool text_is_name(const char *name);
/* Whether `name` is 1 to 15 bytes of the same set (an interface; IFNAMSIZ - 1). */
bool text_is_interface(const char *name);

/* Of `count` words the one that `typed` most likely meant, or NULL if none is near (edit distance at most a
 * third of its length, at least 1; case is free). */
const char *text_nearest(const char *typed, const char *const *words, size_t count);

bool text_equal(const char *a, const char *b); /* NULL equals only NULL */

#endif
