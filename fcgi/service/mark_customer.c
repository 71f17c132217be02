#include "service/mark_customer.h"

#include <string.h>

#include "base/json.h"
#include "base/text.h"
#include "db/tx.h"
#include "store/activity.h"
#include "store/audit.h"
#include "store/case.h"
#include "store/q_customer.h"

struct work {
    struct arena *arena;
    const struct actor *by;
    const struct customer_status_in *in;
};

static enum err
keep_history(
    struct db *db, const struct customer_for_upsert *v, int64_t now, int64_t *from)
{
    struct customer_history_insert h = { .customer_id = v->id,
        .known_from = v->known_from,
        .known_to = now,
        .name = v->name,
        .parent_id = v->parent_id,
        .status = v->status,
        .kind = v->kind,
        .language = v->language,
        .time_zone = v->time_zone,
        .country = v->country,
        .region = v->region,
        .terms_days = v->terms_days,
        .payment_method = v->payment_method,
        .credit_limit_minor = v->credit_limit_minor };

    memcpy(h.credit_currency, v->credit_currency, sizeof h.credit_currency);
    *from = now > v->known_from ? now : v->known_from;
    return now > v->known_from ? customer_history_insert(db, &h, 1, NULL) : OK;
}

static const char *
as_json(struct arena *a, const char *status, const char *kind, const char *reason)
{
    struct buf b;
    struct json j = { .out = &b };

    buf_init(&b, a);
    json_open(&j, NULL, '{');
    json_text(&j, "status", status);
    json_text(&j, "kind", kind);
    if (reason)
        json_text(&j, "reason", reason);
    json_close(&j, '}');
    return b.text;
}

static const char *
words(const char *code)
{
    return text_eq(code, "on_hold")       ? "on hold"
           : text_eq(code, "legal")       ? "in legal collection"
           : text_eq(code, "public_body") ? "public body"
                                          : code;
}

static enum err
tell(struct db *db, const struct work *w, const struct customer_for_upsert *was,
    const char *status, const char *kind)
{
    const struct customer_status_in *in = w->in;
    const struct activity seen = { .customer_id = in->customer_id,
        .kind = "customer",
        .by = w->by,
        .ref_kind = "customer",
        .ref_id = in->customer_id,
        .title = arena_fmt(
            w->arena, "Status: %s, %s. %s", words(status), words(kind), in->reason) };
    const struct audit done = { .by = w->by,
        .action = in->status ? "customer.status" : "customer.status_back",
        .object_kind = "customer",
        .object_id = in->customer_id,
        .customer_id = in->customer_id,
        .before = as_json(w->arena, was->status, was->kind, NULL),
        .after = as_json(w->arena, status, kind, in->reason) };
    enum err e = activity_add(db, &seen);

    if (e || (e = audit_add(db, &done)))
        return e;
    return case_touch_customer(db, in->customer_id, "status");
}

static enum err
work(struct db *db, void *arg)
{
    const struct work *w = arg;
    const struct customer_status_in *in = w->in;
    struct customer_for_upsert *v;
    struct customer_set_status_in row;
    size_t n;
    enum err e;

    if ((e = case_lock_customer(db, w->arena, in->customer_id)) ||
        (e = customer_for_upsert(
             db, w->arena, case_ids_json(w->arena, &in->customer_id, 1), &v, &n)))
        return e;
    if (!n || (!in->status && !v->source_status))
        return ERR_NOT_FOUND;
    if (in->version != U32_NONE && in->version != v->version)
        return ERR_CONFLICT;
    row = (struct customer_set_status_in){ .id = v->id,
        .status = in->status ? in->status : v->source_status,
        .kind = in->status ? in->kind : v->source_kind,
        .source_status = !in->status        ? NULL
                         : v->source_status ? v->source_status
                                            : v->status,
        .source_kind = !in->status      ? NULL
                       : v->source_kind ? v->source_kind
                                        : v->kind,
        .recorded_at = w->by->now_us };
    if ((e = keep_history(db, v, w->by->now_us, &row.known_from)) ||
        (e = customer_set_status(db, &row, NULL)))
        return e;
    return tell(db, w, v, row.status, row.kind);
}

enum err
mark_customer(struct db *db, struct arena *a, const struct actor *by,
    const struct customer_status_in *in)
{
    struct work w = { .arena = a, .by = by, .in = in };

    return db_retry(db, work, &w);
}
