#include "service/case_stream.h"

#include <stdlib.h>
#include <string.h>

#include "base/date.h"
#include "base/log.h"
#include "base/zone.h"
#include "service/case_cursor.h"
#include "service/case_parts.h"
#include "store/q_evaluate.h"

enum { LOOK_BACK_DAYS = 731, CONTACT_DAYS = 30, PAID_DAYS = 365 };

static const struct relation {
    const struct db_stmt *stmt, *as_of; /* as it is, and as it was known then */
    const struct db_stmt *named;        /* of named cases; NULL: not read of these */
    int16_t from_days, to_days; /* window around today, for statements that take one */
} RELATIONS[CASE_RELATION__MAX] = {
    [CASE_HEAD] = { &EVAL_CASE_STMT, &ASOF_CASE_STMT, &NAMED_CASE_STMT, 0, 0 },
    [CASE_INSTALMENT] = { &EVAL_INSTALMENT_STMT, &ASOF_INSTALMENT_STMT,
        &NAMED_INSTALMENT_STMT, 0, 0 },
    [CASE_CREDIT] = { &EVAL_CREDIT_STMT, &ASOF_CREDIT_STMT, &NAMED_CREDIT_STMT, 0, 0 },
    [CASE_TAKEN] = { &EVAL_TAKEN_STMT, &ASOF_TAKEN_STMT, NULL, 0, 0 },
    [CASE_PROMISE] = { &EVAL_PROMISE_STMT, &ASOF_PROMISE_STMT, NULL, -LOOK_BACK_DAYS,
        0 },
    [CASE_PROMISE_ITEM] = { &EVAL_PROMISE_ITEM_STMT, &EVAL_PROMISE_ITEM_STMT, NULL,
        -LOOK_BACK_DAYS, 0 },
    [CASE_PROMISE_FACT] = { &EVAL_PROMISE_FACT_STMT, &ASOF_PROMISE_FACT_STMT, NULL,
        -LOOK_BACK_DAYS, 0 },
    [CASE_PROMISE_PAYMENT] = { &EVAL_PROMISE_PAYMENT_STMT, &ASOF_PROMISE_PAYMENT_STMT,
        NULL, -LOOK_BACK_DAYS, 0 },
    [CASE_DISPUTE] = { &EVAL_DISPUTE_STMT, &ASOF_DISPUTE_STMT, NULL, 0, 0 },
    [CASE_HOLD] = { &EVAL_HOLD_STMT, &ASOF_HOLD_STMT, NULL, 0, 0 },
    [CASE_CONTACT] = { &EVAL_CONTACT_STMT, &ASOF_CONTACT_STMT, &NAMED_CONTACT_STMT, 0,
        0 },
    [CASE_TAG] = { &EVAL_TAG_STMT, &ASOF_TAG_STMT, &NAMED_TAG_STMT, 0, 0 },
    [CASE_TASK] = { &EVAL_TASK_STMT, &ASOF_TASK_STMT, NULL, 0, 0 },
    [CASE_OUTBOUND] = { &EVAL_OUTBOUND_STMT, &ASOF_OUTBOUND_STMT, NULL,
        -CONTACT_DAYS + 1, 0 },
    [CASE_WAITING] = { &EVAL_WAITING_STMT, &EVAL_WAITING_STMT, NULL, 0, 0 },
    [CASE_PAID] = { &EVAL_PAID_STMT, &EVAL_PAID_STMT, NULL, -PAID_DAYS, 0 },
};
_Static_assert((int)CASE_RELATION__MAX <= (int)CASE_LANES, "a lane for each relation");

struct division {
    uint64_t id;
    const char *country, *region, *time_zone;
    int32_t today;
    int64_t now_at; /* when its cases are judged */
    int64_t synced_at;
};

struct case_stream {
    struct case_cursor at[CASE_RELATION__MAX];
    size_t opened;
    struct division *divisions;
    size_t divisions_n;
    struct case_range range;
    enum err err;
};

enum err
case_lanes_open(struct case_lanes *lanes, const struct db *like)
{
    *lanes = (struct case_lanes){ 0 };
    for (size_t i = 0; i < CASE_RELATION__MAX; i++) {
        enum err e = db_open_like(&lanes->db[i], like);

        if (e) {
            case_lanes_close(lanes);
            return e;
        }
    }
    return OK;
}

