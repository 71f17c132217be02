#include "job/forecast_predict.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/date.h"
#include "base/json.h"
#include "job/pay_stream.h"
#include "service/judge_risk.h"
#include "store/q_dispute_view.h"
#include "store/q_forecast.h"

enum { CYCLE_DAYS = 21, CYCLE__MIN = 5, CYCLE_LOOK_DAYS = 730, LATE_DAYS = 30 };

/* What is said of the open items of some cases beside the model. */
struct batch {
    const struct forecast_by_model *by;
    struct arena *a;
    struct forecast_promises *promises;
    struct forecast_disputes *disputes;
    size_t promises_n, disputes_n;

    struct pay_item *items;
    uint64_t *case_ids;
    float *x;
    size_t n, room;

    struct risk_seen *risk; /* of each case that is predicted, by case */
    struct forecast_inflow *weeks;
    size_t risk_n;
};

enum err
forecast_cycle_days(struct db *db, struct arena *a, int64_t now_at, int32_t *days)
{
    struct dispute_cycle *rows;
    int64_t all = 0, sum = 0;
    size_t n;
    enum err e =
        dispute_cycle(db, a, 0, now_at - CYCLE_LOOK_DAYS * DATE_US_PER_DAY, &rows, &n);

    if (e)
        return e;
    for (size_t k = 0; k < n; k++)
        all += rows[k].disputes_n;
    *days = CYCLE_DAYS;
    for (size_t k = 0; k < n && all >= CYCLE__MIN; k++)
        if ((sum += rows[k].disputes_n) * 2 >= all) {
            *days = (int32_t)rows[k].days;
            break;
        }
    return OK;
}

/* -- the open items --------------------------------------------------------- */

static void
make_room(struct batch *b)
{
    size_t room = b->room ? b->room * 2 : 1024;

    if (b->n < b->room)
        return;
    b->items =
        arena_grow(b->a, b->items, b->n * sizeof *b->items, room * sizeof *b->items);
    b->case_ids = arena_grow(
        b->a, b->case_ids, b->n * sizeof *b->case_ids, room * sizeof *b->case_ids);
    b->x = arena_grow(b->a, b->x, b->n * PAY_FEATURES * sizeof *b->x,
        room * PAY_FEATURES * sizeof *b->x);
    b->room = room;
}

static enum err
take_case(void *ctx, const struct pay_case *c, struct arena *a)
{
    struct batch *b = ctx;
    struct pay_walk *w = NULL;

    for (size_t k = 0; k < c->n; k++) {
        if (c->items[k].open_minor <= 0)
            continue;
        if (!w)
            w = pay_walk_new(a, c->items, c->n);
        make_room(b);
        pay_walk_features(w, b->by->today, k, b->x + b->n * PAY_FEATURES);
        b->case_ids[b->n] = c->case_id;
        b->items[b->n++] = c->items[k];
    }
    return OK;
}

/* -- what stands beside the model ------------------------------------------- */

/* The first day promised for it; DAY_NONE: none is. */
static int32_t
promised_on(const struct batch *b, size_t k)
{
    for (size_t p = 0; p < b->promises_n; p++) {
        const struct forecast_promises *m = &b->promises[p];

        if (m->instalment_id == b->items[k].id ||
            (!m->instalment_id && m->case_id == b->case_ids[k] &&
                b->items[k].due_on <= m->promised_on))
            return m->promised_on > b->by->today ? m->promised_on : b->by->today;
    }
    return DAY_NONE;
}

static const struct forecast_disputes *
dispute_of(const struct batch *b, size_t k)
{
    for (size_t d = 0; d < b->disputes_n; d++)
        if (b->disputes[d].instalment_id == b->items[k].id)
            return &b->disputes[d];
    return NULL;
}

static void
reason(struct json *j, const char *code, int32_t days)
{
    json_open(j, NULL, '{');
    json_text(j, "code", code);
    json_i64(j, "days", days);
    json_close(j, '}');
}

