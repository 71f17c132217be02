#include "service/edit_contact.h"

#include <inttypes.h>
#include <string.h>

#include "base/json.h"
#include "base/text.h"
#include "db/lock.h"
#include "db/tx.h"
#include "store/activity.h"
#include "store/audit.h"
#include "store/case.h"
#include "store/q_contact.h"

/* The source of what staff add; its ids over there are ours. */
static const char OWN_SOURCE[] = "dunlin";

struct work {
    struct arena *arena;
    const struct actor *by;
    const struct contact_edit *in;
    uint64_t customer_id, id;
    uint32_t version;
};

static const char *
as_json(struct arena *a, const struct contact_edit *c)
{
    struct buf b;
    struct json j = { .out = &b };

    buf_init(&b, a);
    json_open(&j, NULL, '{');
    json_text(&j, "name", c->name);
    json_text(&j, "email", c->email);
    json_text(&j, "phone", c->phone);
    json_text(&j, "language", c->language);
    json_text(&j, "time_zone", c->time_zone);
    json_text(&j, "roles", c->roles);
    json_bool(&j, "consent", c->consent);
    json_bool(&j, "active", c->active);
    json_close(&j, '}');
    return b.text;
}

static enum err
tell(struct db *db, const struct work *w, const char *action, const char *title,
    const char *before)
{
    const struct activity seen = { .customer_id = w->customer_id,
        .kind = "contact",
        .by = w->by,
        .ref_kind = "contact",
        .ref_id = w->id,
        .title = title };
    const struct audit done = { .by = w->by,
        .action = action,
        .object_kind = "contact",
        .object_id = w->id,
        .customer_id = w->customer_id,
        .before = before,
        .after = as_json(w->arena, w->in) };
    enum err e = activity_add(db, &seen);

    if (e || (e = audit_add(db, &done)))
        return e;
    return case_touch_customer(db, w->customer_id, "contact");
}

static enum err
add(struct db *db, void *arg)
{
    struct work *w = arg;
    const struct contact_edit *in = w->in;
    const struct contact_insert row = { .id = w->id,
        .customer_id = w->customer_id,
        .source_system = OWN_SOURCE,
        .source_id = arena_fmt(w->arena, "%" PRIu64, w->id),
        .name = in->name,
        .email = in->email,
        .phone = in->phone,
        .language = in->language,
        .time_zone = in->time_zone,
        .roles = in->roles,
        .email_consent = in->consent,
        .active = true,
        .known_from = w->by->now_us,
        .recorded_at = w->by->now_us };
    enum err e;

    if ((e = case_lock_customer(db, w->arena, w->customer_id)) ||
        (e = contact_insert(db, &row, 1, NULL)))
        return e;
    return tell(db, w, "contact.add",
        arena_fmt(w->arena, "Contact %s was added", in->name), NULL);
}

enum err
add_contact(struct db *db, struct arena *a, const struct actor *by,
    uint64_t customer_id, const struct contact_edit *in, uint64_t *id)
{
    struct work w = { .arena = a, .by = by, .in = in, .customer_id = customer_id };
    enum err e;

    if ((e = db_id(db, &w.id)))
        return e;
    *id = w.id;
    return db_retry(db, add, &w);
}

/* -- change ---------------------------------------------------------------------- */

static bool
same_but_consent(const struct contact_of_customer *v, const struct contact_edit *in)
{
    return text_eq(v->name, in->name) && text_eq(v->email, in->email) &&
           text_eq(v->phone, in->phone) && text_eq(v->language, in->language) &&
           text_eq(v->time_zone, in->time_zone) && text_eq(v->roles, in->roles) &&
           v->active == in->active;
}

static enum err
keep_history(struct db *db, const struct contact_of_customer *v, int64_t now)
{
    const struct contact_history_insert row = { .contact_id = v->id,
        .known_from = v->known_from,
        .known_to = now,
        .name = v->name,
        .email = v->email,
        .phone = v->phone,
        .language = v->language,
        .time_zone = v->time_zone,
        .roles = v->roles,
        .email_consent = v->email_consent,
        .active = v->active };

    return now > v->known_from ? contact_history_insert(db, &row, 1, NULL) : OK;
}

