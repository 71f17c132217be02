#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "base/date.h"
#include "domain/exception.h"
#include "handler/collector/follow_ups.h"
#include "handler/collector/timeline.h"
#include "handler/collector/worklist.h"
#include "handler/collector/worklist_filter.h"
#include "handler/common.h"
#include "store/q_house.h"
#include "store/q_worklist_sum.h"
#include "store/setting.h"

/* "broken_promises" as a person reads it: "Broken promises". */
static char *
label(struct arena *a, const char *name)
{
    char *out = arena_str(a, name);

    for (char *p = out; *p; p++)
        if (*p == '_')
            *p = ' ';
    out[0] = (char)toupper((unsigned char)out[0]);
    return out;
}

static enum err
json_contributions(struct rq *rq, struct json *j, uint64_t case_id)
{
    struct worklist_contributions *c;
    size_t n;
    enum err e;

    if ((e = worklist_contributions(rq->db, rq->arena, case_id, &c, &n)))
        return e;
    json_open(j, "contributions", '[');
    for (size_t i = 0; i < n; i++) {
        json_open(j, NULL, '{');
        json_text(j, "name", c[i].name);
        json_text(j, "label", label(rq->arena, c[i].name));
        json_milli(j, "points", c[i].milli);
        json_close(j, '}');
    }
    json_close(j, ']');
    return OK;
}

enum err
json_case_work(struct rq *rq, struct json *j, const char *key, uint64_t customer_id,
    uint64_t case_id)
{
    enum err e;

    json_open(j, key, '{');
    if ((e = json_contributions(rq, j, case_id)) ||
        (e = json_follow_ups(rq, j, "follow_ups", customer_id, case_id)))
        return e;
    json_close(j, '}');
    return OK;
}

/* GET worklist/{case_id} -> 200 row + contributions, follow_ups, recent | 404 */
enum err
worklist_get(struct rq *rq)
{
    struct worklist_one w;
    struct json *j;
    enum err e;

    e = worklist_one(rq->db, rq->arena, rq_part_id(rq, "case_id"), rq->who.scope, &w);
    if (e)
        return e;
    rq_viewed(rq, "customer", w.customer_id, w.customer_id);
    j = rq_reply(rq, 200);
    json_open(j, NULL, '{');
    json_worklist_members(j, &w);
    if ((e = json_contributions(rq, j, w.case_id)) ||
        (e = json_follow_ups(rq, j, "follow_ups", w.customer_id, w.case_id)) ||
        (e = json_recent(rq, j, "recent", w.customer_id, w.case_id)))
        return e;
    json_close(j, '}');
    return OK;
}

/* -- the figures above ----------------------------------------------------- */

enum { CURRENCIES__MAX = 64 };

struct currency_sum {
    char currency[4];
    int64_t open, overdue;
};

struct figures {
    size_t view;                    /* the one looked at */
    uint64_t user_id;               /* who looks */
    uint64_t holds[WORKLIST_VIEWS]; /* rows each view would hold */
    uint64_t
        in_view[WORKLIST_VIEWS];     /* of those, rows that are in the view looked at */
    uint64_t causes[EXCEPTION__MAX]; /* of the view looked at, and so on */
    uint64_t undelivered;            /* cases whose mail has not arrived */
    int64_t overdue_base;
    struct currency_sum sum[CURRENCIES__MAX];
    size_t sum_n;
};

static struct currency_sum *
sum_of(struct figures *f, const char *currency)
{
    for (size_t i = 0; i < f->sum_n; i++)
        if (!memcmp(f->sum[i].currency, currency, sizeof f->sum->currency))
            return &f->sum[i];
    if (f->sum_n == CURRENCIES__MAX)
        return NULL;
    memcpy(f->sum[f->sum_n].currency, currency, sizeof f->sum->currency);
    return &f->sum[f->sum_n++];
}

/* worklist_row.marks: a bit for each view that holds the row, at the view's number, but
 * for the first two; then the causes. */
enum { MARKS_CAUSES = 8 };

static bool
holds(const struct worklist_figures *w, size_t view, uint64_t user_id)
{
    if (view == WORKLIST_ALL)
        return true;
    return view == WORKLIST_MINE ? w->assignee_id == user_id : w->marks >> view & 1;
}

static void
add_up(struct figures *f, const struct worklist_figures *w)
{
    bool seen = holds(w, f->view, f->user_id);
    struct currency_sum *s;

    for (size_t v = 0; v < WORKLIST_VIEWS; v++)
        if (holds(w, v, f->user_id)) {
            f->holds[v] += w->cases;
            f->in_view[v] += seen ? w->cases : 0;
        }
    if (!seen)
        return;
    f->overdue_base += w->overdue_base;
    for (unsigned x = 0; x < EXCEPTION__MAX; x++)
        f->causes[x] += w->marks >> (MARKS_CAUSES + x) & 1 ? w->cases : 0;
    if (w->marks >> MARKS_CAUSES & (exception_bit(EXCEPTION_MAIL_FAILED) |
                                       exception_bit(EXCEPTION_MAIL_UNCERTAIN)))
        f->undelivered += w->cases;
    if ((s = sum_of(f, w->currency))) {
        s->open += w->open_minor;
        s->overdue += w->overdue_minor;
    }
}

/* Of all in sight, or of one owner. */
static enum err
read_all(struct rq *rq, const struct worklist_filter *filter, struct figures *f)
{
    struct worklist_figures_all_stream s;
    enum err e =
        worklist_figures_all_open(&s, rq->db, filter->assignee_id, filter->scope);

    if (e)
        return e;
    while (worklist_figures_all_next(&s))
        add_up(f, &s.row);
    return worklist_figures_all_close(&s);
}

