#include "service/plan_autopay.h"

#include <inttypes.h>

#include "base/date.h"
#include "base/format.h"
#include "base/log.h"
#include "base/text.h"
#include "base/zone.h"
#include "db/lock.h"
#include "db/tx.h"
#include "service/case_stream.h"
#include "store/audit.h"
#include "store/case.h"
#include "store/q_payment_autopay.h"
#include "store/setting.h"

/* Three days: a bank debit wants two at least to be told before, and a weekend may lie
 * between. */
enum { NOTICE_DAYS = 3, RETRY_DAYS = 0, TITLE__SIZE = 300 };

/* What is new in an account is seen within the hour. */
static const int64_t LOOK_AGAIN_US = INT64_C(3600) * 1000000;

struct work {
    struct arena *arena;
    const struct actor *by;
    const struct message_desk *desk;
    uint64_t case_id;
    const struct autopay_live *p;
    struct autopay_times times;
    struct case_facts facts;
    struct autopay_part *parts;
    size_t parts_n;
};

enum err
autopay_times_read(struct db *db, struct arena *a, struct autopay_times *out)
{
    enum err e =
        setting_read_i64(db, a, "autopay_notice_days", NOTICE_DAYS, &out->notice_days);

    return e ? e
             : setting_read_i64(
                   db, a, "autopay_retry_days", RETRY_DAYS, &out->retry_days);
}

enum err
autopay_task(struct db *db, struct arena *a, const struct actor *by, uint64_t case_id,
    uint64_t customer_id, int32_t today, const char *key, const char *title)
{
    char *line = arena_alloc(a, TITLE__SIZE);
    struct charge_task_in row = { .case_id = case_id,
        .customer_id = customer_id,
        .title = line,
        .due_on = today,
        .dedup_key = key,
        .created_at = by->now_us };
    enum err e;

    (void)text_copy(line, TITLE__SIZE, title);
    if ((e = db_id(db, &row.id)) || (e = charge_task(db, &row, NULL)))
        return e;
    return case_touch(db, case_id, "follow_up");
}

enum err
autopay_language(
    struct db *db, struct arena *a, uint64_t case_id, const char **language)
{
    struct autopay_reader r;
    enum err e = autopay_reader(db, a, case_id, &r);

    *language = e ? "en" : r.language;
    return e;
}

enum err
autopay_mail(struct db *db, struct arena *a, const struct actor *by,
    const struct message_desk *desk, uint64_t case_id, const char *template,
    const char *subject, const char *body, uint64_t *outbox_id, const char **why)
{
    const struct message_draft draft = { .case_id = case_id,
        .template = template,
        .subject = subject,
        .body = body,
        .to_role = "billing",
        .confirmed = "says what is collected by itself",
        .beside = true };
    struct message_look *m = arena_new_of(a, struct message_look);
    enum err e = send_message_in(db, a, by, desk, &draft, m, outbox_id);

    *why = NULL;
    if (e != ERR_CONFLICT && e != ERR_INVALID)
        return e;
    *outbox_id = 0;
    *why = e == ERR_INVALID ? m->why : m->plan.held_n ? m->plan.held[0].detail : NULL;
    log_info("autopay_mail_held", kv("case", case_id), kv("why", *why ? *why : ""));
    return OK;
}

/* -- what is new ------------------------------------------------------------- */

static bool
is_seen(const struct autopay_seen *seen, size_t n, uint64_t item_id)
{
    for (size_t k = 0; k < n; k++)
        if (seen[k].item_id == item_id)
            return true;
    return false;
}

/* Less what is being paid already, the part that is charged first first. */
static enum err
leave_out_reserved(struct db *db, struct arena *a, struct autopay_expected *x)
{
    uint64_t *ids = arena_new_n(a, x->n + 1, uint64_t);
    struct charge_reserved *r;
    size_t n, kept = 0;
    enum err e;

    for (size_t k = 0; k < x->n; k++)
        ids[k] = x->parts[k].item_id;
    if ((e = charge_reserved(db, a, case_ids_json(a, ids, x->n), &r, &n)))
        return e;
    for (size_t k = 0; k < x->n; k++) {
        struct autopay_part *p = &x->parts[k];

        for (size_t m = 0; m < n; m++)
            if (r[m].id == p->item_id) {
                const int64_t free = r[m].open_minor - r[m].reserved_minor;

                p->minor = free < p->minor ? free : p->minor;
                r[m].open_minor -= p->minor > 0 ? p->minor : 0;
            }
        if (p->minor > 0)
            x->parts[kept++] = *p;
    }
    x->n = kept;
    return OK;
}

static enum err
expect(struct db *db, struct arena *a, uint64_t autopay_id, struct snapshot *s,
    const struct autopay_rules *rules, bool all, struct autopay_expected *out)
{
    struct autopay_seen *seen;
    size_t n, kept = 0;
    enum err e = autopay_seen(db, a, autopay_id, &seen, &n);

    if (e)
        return e;
    autopay_uncover(s, a);
    out->held = s->status != CUSTOMER_ACTIVE;
    out->parts = arena_new_n(a, s->instalments_n + 1, struct autopay_part);
    out->n =
        all ? autopay_all(s, rules, out->parts) : autopay_parts(s, rules, out->parts);
    for (size_t k = 0; k < out->n; k++)
        if (!is_seen(seen, n, out->parts[k].item_id))
            out->parts[kept++] = out->parts[k];
    out->n = kept;
    return kept ? leave_out_reserved(db, a, out) : OK;
}

