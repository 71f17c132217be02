#include "job/payments.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/clock.h"
#include "base/date.h"
#include "base/log.h"
#include "db/tx.h"
#include "job/autopay.h"
#include "net/push.h"
#include "service/live.h"
#include "service/payment_sandbox.h"
#include "service/rulebook.h"
#include "service/send_receipt.h"
#include "service/settle_payment.h"
#include "service/start_payment.h"
#include "service/take_payment_report.h"
#include "store/q_payment_autopay.h"
#include "store/q_payment_intent.h"
#include "store/session.h"

enum { TAKE = 50 };

struct payer {
    const struct conf *conf;
    struct db *db;
    struct push *push;
    struct rulebook *rules;
    uint8_t master[SECRET_KEY_BYTES];
};

enum err
payer_open(struct payer **out, const struct conf *conf, const struct db *like)
{
    struct payer *p = calloc(1, sizeof *p);
    enum err e;

    if (!p)
        abort();
    p->conf = conf;
    if ((e = secret_load_key(conf->secret_file, true, p->master)) ||
        (e = db_open_like(&p->db, like)) ||
        (*conf->push_url && (e = push_open(&p->push, conf->push_url, db_in_tx)))) {
        payer_close(p);
        p = NULL;
    }
    *out = p;
    return e;
}

void
payer_close(struct payer *p)
{
    if (!p)
        return;
    rulebook_close(p->rules);
    push_close(p->push);
    if (p->db)
        db_close(p->db);
    free(p);
}

static struct actor
ours(int64_t now_us)
{
    return (struct actor){ .kind = ACTOR_SYSTEM,
        .id = "payments",
        .ip = "",
        .request_id = "",
        .now_us = now_us };
}

/* -- time ------------------------------------------------------------------ */

static struct payment_env
env_of(const struct payer *p, const struct actor *by)
{
    return (struct payment_env){
        .conf = p->conf, .master = p->master, .now_at = by->now_us
    };
}

static enum err
expire(struct payer *p, struct arena *a, const struct actor *by, bool *more)
{
    const struct payment_env env = env_of(p, by);
    struct payment_expired *row;
    enum payment_state state;
    size_t n;
    enum err e = payment_expired(p->db, a, by->now_us, TAKE, &row, &n);

    for (size_t i = 0; i < n && !e; i++) {
        e = end_payment(p->db, a, by, &env, row[i].id, PAYMENT_LAPSED, &state);
        if (e == ERR_CONFLICT) /* it has ended meanwhile */
            e = OK;
    }
    *more |= n == TAKE;
    return e;
}

/* Transfers that were announced and have not come. */
static enum err
ask_for_late(struct payer *p, struct arena *a, const struct actor *by)
{
    struct payment_transfers_late *row;
    size_t n;
    enum err e =
        payment_transfers_late(p->db, a, date_of_instant(by->now_us), TAKE, &row, &n);

    for (size_t i = 0; i < n && !e; i++)
        e = ask_for_transfer(p->db, a, by, row[i].id);
    return e;
}

static enum err
report_late(struct payer *p, struct arena *a, const struct actor *by)
{
    const struct payment_env env = {
        .conf = p->conf, .master = p->master, .now_at = by->now_us
    };
    struct payment_late_due *row;
    const char *outcome;
    size_t n;
    enum err e = payment_late_due(p->db, a, clock_real_us(), TAKE, &row, &n);

    for (size_t i = 0; i < n && !e; i++) {
        e = take_payment_report(p->db, a, by, &env, &PAYMENT_SANDBOX,
            payment_sandbox_sign(a, &env, row[i].body), row[i].body,
            strlen(row[i].body), &outcome);
        if (!e)
            e = payment_late_done(p->db, row[i].id, NULL);
    }
    return e;
}

/* -- mail ------------------------------------------------------------------ */

static enum err
open_desk(struct payer *p, const struct actor *by, struct message_desk *desk)
{
    enum err e = p->rules ? rulebook_refresh(p->rules, p->db, by->now_us)
                          : rulebook_open(&p->rules, p->db, by->now_us);

    *desk = (struct message_desk){
        .rules = p->rules, .public_url = p->conf->public_url, .now_at = by->now_us
    };
    return e;
}

static enum err
send_receipts(struct payer *p, struct arena *a, const struct actor *by, bool *more)
{
    struct message_desk desk;
    struct payment_receipts *row;
    size_t n;
    enum err e = payment_receipts(p->db, a, TAKE, &row, &n);

    if (e || !n || (e = open_desk(p, by, &desk)))
        return e;
    for (size_t i = 0; i < n && !e; i++)
        e = send_receipt(p->db, a, by, &desk, row[i].id);
    *more |= n == TAKE;
    return e;
}

/* What is collected by itself, where anything is. */
static enum err
collect(struct payer *p, struct arena *a, const struct actor *by)
{
    const struct payment_env env = env_of(p, by);
    struct message_desk desk;
    struct autopay_any any;
    enum err e = autopay_any(p->db, a, by->now_us, &any);

    if (e || !any.any_row || (e = open_desk(p, by, &desk)))
        return e;
    return autopay_round(p->db, a, by, &env, &desk);
}

/* -- telling --------------------------------------------------------------- */

static enum err
tell_staff(
    struct payer *p, struct arena *a, const struct payment_untold *u, const char *data)
{
    struct payment_staff_about *staff;
    size_t n;
    enum err e = payment_staff_about(p->db, a, u->customer_id, u->division_id,
        clock_real_us() - SESSION_IDLE_S * DATE_US_PER_S, &staff, &n);

    for (size_t i = 0; i < n && !e; i++)
        e = push_send(
            p->push, live_staff_channel(a, staff[i].user_id), "payment", data);
    return e;
}

static enum err
tell(struct payer *p, struct arena *a, const struct payment_untold *u)
{
    const char *data =
        arena_fmt(a, "{\"customer_id\":\"%" PRIu64 "\",\"id\":\"%" PRIu64 "\"}",
            u->customer_id, u->id);
    enum err e;

    if (p->push) {
        if ((e = push_send(p->push, live_customer_channel(a, u->customer_id, 0),
                 "payment", data)) ||
            (u->only_item &&
                (e = push_send(p->push,
                     live_customer_channel(a, u->customer_id, u->only_item), "payment",
                     data))) ||
            (e = tell_staff(p, a, u, data)))
            return e;
    }
    return payment_told(p->db, u->id, u->state, NULL);
}

static enum err
tell_all(struct payer *p, struct arena *a, bool *more)
{
    struct payment_untold *u;
    size_t n;
    enum err e = payment_untold(p->db, a, TAKE, &u, &n);

    for (size_t i = 0; i < n && !e; i++)
        e = tell(p, a, &u[i]);
    *more |= n == TAKE;
    return e;
}

enum err
payer_round(void *ctx, bool *more)
{
    struct payer *p = ctx;
    struct arena *a = arena_new();
    const struct actor by = ours(clock_now_us());
    enum err e, told;

    *more = false;
    (void)((e = report_late(p, a, &by)) || (e = expire(p, a, &by, more)) ||
           (e = ask_for_late(p, a, &by)));
    told = tell_all(p, a, more); /* pages do not wait for a receipt */
    if (!e)
        e = send_receipts(p, a, &by, more);
    if (!e)
        e = collect(p, a, &by);
    arena_free(a);
    return e ? e : told;
}
