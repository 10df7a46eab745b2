#include "core/base/arena.h"

#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/text.h"

enum { BLOCK = 32 * 1024 };

struct arena_block {
    struct arena_block *next;
    size_t used, size;
    max_align_t data[];
};

/* Not zeroed: of a block that is not filled, the rest is never touched. */
static struct arena_block *block_new(struct arena *arena, size_t size)
{
    struct arena_block *block = xmalloc(sizeof(*block) + size);
    block->size = size;
    block->used = 0;
    block->next = arena->blocks;
    arena->blocks = block;
    return block;
}

static void *arena_take(struct arena *arena, size_t size)
{
    size = (size + sizeof(max_align_t) - 1) / sizeof(max_align_t) * sizeof(max_align_t);
    struct arena_block *block = arena->blocks;
    if (!block || block->size - block->used < size)
        block = block_new(arena, size > BLOCK ? size : BLOCK);
    void *at = (char *)block->data + block->used;
    block->used += size;
    return at;
}

void *arena_alloc(struct arena *arena, size_t size)
{
    return memset(arena_take(arena, size), 0, size);
}

void *arena_array(struct arena *arena, size_t count, size_t size)
{
    size_t bytes;
    if (__builtin_mul_overflow(count, size, &bytes))
        abort();
    return arena_alloc(arena, bytes ? bytes : 1);
}

void *arena_copy(struct arena *arena, const void *from, size_t size)
{
    void *to = arena_take(arena, size ? size : 1);
    if (size)
        memcpy(to, from, size);
    return to;
}

char *arena_strdup(struct arena *arena, const char *text)
{
    return arena_copy(arena, text, strlen(text) + 1);
}

char *arena_printf(struct arena *arena, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    char *made = xvasprintf(format, args);
    va_end(args);
    char *kept = arena_strdup(arena, made);
    free(made);
    return kept;
}

void arena_release(struct arena *arena)
{
    while (arena->blocks) {
        struct arena_block *next = arena->blocks->next;
        free(arena->blocks);
        arena->blocks = next;
    }
}
