#include "handler/collector/dispute_pages.h"

#include <string.h>

#include "base/text.h"
#include "db/stmt.h"
#include "domain/metric.h"
#include "handler/collector/inbox.h"
#include "handler/collector/reach.h"
#include "handler/common.h"
#include "store/q_dispute_view.h"

enum { CYCLE_DAYS = 365, AGES = 4 };
enum view { MINE, OPEN, PAST_TARGET, APPROVAL, CLOSED, ALL };

static const char *const VIEW[] = { "mine", "open", "past_target", "approval", "closed",
    "all", NULL };
static const char *const KIND[] = { "dispute", "deduction", NULL };
static const char *const WAITING[] = { "us", "customer", "approval", NULL };

const struct param DISPUTES_PARAMS[] = {
    { .name = "view", .kind = PARAM_ENUM, .names = VIEW, .summary = "open by default" },
    { .name = "customer_id", .kind = PARAM_ID },
    { .name = "owner_id", .kind = PARAM_ID },
    { .name = "kind", .kind = PARAM_ENUM, .names = KIND },
    { .name = "reason_code", .max = 32 },
    { .name = "division", .max = 32 },
    { .name = "waiting_on", .kind = PARAM_ENUM, .names = WAITING },
    { .name = "q",
        .summary = "part of the customer's name or number, or the document's" },
    { .name = NULL },
};

/* -- one row ------------------------------------------------------------------ */

static void
json_asked(struct json *j, const struct dispute_page *d)
{
    if (!d->asked_resolution) {
        json_nil(j, "asked");
        return;
    }
    json_open(j, "asked", '{');
    json_text(j, "resolution", d->asked_resolution);
    json_person(j, "by", d->asked_by, d->asked_name);
    json_instant(j, "at", d->asked_at);
    json_text(j, "note", d->asked_note);
    json_close(j, '}');
}

/* Its members, without the brackets. */
static void
json_dispute(struct json *j, const struct dispute_page *d, int32_t today)
{
    bool live = d->closed_at == INSTANT_NONE;
    bool past = live && d->target_on != DAY_NONE && d->target_on < today;

    json_id(j, "id", d->id);
    json_text(j, "kind", d->kind);
    json_open(j, "customer", '{');
    json_id(j, "id", d->customer_id);
    json_text(j, "number", d->customer_number);
    json_text(j, "name", d->customer_name);
    json_close(j, '}');
    json_id(j, "case_id", d->case_id);
    json_text(j, "division", d->division);
    json_id(j, "item_id", d->item_id);
    json_text(j, "item_number", d->item_number);
    json_amount(j, "item_open", d->item_open_minor, d->currency);
    json_amount(j, "amount", d->amount_minor, d->currency);
    json_text(j, "reason_code", d->reason_code);
    json_text(j, "detail", d->detail);
    json_person(j, "owner", d->owner_id, d->owner_name);
    json_text(j, "by", d->by_name);
    json_day(j, "opened_on", d->opened_on);
    json_i64(j, "age", live && today > d->opened_on ? today - d->opened_on : 0);
    json_day_or_null(j, "target_on", d->target_on);
    json_i64(j, "days_past", past ? today - d->target_on : 0);
    json_text(j, "state",
        !live                 ? "closed"
        : d->asked_resolution ? "waits_for_approval"
                              : "open");
    json_text(j, "waiting_on", d->asked_resolution ? "approval" : d->waiting_on);
    json_text(j, "resolution", d->resolution);
    json_instant_or_null(j, "closed_at", d->closed_at);
    json_instant_or_null(j, "escalated_at", d->escalated_at);
    json_asked(j, d);
    json_u64(j, "version", d->version);
}

static const char *
name_or_null(const struct rq *rq, const char *param, const char *const *names)
{
    size_t k = rq_enum(rq, param, SIZE_MAX);

    return k == SIZE_MAX ? NULL : names[k];
}

/* GET disputes -> 200 the oldest first; closed ones: the last closed first */
enum err
dispute_rows_list(struct rq *rq)
{
    struct rq_cursor after = { .key = INT64_MIN }, last;
    struct dispute_page_in in = { .view = (uint32_t)rq_enum(rq, "view", OPEN),
        .scope = rq->who.scope,
        .user_id = rq->who.user_id,
        .customer_id = rq_id(rq, "customer_id"),
        .owner_id = rq_id(rq, "owner_id"),
        .kind = name_or_null(rq, "kind", KIND),
        .reason_code = rq_text(rq, "reason_code"),
        .division = rq_text(rq, "division"),
        .waiting_on = name_or_null(rq, "waiting_on", WAITING),
        .q = like_pattern(rq->arena, rq_text(rq, "q")),
        .take = (uint32_t)rq->limit + 1 };
    struct dispute_page *row;
    bool first, more;
    char tag[32];
    size_t n;
    enum err e;

    text_copy(tag, sizeof tag, arena_fmt(rq->arena, "disputes:%u", in.view));
    if ((e = rq_cursor(rq, tag, &after, &first)) || (e = reach_listed(rq)) ||
        (e = company_today(rq, &in.today)))
        return e;
    in.after_ord = after.key;
    in.after_id = after.id;
    if ((e = dispute_page(rq->db, rq->arena, &in, &row, &n)))
        return e;
    if ((more = n > rq->limit)) {
        n = rq->limit;
        last = (struct rq_cursor){ .key = row[n - 1].ord, .id = row[n - 1].id };
    }
    rq_list_open(rq);
    for (size_t i = 0; i < n; i++) {
        json_open(&rq->json, NULL, '{');
        json_dispute(&rq->json, &row[i], in.today);
        json_close(&rq->json, '}');
    }
    rq_list_close(rq, tag, more ? &last : NULL);
    return OK;
}