enum err
autopay_expect(struct db *db, struct arena *a, uint64_t case_id, uint64_t autopay_id,
    const struct autopay_rules *rules, int64_t now_at, struct autopay_expected *out)
{
    struct case_facts facts;
    enum err e = case_read(db, a, case_id, now_at, DAY_NONE, &facts);

    return e ? e : expect(db, a, autopay_id, &facts.snapshot, rules, true, out);
}

static enum err
find_parts(struct db *db, struct work *w)
{
    const struct autopay_rules rules = { .days_before = (int32_t)w->p->days_before,
        .notice_days = (int32_t)w->times.notice_days };
    struct autopay_expected x;
    enum err e;

    if ((e = case_read(
             db, w->arena, w->case_id, w->desk->now_at, DAY_NONE, &w->facts)) ||
        (e = expect(db, w->arena, w->p->id, &w->facts.snapshot, &rules, false, &x)))
        return e;
    w->parts = x.parts;
    w->parts_n = x.held ? 0 : x.n;
    return OK;
}

/* -- planning ---------------------------------------------------------------- */

static enum err
insert(struct db *db, const struct work *w, const struct autopay_part *part,
    uint64_t outbox_id, const char *why)
{
    struct charge_insert_in row = { .autopay_id = w->p->id,
        .case_id = w->case_id,
        .item_id = part->item_id,
        .method_id = w->p->method_id,
        .minor = part->minor,
        .due_to = part->due_to,
        .charge_on = part->charge_on,
        .attempt = 1,
        .outbox_id = outbox_id,
        .state = why ? "dropped" : "planned",
        .why = why,
        .blocked_at = why ? w->by->now_us : INSTANT_NONE,
        .created_at = w->by->now_us };
    enum err e = db_id(db, &row.id);

    if (e || (e = charge_insert(db, &row, NULL)))
        return e;
    return audit_add(
        db, &(struct audit){ .by = w->by,
                .action = why ? "payment_charge.drop" : "payment_charge.plan",
                .object_kind = "payment_charge",
                .object_id = row.id,
                .customer_id = w->p->customer_id,
                .after = AUDIT_TEXTS(w->arena, "document", part->number, "on",
                    audit_day(w->arena, part->charge_on), "why", why) });
}

/* Those above the limit are let go at once. */
static enum err
drop_large(struct db *db, struct work *w)
{
    size_t kept = 0;
    enum err e = OK;

    for (size_t k = 0; k < w->parts_n && !e; k++) {
        if (w->p->ceiling_minor == I64_NONE || w->parts[k].minor <= w->p->ceiling_minor)
            w->parts[kept++] = w->parts[k];
        else
            e = insert(db, w, &w->parts[k], 0, "limit");
    }
    w->parts_n = kept;
    return e;
}

/* Figures alone: the words are the template's. */
static enum err
say(struct db *db, const struct work *w, const char **out)
{
    const char *language;
    struct buf b;
    enum err e = autopay_language(db, w->arena, w->case_id, &language);

    if (e)
        return e;
    buf_init(&b, w->arena);
    buf_fmt(
        &b, "%s\n%s", w->p->label, fmt_day(w->arena, w->parts[0].charge_on, language));
    for (size_t k = 0; k < w->parts_n; k++)
        buf_fmt(&b, "\n%s: %s", w->parts[k].number,
            fmt_money(w->arena, w->parts[k].minor, w->p->currency, language));
    *out = b.text;
    return OK;
}

static enum err
announce(struct db *db, struct work *w)
{
    const char *body, *why;
    uint64_t outbox_id = 0;
    enum err e;

    if ((e = say(db, w, &body)) ||
        (e = autopay_mail(db, w->arena, w->by, w->desk, w->case_id, "payment_ahead",
             w->parts[0].number, body, &outbox_id, &why)))
        return e;
    for (size_t k = 0; k < w->parts_n && !e; k++)
        e = insert(db, w, &w->parts[k], outbox_id, outbox_id ? NULL : "not_told");
    if (e || outbox_id)
        return e;
    return autopay_task(db, w->arena, w->by, w->case_id, w->p->customer_id,
        w->facts.snapshot.today,
        arena_fmt(w->arena, "autopay_told:%" PRIu64 ":%" PRIu64, w->p->id,
            w->parts[0].item_id),
        arena_fmt(w->arena,
            "Autopay does not collect %s: nobody may be mailed before. Call",
            w->parts[0].number));
}

static enum err
plan(struct db *db, void *arg)
{
    struct work *w = arg;
    struct autopay_live *p;
    size_t n;
    enum err e;

    if ((e = case_lock(db, w->case_id)) ||
        (e = autopay_live(db, w->arena, w->case_id, &p, &n)) || !n)
        return e;
    w->p = p;
    w->parts_n = 0;
    if (p->look_at > w->by->now_us) /* somebody else has looked */
        return OK;
    if ((e = autopay_looked(db, p->id, w->by->now_us + LOOK_AGAIN_US, NULL)) ||
        (e = find_parts(db, w)) || !w->parts_n)
        return e;
    if ((e = drop_large(db, w)) || (w->parts_n && (e = announce(db, w))))
        return e;
    return case_touch(db, w->case_id, "autopay");
}

enum err
plan_autopay(struct db *db, struct arena *a, const struct actor *by,
    const struct message_desk *desk, uint64_t case_id)
{
    struct work w = { .arena = a, .by = by, .desk = desk, .case_id = case_id };
    enum err e = autopay_times_read(db, a, &w.times);

    return e ? e : db_retry(db, plan, &w);
}