void
case_lanes_close(struct case_lanes *lanes)
{
    for (size_t i = 0; i < CASE_LANES; i++) {
        db_close(lanes->db[i]);
        lanes->db[i] = NULL;
    }
}

/* What was known at the end of a day that is over. */
static int64_t
known_at(const struct case_range *r)
{
    return r->as_known ? date_instant(r->today + 1) : r->now_at;
}

/*
 * A day that is over is judged at its first moment with fresh cash data: it was stale
 * only if the data was too old from the day's beginning to its end.
 */
static int64_t
judged_at(const struct case_range *r, const struct zone *z, int64_t synced_at)
{
    int64_t begin_at;

    if (!r->as_known)
        return r->now_at;
    begin_at = zone_instant(z, r->today, 0);
    return synced_at > begin_at ? synced_at : begin_at;
}

static enum err
read_divisions(struct case_stream *s, struct arena *a, struct db *db)
{
    struct eval_division *rows;
    enum err e = s->range.as_known
                     ? asof_division(db, a, known_at(&s->range), &rows, &s->divisions_n)
                     : eval_division(db, a, &rows, &s->divisions_n);

    if (e)
        return e;
    s->divisions = arena_new_n(a, s->divisions_n + 1, struct division);
    for (size_t i = 0; i < s->divisions_n; i++) {
        const struct zone *z = zone_find(rows[i].time_zone);

        if (!z) {
            log_error("division_zone_unknown", kv("division", rows[i].id),
                kv("time_zone", rows[i].time_zone));
            return ERR_INVALID;
        }
        s->divisions[i] = (struct division){
            .id = rows[i].id,
            .country = rows[i].country,
            .region = rows[i].region,
            .time_zone = rows[i].time_zone,
            .today = s->range.today != DAY_NONE ? s->range.today
                                                : zone_day(z, s->range.now_at),
            .now_at = judged_at(&s->range, z, rows[i].synced_at),
            .synced_at = rows[i].synced_at,
        };
    }
    return OK;
}

/* What no message depends on. */
static bool
is_unsaid(size_t i)
{
    return i == CASE_TAKEN || i == CASE_TASK || i == CASE_OUTBOUND ||
           i == CASE_WAITING || i == CASE_PAID;
}

/* NULL: nothing of that is read. What belongs to promises is there for cases that have
 * any, which is known where they were read whole. */
static const struct db_stmt *
statement_of(const struct case_stream *s, size_t i, bool whole)
{
    bool of_promise =
        i == CASE_PROMISE_ITEM || i == CASE_PROMISE_FACT || i == CASE_PROMISE_PAYMENT;

    if (s->range.named)
        return RELATIONS[i].named;
    if ((s->range.said && is_unsaid(i)) ||
        (whole && of_promise && !s->at[CASE_PROMISE].now))
        return NULL;
    return s->range.as_known ? RELATIONS[i].as_of : RELATIONS[i].stmt;
}

enum err
case_stream_open(struct case_stream **out, struct arena *a, struct db *db,
    struct case_lanes *lanes, const struct case_range *range)
{
    struct case_stream *s = arena_new_of(a, struct case_stream);
    /* Windows of days only choose what is read; the exact day is the division's. */
    int32_t day =
        range->today != DAY_NONE ? range->today : date_of_instant(range->now_at);

    *out = s;
    s->range = *range;
    if ((s->err = read_divisions(s, a, db)))
        return s->err;
    for (size_t i = 0; i < CASE_RELATION__MAX; i++) {
        const struct case_cursor_in in = {
            .lo = range->lo,
            .hi = range->hi,
            .now_at = known_at(range),
            .full = range->full,
            .from_on = day + RELATIONS[i].from_days - 1,
            .to_on = day + RELATIONS[i].to_days,
            .ids = range->named,
        };

        const struct db_stmt *stmt = statement_of(s, i, !lanes);

        s->opened = i + 1;
        if (!stmt)
            continue;
        s->err = case_cursor_open(
            &s->at[i], stmt, &in, lanes ? lanes->db[i] : db, lanes != NULL, a);
        if (s->err)
            return s->err;
    }
    return OK;
}