/* -- figures ------------------------------------------------------------------ */

static bool
in_view(const struct dispute_sums *s, enum view v)
{
    switch (v) {
    case MINE:
        return s->mine;
    case PAST_TARGET:
        return s->past;
    case APPROVAL:
        return s->asked;
    default:
        return true;
    }
}

static void
json_views(struct json *j, const struct dispute_sums *s, size_t n)
{
    json_open(j, "views", '{');
    for (enum view v = MINE; v <= APPROVAL; v++) {
        int64_t count = 0;

        for (size_t i = 0; i < n; i++)
            count += in_view(&s[i], v) ? s[i].disputes_n : 0;
        json_i64(j, VIEW[v], count);
    }
    json_close(j, '}');
}

static void
json_waiting(struct json *j, const struct dispute_sums *s, size_t n)
{
    json_open(j, "waiting_on", '{');
    for (size_t k = 0; WAITING[k]; k++) {
        int64_t count = 0;

        for (size_t i = 0; i < n; i++)
            count += text_eq(s[i].asked ? "approval" : s[i].waiting_on, WAITING[k])
                         ? s[i].disputes_n
                         : 0;
        json_i64(j, WAITING[k], count);
    }
    json_close(j, '}');
}

/* A currency's open disputes, and how many of them are how old. */
static void
json_sums(struct json *j, const struct dispute_sums *s, size_t n)
{
    json_open(j, "sums", '[');
    for (size_t i = 0; i < n; i++) {
        int64_t minor = 0, count[AGES] = { 0 };

        if (i && text_eq(s[i].currency, s[i - 1].currency))
            continue;
        for (size_t k = i; k < n && text_eq(s[k].currency, s[i].currency); k++) {
            minor += s[k].amount_minor;
            count[s[k].age] += s[k].disputes_n;
        }
        json_open(j, NULL, '{');
        json_text(j, "currency", s[i].currency);
        json_money(j, "amount", minor, s[i].currency);
        json_i64(j, "week", count[0]);
        json_i64(j, "fortnight", count[1]);
        json_i64(j, "month", count[2]);
        json_i64(j, "longer", count[3]);
        json_close(j, '}');
    }
    json_close(j, ']');
}

static void
json_percentile(struct json *j, const char *key, const struct metric_count *c, size_t n,
    int percent)
{
    int64_t milli;

    if (metric_percentile(c, n, percent, &milli))
        json_nil(j, key);
    else
        json_milli(j, key, milli);
}

/* How long disputes took that were closed in the last year. */
static enum err
json_cycle(struct rq *rq, struct json *j, int32_t today)
{
    struct metric_count *count;
    struct dispute_cycle *c;
    int64_t closed = 0;
    size_t n;
    enum err e = dispute_cycle(
        rq->db, rq->arena, rq->who.scope, date_instant(today - CYCLE_DAYS), &c, &n);

    if (e)
        return e;
    count = arena_new_n(rq->arena, n + 1, struct metric_count);
    for (size_t i = 0; i < n; i++) {
        count[i] = (struct metric_count){ c[i].days, c[i].disputes_n };
        closed += c[i].disputes_n;
    }
    json_open(j, "cycle", '{');
    json_day(j, "since", today - CYCLE_DAYS);
    json_i64(j, "closed", closed);
    json_percentile(j, "median_days", count, n, 50);
    json_percentile(j, "p90_days", count, n, 90);
    json_close(j, '}');
    return OK;
}

/* GET disputes/summary -> 200 */
enum err
disputes_summary(struct rq *rq)
{
    struct dispute_sums *s;
    struct json *j;
    int32_t today;
    size_t n;
    enum err e;

    if ((e = company_today(rq, &today)) ||
        (e = dispute_sums(
             rq->db, rq->arena, rq->who.scope, today, rq->who.user_id, &s, &n)))
        return e;
    j = rq_reply(rq, 200);
    json_open(j, NULL, '{');
    json_day(j, "as_of", today);
    json_views(j, s, n);
    json_waiting(j, s, n);
    json_sums(j, s, n);
    if ((e = json_cycle(rq, j, today)))
        return e;
    json_close(j, '}');
    return OK;
}

/* -- its own page --------------------------------------------------------------- */