static void
reason_on(struct json *j, const char *code, int32_t on)
{
    json_open(j, NULL, '{');
    json_text(j, "code", code);
    json_day(j, "on", on);
    json_close(j, '}');
}

static void
model_reasons(struct json *j, const float *x, const double *why)
{
    static const char *const CODES[PAY_WHYS] = { "usual", "trend", "backlog", "size",
        "terms", "calendar" };

    reason(
        j, x[PAY_COUNT] > 0 ? "usual" : "company", (int32_t)lround(why[PAY_WHY_USUAL]));
    for (size_t k = PAY_WHY_USUAL + 1; k < PAY_WHYS; k++)
        if (fabs(why[k]) >= 1)
            reason(j, CODES[k], (int32_t)lround(why[k]));
}

static struct forecast_put
say(struct batch *b, size_t k, double centre, double scale, const double *why)
{
    const struct forecast_shape *s = pay_model_shape(b->by->m);
    struct forecast_item item = { b->items[k].due_on, centre, scale }, disputed = item,
                         *told = &item;
    const struct forecast_disputes *d = dispute_of(b, k);
    int32_t promised = promised_on(b, k), today = b->by->today,
            late_on = item.due_on + LATE_DAYS;
    struct forecast_days days;
    struct buf text;
    struct json j = { .out = &text };
    double late;

    buf_init(&text, b->a);
    json_open(&j, NULL, '[');
    if (promised != DAY_NONE) {
        forecast_promise(s, &item, promised);
        reason_on(&j, "promise", promised);
    } else
        model_reasons(&j, b->x + k * PAY_FEATURES, why);
    if (d) {
        disputed = item;
        forecast_dispute(&disputed, today, d->opened_on, b->by->cycle_days);
        reason_on(&j, "dispute", d->opened_on);
        if (d->minor * 2 >= b->items[k].open_minor)
            told = &disputed;
    }
    days = forecast_days(s, told, today);
    if (promised == DAY_NONE && days.on > forecast_days_at_issue(s, told).on)
        reason(&j, "age", days.on - forecast_days_at_issue(s, told).on);
    json_close(&j, ']');
    late = late_on < today ? 1 : 1 - forecast_share(s, told, today, today, late_on);
    return (struct forecast_put){ .instalment_id = b->items[k].id,
        .case_id = b->case_ids[k],
        .model_id = b->by->model_id,
        .predicted_on = today,
        .expected_on = days.on,
        .from_on = days.from,
        .to_on = days.to,
        .centre_milli = (int32_t)lround(item.centre * 1000),
        .scale_milli = (int32_t)lround(item.scale * 1000),
        .disputed_minor = d ? d->minor : 0,
        .disputed_milli = d ? (int32_t)lround(disputed.centre * 1000) : 0,
        .late_permille = (uint32_t)lround(late * 1000),
        .reasons = text.text };
}

static void
add_weeks(const struct batch *b, size_t k, const struct forecast_put *r,
    struct forecast_inflow *w)
{
    const struct forecast_shape *s = pay_model_shape(b->by->m);
    double scale = r->scale_milli / 1000.0;
    int32_t due_on = b->items[k].due_on, today = b->by->today;

    forecast_inflow_add(w, s,
        &(struct forecast_item){ due_on, r->centre_milli / 1000.0, scale }, today,
        b->items[k].open_minor - r->disputed_minor);
    forecast_inflow_add(w, s,
        &(struct forecast_item){ due_on, r->disputed_milli / 1000.0, scale }, today,
        r->disputed_minor);
    forecast_inflow_count(w, today, r->expected_on);
}

