/* An arena: many small things that live and die together (a catalog, a site, its flows, a plan). */
#ifndef CORE_BASE_ARENA_H
#define CORE_BASE_ARENA_H

#include <stddef.h>

struct arena {
    struct arena_block *blocks; /* {0} is an empty arena */
};

/* `size` zeroed bytes, aligned for any type; they live until arena_release. Never NULL. */
void *arena_alloc(struct arena *arena, size_t size);
/* `count` zeroed items of `size` bytes. */
void *arena_array(struct arena *arena, size_t count, size_t size);
void *arena_copy(struct arena *arena, const void *from, size_t size);
char *arena_strdup(struct arena *arena, const char *text);
char *arena_printf(struct arena *arena, const char *format, ...) __attribute__((format(printf, 2, 3)));
void arena_release(struct arena *arena);

#endif
