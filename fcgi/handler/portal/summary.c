#include <string.h>

#include "base/zone.h"
#include "handler/common.h"
#include "handler/portal/account.h"
#include "store/q_access_link.h"
#include "store/q_portal.h"

enum { BUCKETS = 5, BUCKET_DAYS = 30, CURRENCIES__MAX = 64 };

struct balance {
    char currency[4];
    int64_t open, overdue, unapplied, disputed, bucket[BUCKETS];
    int32_t oldest_due_on;
};

struct balances {
    struct balance list[CURRENCIES__MAX];
    size_t n;
};

enum err
portal_today(struct rq *rq, int32_t *today)
{
    struct portal_zone zone = { .time_zone = "UTC" };
    enum err e = portal_zone(rq->db, rq->arena, rq->who.customer_id, &zone);

    if (e && e != ERR_NOT_FOUND)
        return e;
    *today = zone_day(zone_find(zone.time_zone), rq->now_us);
    return OK;
}

/* The currency's balance, made on first need; the last takes what finds no room. */
static struct balance *
balance_of(struct balances *b, const char *currency)
{
    for (size_t i = 0; i < b->n; i++)
        if (!strcmp(b->list[i].currency, currency))
            return &b->list[i];
    if (b->n == CURRENCIES__MAX)
        return NULL;
    b->list[b->n] = (struct balance){ .oldest_due_on = DAY_NONE };
    memcpy(b->list[b->n].currency, currency, sizeof b->list->currency);
    return &b->list[b->n++];
}

/* 0 not due, then 1-30, 31-60, 61-90, 91+ days late */
static size_t
bucket_of(int32_t days_late)
{
    if (days_late <= 0)
        return 0;
    return days_late > 3 * BUCKET_DAYS ? BUCKETS - 1
                                       : (size_t)((days_late - 1) / BUCKET_DAYS) + 1;
}

static enum err
add_open(struct rq *rq, struct balances *b)
{
    struct portal_open *row;
    size_t n;
    enum err e;

    if ((e = portal_open(
             rq->db, rq->arena, rq->who.customer_id, rq->who.item_id, &row, &n)))
        return e;
    for (size_t i = 0; i < n; i++) {
        int32_t today = zone_day(zone_find(row[i].time_zone), rq->now_us);
        int32_t late = today - row[i].due_on;
        struct balance *x = balance_of(b, row[i].currency);

        if (!x)
            return ERR_LIMIT;
        x->open += row[i].open_minor;
        x->bucket[bucket_of(late)] += row[i].open_minor;
        if (late > 0)
            x->overdue += row[i].open_minor;
        if (x->oldest_due_on == DAY_NONE)
            x->oldest_due_on = row[i].due_on;
    }
    return OK;
}

static enum err
add_beside(struct rq *rq, struct balances *b)
{
    uint64_t customer = rq->who.customer_id, item = rq->who.item_id;
    struct portal_disputed *d;
    struct portal_credits *c;
    struct balance *x;
    size_t c_n, d_n;
    enum err e;

    if ((e = portal_credits(rq->db, rq->arena, customer, item, &c, &c_n)) ||
        (e = portal_disputed(rq->db, rq->arena, customer, item, &d, &d_n)))
        return e;
    for (size_t i = 0; i < c_n; i++)
        if ((x = balance_of(b, c[i].currency)))
            x->unapplied += c[i].open_minor;
    for (size_t i = 0; i < d_n; i++)
        if ((x = balance_of(b, d[i].currency)))
            x->disputed += d[i].minor;
    return OK;
}

static void
json_balance(struct json *j, const struct balance *b)
{
    json_open(j, NULL, '{');
    json_text(j, "currency", b->currency);
    json_money(j, "open", b->open, b->currency);
    json_money(j, "overdue", b->overdue, b->currency);
    json_money(j, "not_due", b->open - b->overdue, b->currency);
    json_money(j, "unapplied", b->unapplied, b->currency);
    json_money(j, "disputed", b->disputed, b->currency);
    json_day_or_null(j, "oldest_due_on", b->oldest_due_on);
    json_open(j, "buckets", '[');
    for (size_t i = 0; i < BUCKETS; i++)
        json_money(j, NULL, b->bucket[i], b->currency);
    json_close(j, ']');
    json_close(j, '}');
}

/* GET summary -> 200 what is owed, by currency */
enum err
portal_summary(struct rq *rq)
{
    struct balances *b = arena_new_of(rq->arena, struct balances);
    struct portal_session_by_token s;
    int32_t today;
    struct json *j;
    enum err e;

    if ((e = portal_session_by_token(rq->db, rq->arena, rq->who.session, &s)) ||
        (e = portal_today(rq, &today)) || (e = add_open(rq, b)) ||
        (e = add_beside(rq, b)))
        return e;
    j = rq_reply(rq, 200);
    json_open(j, NULL, '{');
    json_open(j, "customer", '{');
    json_text(j, "name", s.customer_name);
    json_text(j, "number", s.customer_number);
    json_close(j, '}');
    json_day(j, "as_of", today);
    json_open(j, "balances", '[');
    for (size_t i = 0; i < b->n; i++)
        json_balance(j, &b->list[i]);
    json_close(j, ']');
    json_close(j, '}');
    return OK;
}