/* Both are by case; a case may have no items, but no item is without its case. */
static void
weigh(struct batch *b, const struct forecast_put *rows)
{
    struct risk_seen *at = b->risk;

    for (size_t k = 0; k < b->n; k++) {
        while (at->case_id != b->case_ids[k])
            at++;
        add_weeks(b, k, &rows[k], &b->weeks[at - b->risk]);
        risk_add(&at->sums, b->items[k].open_minor, rows[k].late_permille,
            b->items[k].due_on + LATE_DAYS < b->by->today);
    }
}

static enum err
say_all(struct db *db, struct batch *b)
{
    double *number = arena_new_n(b->a, b->n * (2 + PAY_WHYS) + 1, double),
           *centre = number, *scale = number + b->n, *why = number + 2 * b->n;
    struct forecast_put *rows = arena_new_n(b->a, b->n + 1, struct forecast_put);
    enum err e;

    if (!b->n)
        return OK;
    if ((e = pay_model_predict(b->by->m, b->x, b->n, centre, scale)) ||
        (e = pay_model_explain(b->by->m, b->x, b->n, why)))
        return e;
    for (size_t k = 0; k < b->n; k++)
        rows[k] = say(b, k, centre[k], scale[k], why + k * PAY_WHYS);
    weigh(b, rows);
    return db_bulk(db, &FORECAST_PUT_STMT, rows, b->n, NULL);
}

/* -- some cases ------------------------------------------------------------- */

static const char *
ids_of(struct arena *a, const struct forecast_due *due, size_t n)
{
    struct buf b;

    buf_init(&b, a);
    for (size_t k = 0; k < n; k++) {
        buf_char(&b, k ? ',' : '[');
        buf_u64(&b, due[k].case_id);
    }
    buf_char(&b, ']');
    return b.text;
}

/* What is noted is the state before anything was read: whatever changes meanwhile is
 * predicted again. Of a case that owes nothing no weeks are kept. */
static enum err
note(struct db *db, const struct batch *b, const struct forecast_due *due, size_t n)
{
    const struct forecast_by_model *by = b->by;
    struct forecast_case_put *rows = arena_new_n(b->a, n, struct forecast_case_put);

    for (size_t k = 0; k < n; k++)
        rows[k] = (struct forecast_case_put){ due[k].case_id, due[k].touch_seq,
            by->today, by->model_id,
            { (const unsigned char *)&b->weeks[k],
                b->weeks[k].open > 0 ? sizeof b->weeks[k] : 0 } };
    return db_bulk(db, &FORECAST_CASE_PUT_STMT, rows, n, NULL);
}

enum err
forecast_predict(struct db *db, struct arena *a, const struct forecast_by_model *by,
    uint64_t after_id, uint32_t take, uint64_t *last_id, uint64_t *items)
{
    struct batch b = { .by = by, .a = a };
    struct forecast_due *due;
    const char *cases;
    size_t n;
    enum err e;

    *last_id = *items = 0;
    if ((e = forecast_due(db, a, after_id, by->today, by->model_id, take, &due, &n)) ||
        !n)
        return e;
    cases = ids_of(a, due, n);
    b.risk = arena_new_n(a, n, struct risk_seen);
    for (size_t k = 0; k < n; k++)
        b.risk[k].case_id = due[k].case_id;
    b.risk_n = n;
    b.weeks = arena_new_n(a, n, struct forecast_inflow);
    if ((e = forecast_promises(db, a, cases, by->today, &b.promises, &b.promises_n)) ||
        (e = forecast_disputes(db, a, cases, &b.disputes, &b.disputes_n)) ||
        (e = pay_stream(db, cases, take_case, &b)) || (e = say_all(db, &b)) ||
        (e = judge_risk(
             db, a, b.risk, b.risk_n, by->model_id, by->today, by->now_at)) ||
        (e = forecast_keep_outcome(db, cases, NULL)) ||
        (e = forecast_drop_settled(db, cases, NULL)) || (e = note(db, &b, due, n)))
        return e;
    *last_id = due[n - 1].case_id;
    *items = b.n;
    return OK;
}
