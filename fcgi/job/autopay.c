#include "job/autopay.h"

#include "base/clock.h"
#include "base/date.h"
#include "service/charge_autopay.h"
#include "service/plan_autopay.h"
#include "store/q_payment_autopay.h"

enum { TAKE = 50, LEASE_S = 60 };

struct round {
    struct db *db;
    struct arena *arena;
    const struct actor *by;
    const struct payment_env *env;
    const struct message_desk *desk;
};

static enum err
conclude_all(const struct round *r)
{
    struct charge_over *c;
    size_t n;
    enum err e = charge_over(r->db, r->arena, TAKE, &c, &n);

    for (size_t i = 0; i < n && !e; i++)
        e = conclude_charge(r->db, r->arena, r->by, r->desk, c[i].id, c[i].case_id);
    return e;
}

static enum err
ask_again(const struct round *r)
{
    const int64_t lease_us = (int64_t)LEASE_S * DATE_US_PER_S;
    struct charge_lapsed *c;
    size_t n;
    enum err e =
        charge_lapsed(r->db, r->arena, clock_real_us() - lease_us, TAKE, &c, &n);

    for (size_t i = 0; i < n && !e; i++)
        e = charge_again(r->db, r->arena, r->by, r->env, c[i].id, c[i].case_id);
    return e;
}

/* All of them, page by page: those that wait for their mail keep no other back. */
static enum err
charge_all(const struct round *r)
{
    const int32_t latest = date_of_instant(r->by->now_us) + 1; /* in any zone */
    uint64_t after = 0;
    enum err e = OK;
    size_t n;

    do {
        struct charge_due *c;

        if ((e = charge_due(r->db, r->arena, latest, after, TAKE, &c, &n)))
            return e;
        for (size_t i = 0; i < n && !e; i++)
            e = charge_autopay(
                r->db, r->arena, r->by, r->env, after = c[i].id, c[i].case_id);
    } while (!e && n == TAKE);
    return e;
}

static enum err
plan_all(const struct round *r)
{
    struct autopay_to_look *p;
    enum err e;
    size_t n;

    do {
        if ((e = autopay_to_look(r->db, r->arena, r->by->now_us, TAKE, &p, &n)))
            return e;
        for (size_t i = 0; i < n && !e; i++)
            e = plan_autopay(r->db, r->arena, r->by, r->desk, p[i].case_id);
    } while (!e && n == TAKE);
    return e;
}

enum err
autopay_round(struct db *db, struct arena *a, const struct actor *by,
    const struct payment_env *env, const struct message_desk *desk)
{
    const struct round r = { .db = db, .arena = a, .by = by, .env = env, .desk = desk };
    enum err e;

    (void)((e = conclude_all(&r)) || (e = ask_again(&r)) || (e = charge_all(&r)) ||
           (e = plan_all(&r)));
    return e;
}
