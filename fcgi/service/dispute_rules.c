#include "service/dispute_rules.h"

#include "base/json.h"
#include "base/text.h"
#include "db/lock.h"
#include "db/tx.h"
#include "store/audit.h"
#include "store/q_dispute.h"
#include "store/q_dispute_view.h"

struct work {
    struct arena *arena;
    const struct actor *by;
    const struct dispute_reason *reason;
    const struct dispute_rule *rules;
    size_t n;
    struct faults *f;
};

/* -- reasons ------------------------------------------------------------------ */

static bool
is_code(const char *s)
{
    for (const char *p = s; *p; p++)
        if (!((*p >= 'a' && *p <= 'z') || (*p >= '0' && *p <= '9') || *p == '_'))
            return false;
    return *s != '\0';
}

static char *
reason_json(struct arena *a, const struct dispute_reason *r)
{
    struct buf b;
    struct json j = { .out = &b };

    buf_init(&b, a);
    json_open(&j, NULL, '{');
    json_text(&j, "kind", r->kind);
    json_text(&j, "en", r->name_en);
    json_text(&j, "de", r->name_de);
    json_text(&j, "fr", r->name_fr);
    json_i64(&j, "target_days", r->target_days);
    json_bool(&j, "active", r->active);
    json_close(&j, '}');
    return b.text;
}

static enum err
put_reason(struct db *db, void *arg)
{
    const struct work *w = arg;
    const struct dispute_reason *r = w->reason;
    const struct dispute_reason_put_in row = { .code = r->code,
        .kind = r->kind,
        .name_en = r->name_en,
        .name_de = r->name_de,
        .name_fr = r->name_fr,
        .target_days = (uint32_t)r->target_days,
        .sort = (uint32_t)r->sort,
        .active = r->active };
    const struct audit done = { .by = w->by,
        .action = "dispute_reason.put",
        .object_kind = "dispute_reason",
        .object_text = r->code,
        .after = reason_json(w->arena, r) };
    enum err e = dispute_reason_put(db, &row, NULL);

    return e ? e : audit_add(db, &done);
}

enum err
put_dispute_reason(struct db *db, struct arena *a, const struct actor *by,
    const struct dispute_reason *in, struct faults *f)
{
    struct work w = { .arena = a, .by = by, .reason = in };

    if (!is_code(in->code)) {
        faults_add(f, "", "a code has a to z, digits and _ alone");
        return ERR_INVALID;
    }
    return db_retry(db, put_reason, &w);
}

/* -- rules -------------------------------------------------------------------- */

static char *
rules_json(const struct work *w)
{
    struct buf b;
    struct json j = { .out = &b };

    buf_init(&b, w->arena);
    json_open(&j, NULL, '{');
    json_open(&j, "rules", '[');
    for (size_t k = 0; k < w->n; k++) {
        json_open(&j, NULL, '{');
        json_text(&j, "reason_code", w->rules[k].reason_code);
        json_text(&j, "division", w->rules[k].division);
        json_id(&j, "owner_id", w->rules[k].owner_id);
        json_close(&j, '}');
    }
    json_close(&j, ']');
    json_close(&j, '}');
    return b.text;
}

static enum err
add_rule(struct db *db, const struct work *w, size_t k)
{
    const struct dispute_rule *r = &w->rules[k];
    struct dispute_reason_find reason;
    uint64_t id, changed;
    enum err e;

    if (r->reason_code) {
        e = dispute_reason_find(db, w->arena, r->reason_code, &reason);
        if (e == ERR_NOT_FOUND)
            faults_add(w->f, arena_fmt(w->arena, "/rules/%zu/reason_code", k),
                "there is no such reason");
        if (e)
            return e == ERR_NOT_FOUND ? ERR_INVALID : e;
    }
    if ((e = db_id(db, &id)))
        return e;
    e = dispute_rule_add(db, id, r->reason_code, r->division, r->owner_id, &changed);
    if (e == ERR_CONFLICT || (!e && !changed)) {
        faults_add(w->f, arena_fmt(w->arena, "/rules/%zu", k),
            e ? "stands there twice" : "names a division or a user that is not there");
        return ERR_INVALID;
    }
    return e;
}

static enum err
put_rules(struct db *db, void *arg)
{
    const struct work *w = arg;
    const struct audit done = { .by = w->by,
        .action = "dispute_rules.put",
        .object_kind = "dispute_rules",
        .object_text = "all",
        .after = rules_json(w) };
    enum err e = dispute_rules_clear(db, NULL);

    for (size_t k = 0; !e && k < w->n; k++)
        e = add_rule(db, w, k);
    return e ? e : audit_add(db, &done);
}

enum err
put_dispute_rules(struct db *db, struct arena *a, const struct actor *by,
    const struct dispute_rule *rules, size_t n, struct faults *f)
{
    struct work w = { .arena = a, .by = by, .rules = rules, .n = n, .f = f };

    return db_retry(db, put_rules, &w);
}