static enum err
read_filtered(struct rq *rq, const struct worklist_filter *filter, struct figures *f)
{
    struct worklist_figures_stream s;
    enum err e = worklist_figures_open(
        &s, rq->db, &(struct worklist_figures_in){ WORKLIST_FILTER(filter) });

    if (e)
        return e;
    while (worklist_figures_next(&s))
        add_up(f, &s.row);
    return worklist_figures_close(&s);
}

static enum err
read_figures(struct rq *rq, struct figures *f)
{
    struct worklist_filter filter;
    enum err e;

    if ((e = worklist_filter_read(rq, &filter)) ||
        (e = worklist_filter_owner(rq, &filter)))
        return e;
    f->view = filter.view;
    f->user_id = filter.user_id;
    return filter.others ? read_filtered(rq, &filter, f) : read_all(rq, &filter, f);
}

static int
by_currency(const void *a, const void *b)
{
    return strcmp(((const struct currency_sum *)a)->currency,
        ((const struct currency_sum *)b)->currency);
}

static void
json_figures(struct json *j, struct figures *f, const char *base)
{
    json_text(j, "base_currency", base);
    json_amount(j, "overdue", f->overdue_base, base);
    json_u64(j, "cases", f->in_view[0]);
    json_u64(j, "overdue_cases", f->in_view[WORKLIST_OVERDUE]);
    json_u64(j, "exceptions", f->in_view[WORKLIST_EXCEPTIONS]);
    json_u64(j, "broken_promises", f->in_view[WORKLIST_BROKEN]);
    json_u64(j, "undelivered_cases", f->undelivered);
    json_u64(j, "disputed_cases", f->in_view[WORKLIST_DISPUTED]);
    json_open(j, "views", '{');
    for (size_t v = 0; v < WORKLIST_VIEWS; v++)
        json_u64(j, WORKLIST_VIEW[v], f->holds[v]);
    json_close(j, '}');
    json_open(j, "causes", '[');
    for (unsigned x = 0; x < EXCEPTION__MAX; x++) {
        if (!f->causes[x])
            continue;
        json_open(j, NULL, '{');
        json_text(j, "cause", EXCEPTION_NAME[x]);
        json_u64(j, "cases", f->causes[x]);
        json_close(j, '}');
    }
    json_close(j, ']');
    qsort(f->sum, f->sum_n, sizeof *f->sum, by_currency);
    json_open(j, "by_currency", '[');
    for (size_t i = 0; i < f->sum_n; i++) {
        json_open(j, NULL, '{');
        json_text(j, "currency", f->sum[i].currency);
        json_money(j, "open", f->sum[i].open, f->sum[i].currency);
        json_money(j, "overdue", f->sum[i].overdue, f->sum[i].currency);
        json_close(j, '}');
    }
    json_close(j, ']');
}

static enum err
json_sums(struct rq *rq, struct json *j)
{
    struct figures *f = arena_new_of(rq->arena, struct figures);
    const char *base;
    enum err e;

    if ((e = company_currency(rq, &base)) || (e = read_figures(rq, f)))
        return e;
    json_figures(j, f, base);
    return OK;
}

static enum err
json_work_beside(struct rq *rq, struct json *j)
{
    struct worklist_due_follow_ups due;
    struct worklist_stuck_mail mail;
    int32_t today;
    enum err e;

    if ((e = company_today(rq, &today)) ||
        (e = worklist_due_follow_ups(rq->db, rq->arena, today, rq->who.scope, &due)) ||
        (e = worklist_stuck_mail(rq->db, rq->arena, rq->who.scope, &mail)))
        return e;
    json_u64(j, "due_follow_ups", due.n);
    json_u64(j, "failed_mail", mail.failed);
    json_u64(j, "uncertain_mail", mail.uncertain);
    return OK;
}

static enum err
json_last_run(struct rq *rq, struct json *j)
{
    struct house_last_run run;
    enum err e = house_last_run(rq->db, rq->arena, &run);

    if (e == ERR_NOT_FOUND) {
        json_nil(j, "run");
        return OK;
    }
    if (e)
        return e;
    json_open(j, "run", '{');
    json_id(j, "id", run.id);
    json_instant_or_null(j, "ended_at", run.ended_at);
    json_text(j, "state", run.state);
    json_u64(j, "cases", run.cases_n);
    json_u64(j, "messages", run.messages_n);
    json_u64(j, "tasks", run.tasks_n);
    json_u64(j, "failed", run.failed_n);
    json_close(j, '}');
    return OK;
}

static enum err
json_stale(struct rq *rq, struct json *j)
{
    struct worklist_stale_sources *s;
    int64_t hours;
    size_t n = 0;
    enum err e;

    if ((e = setting_read_i64(rq->db, rq->arena, "stale_after_hours", 0, &hours)))
        return e;
    if (hours &&
        (e = worklist_stale_sources(rq->db, rq->arena,
             rq->now_us - hours * 3600 * DATE_US_PER_S, rq->who.scope, &s, &n)))
        return e;
    json_open(j, "stale", '[');
    for (size_t i = 0; i < n; i++) {
        json_open(j, NULL, '{');
        json_text(j, "division", s[i].division);
        json_instant_or_null(j, "synced_at", s[i].synced_at);
        json_close(j, '}');
    }
    json_close(j, ']');
    return OK;
}

/* GET worklist/summary -> 200 */
enum err
worklist_summary(struct rq *rq)
{
    struct json *j = rq_reply(rq, 200);
    enum err e;

    json_open(j, NULL, '{');
    if ((e = json_sums(rq, j)) || (e = json_work_beside(rq, j)) ||
        (e = json_last_run(rq, j)) || (e = json_stale(rq, j)))
        return e;
    json_close(j, '}');
    return OK;
}
