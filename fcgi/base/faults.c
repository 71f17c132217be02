#include "base/faults.h"

#include <stdarg.h>

void
faults_init(struct faults *f, struct arena *a)
{
    f->arena = a;
    f->n = 0;
    f->more = false;
}

void
faults_add(struct faults *f, const char *pointer, const char *fmt, ...)
{
    va_list ap;

    if (f->n == FAULTS__MAX) {
        f->more = true;
        return;
    }
    va_start(ap, fmt);
    f->list[f->n++] = (struct fault){
        .pointer = arena_str(f->arena, pointer),
        .message = arena_vfmt(f->arena, fmt, ap),
    };
    va_end(ap);
}

enum err
faults_err(const struct faults *f)
{
    return f->n ? ERR_INVALID : OK;
}
