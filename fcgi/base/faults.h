#ifndef BASE_FAULTS_H
#define BASE_FAULTS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/err.h"

/*
 * What is wrong with an input, told field by field: the `errors` of a problem
 * answer. Collected, so that the caller learns of all faults at once.
 */
enum { FAULTS__MAX = 32 };

struct fault {
    const char *pointer; /* JSON pointer, "" for the whole: "/lines/3/amount" */
    const char *message; /* "must be a date such as 2026-03-04" */
};

struct faults {
    struct arena *arena;
    size_t n;
    bool more; /* there were more than FAULTS__MAX */
    struct fault list[FAULTS__MAX];
};

void faults_init(struct faults *f, struct arena *a);

/* Both are copied into the arena. */
void faults_add(struct faults *f, const char *pointer, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));

/* OK when there are none, else ERR_INVALID. */
enum err faults_err(const struct faults *f);

#endif
