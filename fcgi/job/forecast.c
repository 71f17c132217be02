#include "job/forecast.h"

#include <stdlib.h>

#include "base/clock.h"
#include "base/date.h"
#include "base/log.h"
#include "job/forecast_predict.h"
#include "job/forecast_train.h"
#include "service/report_aging.h"
#include "store/q_forecast.h"

enum { TAKE = 500, WEEK = 7, LOOK_EVERY_MS = 600000, MORE__MIN = 50 };

struct forecaster {
    struct db *db;
    uint64_t model_id;
    struct pay_model *m;
    int32_t today; /* of the last round */
    int64_t looked_ms;
    uint64_t after_id;
    int32_t cycle_days;
};

enum err
forecaster_open(struct forecaster **out, const struct db *like)
{
    struct forecaster *f = calloc(1, sizeof *f);
    enum err e;

    if (!f)
        abort();
    f->today = DAY_NONE;
    if ((e = db_open_like(&f->db, like)))
        free(f);
    else
        *out = f;
    return e;
}

void
forecaster_close(struct forecaster *f)
{
    if (!f)
        return;
    pay_model_free(f->m);
    db_close(f->db);
    free(f);
}

/* -- training --------------------------------------------------------------- */

static enum err
wants_training(struct forecaster *f, struct arena *a, int64_t now_at, bool *out)
{
    struct forecast_last_trained last;
    struct forecast_settled_count paid;
    enum err e = forecast_last_trained(f->db, a, &last);

    *out = false;
    if (e || (e = forecast_settled_count(f->db, a, f->today, &paid)))
        return e;
    if (last.made_at == INSTANT_NONE) {
        struct forecast_span span;

        e = forecast_span(f->db, a, &span);
        *out = !e && span.n > 0;
        return e;
    }
    *out = now_at - last.made_at >= WEEK * DATE_US_PER_DAY ||
           paid.n > last.paid_n + last.paid_n / 4 + MORE__MIN;
    return OK;
}

static enum err
load(struct forecaster *f, struct arena *a)
{
    struct pay_model *m = NULL;
    uint64_t id;
    enum err e = forecast_in_force(f->db, a, &id, &m);

    if (e)
        return e;
    pay_model_free(f->m);
    f->m = m;
    f->model_id = id;
    return OK;
}

/* Now and then, and when a day begins. */
static enum err
look(struct forecaster *f, struct arena *a, int64_t now_at)
{
    struct forecast_trained t;
    bool wants;
    enum err e = wants_training(f, a, now_at, &wants);

    if (!e && wants) {
        e = forecast_train(f->db, a, f->today, now_at, NULL, NULL, &t);
        if (e == ERR_CONFLICT)
            e = OK;
    }
    if (e || (e = forecast_cycle_days(f->db, a, now_at, &f->cycle_days)))
        return e;
    e = load(f, a);
    if (e == ERR_INVALID) /* of another version of the program */
        e = forecast_train(f->db, a, f->today, now_at, NULL, NULL, &t);
    return e == ERR_NOT_FOUND ? OK : e;
}

static enum err
start_day(struct forecaster *f, int32_t today)
{
    f->today = today;
    f->looked_ms = 0;
    f->after_id = 0;
    return f->m ? forecast_note_drift(f->db, f->model_id, today) : OK;
}

/* -- the round -------------------------------------------------------------- */

static enum err
work(struct forecaster *f, struct arena *a, bool *more)
{
    int64_t now_at = clock_now_us();
    uint64_t last, items;
    int32_t today;
    enum err e = report_today(f->db, a, &today);

    if (e || (today != f->today && (e = start_day(f, today))))
        return e;
    if (!f->looked_ms || clock_mono_ms() - f->looked_ms > LOOK_EVERY_MS || !f->m) {
        if ((e = look(f, a, now_at)))
            return e;
        f->looked_ms = clock_mono_ms();
    }
    if (!f->m)
        return OK;
    e = forecast_predict(f->db, a,
        &(struct forecast_by_model){
            f->model_id, f->m, f->today, f->cycle_days, now_at },
        f->after_id, TAKE, &last, &items);
    if (e)
        return e;
    *more = f->after_id || last;
    f->after_id = last;
    return OK;
}

enum err
forecast_round(void *ctx, bool *more)
{
    struct arena *a = arena_new();
    enum err e;

    *more = false;
    e = work(ctx, a, more);
    arena_free(a);
    return e;
}