static enum err
json_lines(struct rq *rq, struct json *j, const struct dispute_page *d)
{
    struct dispute_lines_of *l;
    size_t n;
    enum err e = dispute_lines_of(rq->db, rq->arena, d->id, &l, &n);

    if (e)
        return e;
    json_open(j, "lines", '[');
    for (size_t i = 0; i < n; i++) {
        int64_t tax = l[i].tax_minor == I64_NONE ? 0 : l[i].tax_minor;

        json_open(j, NULL, '{');
        json_u64(j, "line_no", l[i].line_no);
        json_text(j, "description", l[i].description);
        json_amount(j, "amount", l[i].amount_minor + tax, d->currency);
        json_amount(j, "disputed", l[i].disputed_minor, d->currency);
        json_close(j, '}');
    }
    json_close(j, ']');
    return OK;
}

static enum err
json_events(struct rq *rq, struct json *j, uint64_t id)
{
    struct dispute_events_of *v;
    size_t n;
    enum err e = dispute_events_of(rq->db, rq->arena, id, &v, &n);

    if (e)
        return e;
    json_open(j, "events", '[');
    for (size_t i = 0; i < n; i++) {
        json_open(j, NULL, '{');
        json_id(j, "id", v[i].id);
        json_text(j, "kind", v[i].kind);
        json_instant(j, "at", v[i].at);
        json_open(j, "actor", '{');
        json_text(j, "kind", v[i].actor_kind);
        json_text(j, "id", v[i].actor_id);
        json_text(j, "name", v[i].actor_name);
        json_close(j, '}');
        if (v[i].detail)
            json_raw(j, "detail", v[i].detail, strlen(v[i].detail));
        else
            json_nil(j, "detail");
        json_close(j, '}');
    }
    json_close(j, ']');
    return OK;
}

static enum err
json_words_about(struct rq *rq, struct json *j, uint64_t id)
{
    struct dispute_messages_of *m;
    struct dispute_notes_of *note;
    struct inbox_files *f;
    size_t m_n, note_n, f_n;
    enum err e;

    if ((e = dispute_notes_of(rq->db, rq->arena, id, &note, &note_n)) ||
        (e = dispute_messages_of(rq->db, rq->arena, id, &m, &m_n)) ||
        (e = inbox_files_of_dispute(rq->db, rq->arena, id, &f, &f_n)))
        return e;
    json_open(j, "notes", '[');
    for (size_t i = 0; i < note_n; i++) {
        json_open(j, NULL, '{');
        json_id(j, "id", note[i].id);
        json_text(j, "body", note[i].body);
        json_instant(j, "at", note[i].created_at);
        json_person(j, "by", note[i].user_id, note[i].user_name);
        json_close(j, '}');
    }
    json_close(j, ']');
    json_open(j, "messages", '[');
    for (size_t i = 0; i < m_n; i++) {
        json_open(j, NULL, '{');
        json_id(j, "id", m[i].id);
        json_text(j, "author_kind", m[i].author_kind);
        json_text(j, "author_name", m[i].author_name);
        json_text(j, "body", m[i].body);
        json_instant(j, "at", m[i].created_at);
        json_posted_files(j, m[i].id, f, f_n);
        json_close(j, '}');
    }
    json_close(j, ']');
    return OK;
}

/* GET disputes/{id} -> 200 | 404 */
enum err
disputes_get(struct rq *rq)
{
    struct dispute_page_in in = { .view = ALL,
        .scope = rq->who.scope,
        .user_id = rq->who.user_id,
        .id = rq_part_id(rq, "id"),
        .after_ord = INT64_MIN,
        .take = 1 };
    struct dispute_page *d;
    struct json *j;
    size_t n;
    enum err e;

    if ((e = company_today(rq, &in.today)) ||
        (e = dispute_page(rq->db, rq->arena, &in, &d, &n)))
        return e;
    if (!n)
        return ERR_NOT_FOUND;
    rq_viewed(rq, "customer", d->customer_id, d->customer_id);
    rq_etag(rq, d->version);
    j = rq_reply(rq, 200);
    json_open(j, NULL, '{');
    json_dispute(j, d, in.today);
    if ((e = json_lines(rq, j, d)) || (e = json_events(rq, j, d->id)) ||
        (e = json_words_about(rq, j, d->id)))
        return e;
    json_close(j, '}');
    return OK;
}

/* GET items/{id}/lines -> 200 with what of each is disputed | 404 */
enum err
item_lines_list(struct rq *rq)
{
    struct customer_item_visible i;
    struct item_lines_of *l;
    struct json *j;
    size_t n;
    enum err e;

    if ((e = reach_item(rq, rq_part_id(rq, "id"), &i)) ||
        (e = item_lines_of(rq->db, rq->arena, i.id, &l, &n)))
        return e;
    j = rq_list_open(rq);
    for (size_t k = 0; k < n; k++) {
        int64_t tax = l[k].tax_minor == I64_NONE ? 0 : l[k].tax_minor;

        json_open(j, NULL, '{');
        json_u64(j, "line_no", l[k].line_no);
        json_text(j, "description", l[k].description);
        json_amount(j, "amount", l[k].amount_minor + tax, i.currency);
        json_amount(j, "disputed", l[k].disputed_minor, i.currency);
        json_close(j, '}');
    }
    rq_list_close(rq, "lines", NULL);
    return OK;
}