static const struct division *
division_of(const struct case_stream *s, uint64_t id)
{
    for (size_t i = 0; i < s->divisions_n; i++)
        if (s->divisions[i].id == id)
            return &s->divisions[i];
    return NULL;
}

static const char *
copy(struct arena *a, const char *s)
{
    return s ? arena_str(a, s) : NULL;
}

static void
fill_head(const struct eval_case *row, const struct division *d, struct arena *a,
    struct case_facts *f)
{
    struct snapshot *s = &f->snapshot;

    *f = (struct case_facts){
        .touch_seq = row->touch_seq,
        .run_id = row->run_id,
        .assignee_id = row->assignee_id,
        .next_at = row->next_at,
    };
    *s = (struct snapshot){
        .case_id = row->case_id,
        .customer_id = row->customer_id,
        .division_id = row->division_id,
        .customer_number = copy(a, row->number),
        .customer_name = copy(a, row->name),
        .language = copy(a, row->language),
        .country = row->country ? copy(a, row->country) : d->country,
        .region = row->country ? row->region ? copy(a, row->region) : "" : d->region,
        .time_zone = row->time_zone ? copy(a, row->time_zone) : d->time_zone,
        .division_country = d->country,
        .division_region = d->region ? d->region : "",
        .division_time_zone = d->time_zone,
        .status = (enum customer_status)(row->status - 1),
        .kind = (enum customer_kind)(row->kind - 1),
        .payment_method = copy(a, row->payment_method),
        .since_on = row->since_on,
        .credit_limit_minor = -1,
        .risk = (enum risk_class)row->risk,
        .late_permille =
            row->late_permille == U32_NONE ? -1 : (int32_t)row->late_permille,
        .today = d->today,
        .now_at = d->now_at,
        .last_contact_on = row->last_contact_on,
        .last_payment_on = DAY_NONE,
        .synced_at = d->synced_at,
        .pin_script_id = row->pin_script_id,
        .has_address = row->has_address,
    };
    if (!s->region)
        s->region = "";
    memcpy(s->currency, row->currency, sizeof s->currency);
    if (row->credit_limit_minor != I64_NONE &&
        !strcmp(row->credit_currency, row->currency))
        s->credit_limit_minor = row->credit_limit_minor;
}

bool
case_stream_next(struct case_stream *s, struct arena *a, struct case_facts *out)
{
    const struct eval_case *row = s->at[CASE_HEAD].now;
    const struct division *d;
    uint64_t id;

    if (s->err || !row)
        return false;
    if (!(d = division_of(s, row->division_id))) {
        s->err = ERR_CONFLICT; /* made meanwhile: the next run knows it */
        return false;
    }
    id = row->case_id;
    fill_head(row, d, a, out);
    case_cursor_step(&s->at[CASE_HEAD]);
    case_parts_fill(s->at, id, a, out);
    return true;
}

enum err
case_stream_close(struct case_stream *s)
{
    enum err e = s->err;

    for (size_t i = 0; i < s->opened; i++) {
        enum err closed = case_cursor_close(&s->at[i]);

        if (!e)
            e = closed;
    }
    s->opened = 0;
    return e;
}

static enum err
read_one(struct db *db, struct arena *a, const struct case_range *range,
    struct case_facts *out)
{
    struct case_stream *s;
    bool found = false;
    enum err e = case_stream_open(&s, a, db, NULL, range);

    if (!e)
        found = case_stream_next(s, a, out);
    if ((e = case_stream_close(s)))
        return e;
    return found ? OK : ERR_NOT_FOUND;
}

enum err
case_read(struct db *db, struct arena *a, uint64_t case_id, int64_t now_at,
    int32_t today, struct case_facts *out)
{
    /* A day that is over is read as it was known at its end. */
    bool over = today != DAY_NONE && date_instant(today + 1) <= now_at;
    const struct case_range range = { .lo = case_id,
        .hi = case_id,
        .now_at = now_at,
        .full = true,
        .today = today,
        .as_known = over };

    return read_one(db, a, &range, out);
}

enum err
case_read_said(struct db *db, struct arena *a, uint64_t case_id, int64_t now_at,
    struct case_facts *out)
{
    const struct case_range range = { .lo = case_id,
        .hi = case_id,
        .now_at = now_at,
        .full = true,
        .today = DAY_NONE,
        .said = true };

    return read_one(db, a, &range, out);
}
