#include "service/set_autopay.h"

#include <inttypes.h>

#include "base/text.h"
#include "db/lock.h"
#include "db/tx.h"
#include "domain/amount_words.h"
#include "store/activity.h"
#include "store/audit.h"
#include "store/case.h"
#include "store/q_payment_autopay.h"
#include "store/q_payment_method.h"
#include "store/setting.h"

struct work {
    struct arena *arena;
    const struct actor *by;
    const struct autopay_in *in;
    struct faults *f;
};

static enum err
tell(struct db *db, const struct actor *by, uint64_t case_id, uint64_t customer_id,
    uint64_t id, const char *title)
{
    return activity_add(db, &(struct activity){ .customer_id = customer_id,
                                .case_id = case_id,
                                .kind = "payment_autopay",
                                .by = by,
                                .ref_kind = "payment_autopay",
                                .ref_id = id,
                                .title = title });
}

/* Closes what stands; its plans are dropped. */
static enum err
close_live(struct db *db, struct arena *a, const struct actor *by,
    const struct autopay_live *p, const char *why)
{
    enum err e;

    if ((e = autopay_close(db, p->id, by->now_us, NULL)) ||
        (e = charge_drop_planned(db, p->case_id, why, by->now_us, NULL)))
        return e;
    return audit_add(db, &(struct audit){ .by = by,
                             .action = "payment_autopay.stop",
                             .object_kind = "payment_autopay",
                             .object_id = p->id,
                             .customer_id = p->customer_id,
                             .after = AUDIT_TEXTS(a, "why", why) });
}

enum err
end_autopay_of(struct db *db, struct arena *a, const struct actor *by, uint64_t case_id,
    uint64_t method_id, const char *why)
{
    struct autopay_live *p;
    size_t n;
    enum err e = autopay_live(db, a, case_id, &p, &n);

    if (e || !n || p->method_id != method_id)
        return e;
    if ((e = close_live(db, a, by, p, why)) ||
        (e = tell(db, by, case_id, p->customer_id, p->id,
             "Autopay is off: what it paid with is not there any more")))
        return e;
    return case_touch(db, case_id, "autopay");
}

static enum err
start(struct db *db, const struct work *w, const char *label, const char *currency)
{
    const struct autopay_in *in = w->in;
    const bool limited = in->ceiling_minor != I64_NONE;
    struct autopay_insert_in row = { .case_id = in->case_id,
        .customer_id = in->customer_id,
        .method_id = in->method_id,
        .days_before = (uint32_t)in->days_before,
        .ceiling_minor = in->ceiling_minor,
        .actor_kind = actor_kind_name(w->by->kind),
        .actor_id = w->by->id,
        .now_at = w->by->now_us };
    enum err e;

    if ((e = db_id(db, &row.id)) || (e = autopay_insert(db, &row, NULL)) ||
        (e = audit_add(
             db, &(struct audit){ .by = w->by,
                     .action = "payment_autopay.set",
                     .object_kind = "payment_autopay",
                     .object_id = row.id,
                     .customer_id = in->customer_id,
                     .after = AUDIT_TEXTS(w->arena, "method", label, "days_before",
                         arena_fmt(w->arena, "%" PRId64, in->days_before), "ceiling",
                         limited ? amount_words(w->arena, in->ceiling_minor, currency)
                                 : NULL) })))
        return e;
    return tell(db, w->by, in->case_id, in->customer_id, row.id,
        arena_fmt(w->arena, "Autopay is on: %s", label));
}

enum err
autopay_offered(struct db *db, struct arena *a, uint64_t customer_id, bool *out)
{
    const char *who, *tag;
    struct autopay_tagged t;
    struct autopay_may may;
    enum err e = setting_read(db, a, "autopay_who", "everybody", &who);

    *out = false;
    if (e || (e = autopay_may(db, a, customer_id, &may)) || !may.active)
        return e;
    *out = text_eq(who, "everybody");
    if (!text_eq(who, "tagged"))
        return OK;
    if ((e = setting_read(db, a, "autopay_tag", "autopay", &tag)) ||
        (e = autopay_tagged(db, a, customer_id, tag, &t)))
        return e;
    *out = t.tagged;
    return OK;
}

static enum err
check_method(struct db *db, const struct work *w, struct payment_method_lock *m)
{
    bool offered;
    enum err e = autopay_offered(db, w->arena, w->in->customer_id, &offered);

    if (e)
        return e;
    if (!offered) {
        faults_add(w->f, "/account_id", "is not offered autopay: ask us");
        return faults_err(w->f);
    }
    e = payment_method_lock(db, w->arena, w->in->method_id, m);
    if (e && e != ERR_NOT_FOUND)
        return e;
    if (e || m->case_id != w->in->case_id || !text_eq(m->state, "active"))
        faults_add(w->f, "/method_id", "is not saved for this account");
    return faults_err(w->f);
}

static enum err
set(struct db *db, void *arg)
{
    struct work *w = arg;
    const struct autopay_in *in = w->in;
    const char *off = in->reason ? in->reason : "chosen";
    struct payment_method_lock m = { 0 };
    struct autopay_money about;
    struct autopay_live *p;
    size_t n;
    enum err e;

    faults_init(w->f, w->arena);
    if ((e = case_lock(db, in->case_id)) ||
        (e = autopay_money(db, w->arena, in->case_id, &about)) ||
        (in->method_id && (e = check_method(db, w, &m))) ||
        (e = autopay_live(db, w->arena, in->case_id, &p, &n)) ||
        (n &&
            (e = close_live(db, w->arena, w->by, p, in->method_id ? "replaced" : off))))
        return e;
    if (in->method_id)
        e = start(db, w, m.label, about.currency);
    else if (n)
        e = tell(db, w->by, in->case_id, in->customer_id, p->id, "Autopay is off");
    return e ? e : case_touch(db, in->case_id, "autopay");
}

enum err
set_autopay(struct db *db, struct arena *a, const struct actor *by,
    const struct autopay_in *in, struct faults *f)
{
    struct work w = { .arena = a, .by = by, .in = in, .f = f };

    return db_retry(db, set, &w);
}
