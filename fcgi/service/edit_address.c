#include "service/edit_address.h"

#include "base/json.h"
#include "base/text.h"
#include "db/lock.h"
#include "db/tx.h"
#include "store/activity.h"
#include "store/audit.h"
#include "store/case.h"
#include "store/q_address.h"

struct work {
    struct arena *arena;
    const struct actor *by;
    const struct address_edit *in;
    uint64_t customer_id, fresh_id, id;
};

static const char *
as_json(struct arena *a, const struct address_edit *v)
{
    struct buf b;
    struct json j = { .out = &b };

    buf_init(&b, a);
    json_open(&j, NULL, '{');
    json_text(&j, "line1", v->line1);
    json_text(&j, "line2", v->line2);
    json_text(&j, "postcode", v->postcode);
    json_text(&j, "city", v->city);
    json_text(&j, "region", v->region);
    json_text(&j, "country", v->country);
    json_close(&j, '}');
    return b.text;
}

static struct address_edit
standing(const struct address_of_customers *v)
{
    return (struct address_edit){ v->line1, v->line2, v->postcode, v->city, v->region,
        v->country };
}

static bool
same(const struct address_edit *a, const struct address_edit *b)
{
    return text_eq(a->line1, b->line1) && text_eq(a->line2, b->line2) &&
           text_eq(a->postcode, b->postcode) && text_eq(a->city, b->city) &&
           text_eq(a->region, b->region) && text_eq(a->country, b->country);
}

/* The one that letters go to: the oldest of them. */
static const struct address_of_customers *
billing(const struct address_of_customers *v, size_t n)
{
    const struct address_of_customers *first = NULL;

    for (size_t k = 0; k < n; k++)
        if (text_eq(v[k].kind, "billing") && (!first || v[k].id < first->id))
            first = &v[k];
    return first;
}

static enum err
replace(struct db *db, struct work *w, const struct address_of_customers *was)
{
    const struct address_close end = { .known_to = w->by->now_us,
        .id = was ? was->id : 0 };
    const struct address_insert row = { .id = w->fresh_id,
        .customer_id = w->customer_id,
        .kind = "billing",
        .line1 = w->in->line1,
        .line2 = w->in->line2,
        .postcode = w->in->postcode,
        .city = w->in->city,
        .region = w->in->region,
        .country = w->in->country,
        .known_from = w->by->now_us };
    enum err e = was ? address_close(db, &end, 1, NULL) : OK;

    return e ? e : address_insert(db, &row, 1, NULL);
}

static enum err
tell(struct db *db, const struct work *w, const struct address_edit *before)
{
    const char *now = as_json(w->arena, w->in);
    const struct activity seen = { .customer_id = w->customer_id,
        .kind = "contact",
        .by = w->by,
        .ref_kind = "customer",
        .ref_id = w->customer_id,
        .title = "The billing address changed",
        .detail = now };
    const struct audit done = { .by = w->by,
        .action = "address.change",
        .object_kind = "address",
        .object_id = w->id,
        .customer_id = w->customer_id,
        .before = before ? as_json(w->arena, before) : NULL,
        .after = now };
    enum err e = activity_add(db, &seen);

    if (e || (e = audit_add(db, &done)))
        return e;
    return case_touch_customer(db, w->customer_id, "address");
}

static enum err
edit(struct db *db, void *arg)
{
    struct work *w = arg;
    const struct address_of_customers *was;
    struct address_of_customers *v;
    struct address_edit before;
    size_t n;
    enum err e;

    if ((e = case_lock_customer(db, w->arena, w->customer_id)) ||
        (e = address_of_customers(
             db, w->arena, case_ids_json(w->arena, &w->customer_id, 1), &v, &n)))
        return e;
    was = billing(v, n);
    w->id = was ? was->id : w->fresh_id;
    if (was) {
        before = standing(was);
        if (same(&before, w->in))
            return OK;
        w->id = w->fresh_id;
    }
    if ((e = replace(db, w, was)))
        return e;
    return tell(db, w, was ? &before : NULL);
}

enum err
edit_address(struct db *db, struct arena *a, const struct actor *by,
    uint64_t customer_id, const struct address_edit *in, uint64_t *id)
{
    struct work w = { .arena = a, .by = by, .in = in, .customer_id = customer_id };
    enum err e;

    if ((e = db_id(db, &w.fresh_id)) || (e = db_retry(db, edit, &w)))
        return e;
    *id = w.id;
    return OK;
}