static const char *
before_of(struct arena *a, const struct contact_of_customer *v)
{
    return as_json(a, &(struct contact_edit){ .name = v->name,
                          .email = v->email,
                          .phone = v->phone,
                          .language = v->language,
                          .time_zone = v->time_zone,
                          .roles = v->roles,
                          .consent = v->email_consent,
                          .active = v->active });
}

static const char *
title_of(struct arena *a, const struct contact_of_customer *v,
    const struct contact_edit *in, bool rest_is_same)
{
    if (!in->active)
        return arena_fmt(a, "Contact %s is no longer used", v->name);
    if (rest_is_same && v->email_consent != in->consent)
        return arena_fmt(a,
            in->consent ? "%s may be mailed again" : "%s asked not to be mailed",
            in->name);
    return arena_fmt(a, "Data of contact %s changed", in->name);
}

static bool
is_billed(const char *roles, const char *email, bool consent)
{
    return email && consent && strstr(roles, "billing");
}

/* Whether nobody would get invoices and reminders by mail who got them before. */
static bool
leaves_nobody(const struct contact_of_customer *all, size_t n, const struct work *w)
{
    const struct contact_edit *in = w->in;
    bool had = false;

    if (in->active && is_billed(in->roles, in->email, in->consent))
        return false;
    for (size_t i = 0; i < n; i++) {
        if (!is_billed(all[i].roles, all[i].email, all[i].email_consent))
            continue;
        if (all[i].id != w->id)
            return false;
        had = true;
    }
    return had;
}

/* The contact as it stands, behind the lock of its customer. */
static enum err
find(struct db *db, const struct work *w, struct contact_of_customer **out)
{
    struct contact_of_customer *all;
    size_t n;
    enum err e;

    *out = NULL;
    if ((e = case_lock_customer(db, w->arena, w->customer_id)) ||
        (e = contact_of_customer(db, w->arena, w->customer_id, 0, &all, &n)))
        return e;
    for (size_t i = 0; i < n; i++)
        if (all[i].id == w->id)
            *out = &all[i];
    if (!*out)
        return ERR_NOT_FOUND;
    if ((*out)->version != w->version)
        return ERR_CONFLICT;
    return w->in->keep_billed && leaves_nobody(all, n, w) ? ERR_DENIED : OK;
}

static enum err
change(struct db *db, void *arg)
{
    struct work *w = arg;
    const struct contact_edit *in = w->in;
    struct contact_of_customer *v;
    struct contact_by_staff_in row;
    uint64_t changed;
    bool same;
    enum err e;

    if ((e = find(db, w, &v)))
        return e;
    same = same_but_consent(v, in);
    if (same && v->email_consent == in->consent)
        return OK;
    row = (struct contact_by_staff_in){ .id = w->id,
        .name = in->name,
        .email = in->email,
        .phone = in->phone,
        .language = in->language,
        .time_zone = in->time_zone,
        .roles = in->roles,
        .email_consent = in->consent,
        .active = in->active,
        .by_hand = !same,
        .known_from = w->by->now_us > v->known_from ? w->by->now_us : v->known_from,
        .now_at = w->by->now_us,
        .version = v->version };
    if ((e = keep_history(db, v, w->by->now_us)) ||
        (e = contact_by_staff(db, &row, &changed)))
        return e;
    if (!changed)
        return ERR_CONFLICT;
    return tell(db, w, "contact.change", title_of(w->arena, v, in, same),
        before_of(w->arena, v));
}

enum err
change_contact(struct db *db, struct arena *a, const struct actor *by,
    uint64_t customer_id, uint64_t id, uint32_t version, const struct contact_edit *in)
{
    struct work w = { .arena = a,
        .by = by,
        .in = in,
        .customer_id = customer_id,
        .id = id,
        .version = version };

    return db_retry(db, change, &w);
}
