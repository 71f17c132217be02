#ifndef JOB_PAY_STREAM_H
#define JOB_PAY_STREAM_H

#include "base/arena.h"
#include "db/db.h"
#include "domain/pay_history.h"

/*
 * The invoices of one case after the other, as they stand now: memory is that of
 * the largest case.
 */
struct pay_case {
    uint64_t case_id;
    char currency[4];
    struct pay_item *items;
    size_t n;
    uint64_t seen; /* invoices so far, this case's too */
};

/* see: a is emptied after each case; what is not OK ends the stream and is given
 * back. cases: a JSON array of ids; NULL is all of them. Other statements need another
 * connection meanwhile. */
typedef enum err pay_see(void *ctx, const struct pay_case *c, struct arena *a);

enum err pay_stream(struct db *db, const char *cases, pay_see *see, void *ctx);

#endif
