#ifndef BASE_LAZY_H
#define BASE_LAZY_H

#include "base/err.h"

/*
 * A shared library that few commands come to, opened at the first call of it: each one
 * that is linked costs every start of the program its share of the dynamic linker's
 * time. It is compiled against as usual, and called through its own prototypes:
 *
 *    static struct lazy xgboost = { .file = "libxgboost.so.0" };
 *    #define XGB(f) LAZY(&xgboost, f)
 *
 *    if ((e = lazy_open(&xgboost)))
 *        return e;
 *    XGB(XGBoosterFree)(handle);
 */
struct lazy {
    const char *file; /* as the dynamic linker finds it */
    void *_Atomic handle;
};

/* Any thread; again is free. ERR_DOWN  it is not there or does not load; the log says
 * why */
enum err lazy_open(struct lazy *lib);

/* A function of an opened library. Ends the program when the library has none of that
 * name: another one stands where that of the headers was. */
void *lazy_symbol(struct lazy *lib, const char *name);

#define LAZY(lib, f) ((__typeof__(&(f)))lazy_symbol((lib), #f))

#endif
