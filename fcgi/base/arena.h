#ifndef BASE_ARENA_H
#define BASE_ARENA_H

#include <stdarg.h>
#include <stddef.h>

/*
 * Memory that goes away all at once: one arena per request, job or test.
 *
 * Nothing in an arena is freed singly, and no pointer into it may outlive it.
 * Allocation does not fail: when memory runs out the process ends and is
 * started again. Input sizes are capped at the edge, so a request cannot bring
 * that about. An arena belongs to one thread at a time.
 */
struct arena;

struct arena *arena_new(void);
void arena_reset(struct arena *a); /* empties it, keeps the first block */
void arena_free(struct arena *a);  /* NULL is fine */

/* Zeroed, aligned for any type. */
void *arena_alloc(struct arena *a, size_t n);

/* n zeroed elements of the size; ends the process when n * size overflows. */
void *arena_alloc_n(struct arena *a, size_t n, size_t size);

/*
 * Makes p, which has `size` bytes in use and came from this arena, at least
 * `want` bytes long: in place when it was the last allocation, else as a copy. NULL
 * with 0 bytes begins a new one.
 */
void *arena_grow(struct arena *a, void *p, size_t size, size_t want);

/* Copies n bytes and adds a NUL. */
char *arena_strn(struct arena *a, const char *s, size_t n);
char *arena_str(struct arena *a, const char *s);

/* printf into the arena. */
char *arena_fmt(struct arena *a, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));
char *arena_vfmt(struct arena *a, const char *fmt, va_list ap)
    __attribute__((format(printf, 2, 0)));

/* Bytes handed out since arena_new or arena_reset. */
size_t arena_used(const struct arena *a);

#define arena_new_of(a, type) ((type *)arena_alloc((a), sizeof(type)))
#define arena_new_n(a, n, type) ((type *)arena_alloc_n((a), (n), sizeof(type)))

#endif
