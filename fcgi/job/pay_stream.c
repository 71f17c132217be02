#include "job/pay_stream.h"

#include <string.h>

#include "db/query.h"
#include "store/q_forecast.h"

struct reader {
    struct pay_case at;
    struct arena *items, *own; /* of the case; what see makes of it */
    size_t room;
    pay_see *see;
    void *ctx;
};

static enum err
end_case(struct reader *r)
{
    enum err e = r->at.n ? r->see(r->ctx, &r->at, r->own) : OK;

    r->at.n = 0;
    arena_reset(r->own);
    return e;
}

static void
take(struct reader *r, const struct forecast_history *row)
{
    struct pay_case *c = &r->at;

    if (c->n == r->room) {
        size_t room = r->room ? r->room * 2 : 64;

        c->items = arena_grow(
            r->items, c->items, c->n * sizeof *c->items, room * sizeof *c->items);
        r->room = room;
    }
    c->case_id = row->case_id;
    memcpy(c->currency, row->currency, sizeof c->currency);
    c->items[c->n++] = (struct pay_item){ .id = row->id,
        .issued_on = row->issued_on,
        .due_on = row->due_on,
        .settled_on = row->settled_on,
        .paid = row->paid,
        .amount_minor = row->amount_minor,
        .open_minor = row->open_minor };
    c->seen++;
}

enum err
pay_stream(struct db *db, const char *cases, pay_see *see, void *ctx)
{
    struct reader r = {
        .items = arena_new(), .own = arena_new(), .see = see, .ctx = ctx
    };
    const struct {
        const char *cases;
    } in = { cases };
    struct forecast_history row;
    struct db_stream *s;
    enum err e = cases ? db_stream_open(db, &FORECAST_HISTORY_OF_STMT, &in, &s)
                       : db_stream_open(db, &FORECAST_HISTORY_STMT, NULL, &s),
             closed;

    if (!e) {
        while (!e && db_stream_next(s, &row)) {
            if (r.at.n && row.case_id != r.at.case_id)
                e = end_case(&r);
            if (!e)
                take(&r, &row);
        }
        closed = db_stream_close(s);
        e = e ? e : closed;
        if (!e)
            e = end_case(&r);
    }
    arena_free(r.items);
    arena_free(r.own);
    return e;
}
