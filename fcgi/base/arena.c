#include "base/arena.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct block {
    struct block *next;
    size_t used, size;
    max_align_t data[];
};

struct arena {
    struct block *top;
    size_t used_below; /* in the blocks under the top one */
};

enum { BLOCK_SIZE = 16 * 1024, BLOCK__MAX = 1024 * 1024 };

static struct block *
block_new(size_t size, struct block *next)
{
    struct block *b = size > SIZE_MAX - sizeof *b ? NULL : malloc(sizeof *b + size);

    if (!b)
        abort();
    *b = (struct block){ .next = next, .size = size };
    return b;
}

static size_t
rounded(size_t n)
{
    const size_t align = _Alignof(max_align_t);

    if (n > SIZE_MAX - align)
        abort();
    return (n + align - 1) & ~(align - 1);
}

struct arena *
arena_new(void)
{
    struct arena *a = malloc(sizeof *a);

    if (!a)
        abort();
    *a = (struct arena){ .top = block_new(BLOCK_SIZE, NULL) };
    return a;
}

void
arena_reset(struct arena *a)
{
    while (a->top->next) {
        struct block *b = a->top;

        a->top = b->next;
        free(b);
    }
    a->top->used = 0;
    a->used_below = 0;
}

void
arena_free(struct arena *a)
{
    if (!a)
        return;
    arena_reset(a);
    free(a->top);
    free(a);
}

/* Blocks double, so that a large job does not live on thousands of small ones. */
static void
block_push(struct arena *a, size_t n)
{
    size_t size = a->top->size < BLOCK__MAX ? a->top->size * 2 : BLOCK__MAX;

    a->used_below += a->top->used;
    a->top = block_new(n > size ? n : size, a->top);
}

static void *
take(struct arena *a, size_t n)
{
    void *p;

    if (a->top->size - a->top->used < n)
        block_push(a, n);
    p = (char *)a->top->data + a->top->used;
    a->top->used += n;
    return p;
}

void *
arena_alloc(struct arena *a, size_t n)
{
    return memset(take(a, rounded(n)), 0, n);
}

void *
arena_alloc_n(struct arena *a, size_t n, size_t size)
{
    size_t total;

    if (__builtin_mul_overflow(n, size, &total))
        abort();
    return arena_alloc(a, total);
}

void *
arena_grow(struct arena *a, void *p, size_t size, size_t want)
{
    char *end = (char *)a->top->data + a->top->used;
    size_t have = rounded(size), need = rounded(want);
    void *q;

    if (need <= have)
        return p;
    if (size && (char *)p + have == end && a->top->size - a->top->used >= need - have) {
        a->top->used += need - have;
        memset((char *)p + size, 0, want - size);
        return p;
    }
    q = arena_alloc(a, want);
    return size ? memcpy(q, p, size) : q;
}

char *
arena_strn(struct arena *a, const char *s, size_t n)
{
    char *p = take(a, rounded(n + 1));

    if (n)
        memcpy(p, s, n);
    p[n] = '\0';
    return p;
}

char *
arena_str(struct arena *a, const char *s)
{
    return arena_strn(a, s, strlen(s));
}

char *
arena_vfmt(struct arena *a, const char *fmt, va_list ap)
{
    va_list again;
    size_t size;
    char *p;
    int n;

    va_copy(again, ap);
    n = vsnprintf(NULL, 0, fmt, ap);
    if (n < 0)
        abort();
    size = (size_t)n + 1;
    p = take(a, rounded(size));
    vsnprintf(p, size, fmt, again);
    va_end(again);
    return p;
}

char *
arena_fmt(struct arena *a, const char *fmt, ...)
{
    va_list ap;
    char *p;

    va_start(ap, fmt);
    p = arena_vfmt(a, fmt, ap);
    va_end(ap);
    return p;
}

size_t
arena_used(const struct arena *a)
{
    return a->used_below + a->top->used;
}
