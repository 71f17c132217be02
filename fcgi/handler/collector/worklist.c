#include "handler/collector/worklist.h"

#include <math.h>
#include <string.h>

#include "base/money.h"
#include "base/text.h"
#include "domain/exception.h"
#include "handler/collector/worklist_filter.h"
#include "handler/collector/worklist_owners.h"
#include "handler/common.h"

/* -- one row, by columns ---------------------------------------------------------- */

static void
json_causes(struct json *j, const char *key, uint32_t causes)
{
    json_open(j, key, '[');
    for (unsigned x = 0; x < EXCEPTION__MAX; x++)
        if (causes >> x & 1)
            json_text(j, NULL, EXCEPTION_NAME[x]);
    json_close(j, ']');
}

/* Every column writes itself, so that rows and columns are the same values. */
#define COLUMN(name, call)                                                          \
    static void name(struct json *j, const char *key, const struct worklist_one *w) \
    {                                                                               \
        call;                                                                       \
    }

COLUMN(w_case, json_id(j, key, w->case_id))
COLUMN(w_customer, json_id(j, key, w->customer_id))
COLUMN(w_number, json_text(j, key, w->customer_number))
COLUMN(w_name, json_text(j, key, w->customer_name))
COLUMN(w_currency, json_text(j, key, w->currency))
COLUMN(w_division, json_text(j, key, w->division))
COLUMN(w_score, json_milli(j, key, w->score_milli))
COLUMN(w_status, json_text(j, key, w->status))
COLUMN(w_reason, json_text(j, key, w->reason))
COLUMN(w_next_action, json_text(j, key, w->next_action))
COLUMN(w_next_on, json_day_or_null(j, key, w->next_on))
COLUMN(w_exception, json_bool(j, key, w->exception))
COLUMN(w_causes, json_causes(j, key, w->causes))
COLUMN(w_open, json_money(j, key, w->open_minor, w->currency))
COLUMN(w_overdue, json_money(j, key, w->overdue_minor, w->currency))
COLUMN(w_not_due, json_money(j, key, w->not_due_minor, w->currency))
COLUMN(w_b1, json_money(j, key, w->b1_minor, w->currency))
COLUMN(w_b2, json_money(j, key, w->b2_minor, w->currency))
COLUMN(w_b3, json_money(j, key, w->b3_minor, w->currency))
COLUMN(w_b4, json_money(j, key, w->b4_minor, w->currency))
COLUMN(w_unapplied, json_money(j, key, w->unapplied_minor, w->currency))
COLUMN(w_disputed, json_money(j, key, w->disputed_minor, w->currency))
COLUMN(w_promised, json_money(j, key, w->promised_minor, w->currency))
COLUMN(w_open_base, json_money(j, key, w->open_base, w->base_currency))
COLUMN(w_base, json_money(j, key, w->overdue_base, w->base_currency))
COLUMN(w_items, json_i64(j, key, w->items_n))
COLUMN(w_oldest, json_day_or_null(j, key, w->oldest_due_on))
COLUMN(w_days, json_i64(j, key, w->days_late))
COLUMN(w_broken, json_i64(j, key, w->broken_n))
COLUMN(w_tags, json_words(j, key, w->tags))
COLUMN(w_strategy, json_text(j, key, *w->strategy ? w->strategy : NULL))
COLUMN(w_contact, json_day_or_null(j, key, w->last_contact_on))
COLUMN(w_assignee_id, json_id_or_null(j, key, w->assignee_id))
COLUMN(w_assignee, json_text(j, key, w->assignee))
COLUMN(w_version, json_u64(j, key, w->version))

static const struct {
    const char *name;
    void (*write)(struct json *j, const char *key, const struct worklist_one *w);
} COLUMNS[] = { { "case_id", w_case }, { "customer_id", w_customer },
    { "number", w_number }, { "name", w_name }, { "currency", w_currency },
    { "division", w_division }, { "score", w_score }, { "status", w_status },
    { "reason", w_reason }, { "next_action", w_next_action }, { "next_on", w_next_on },
    { "exception", w_exception }, { "causes", w_causes }, { "open", w_open },
    { "overdue", w_overdue }, { "not_due", w_not_due }, { "b1", w_b1 }, { "b2", w_b2 },
    { "b3", w_b3 }, { "b4", w_b4 }, { "unapplied", w_unapplied },
    { "disputed", w_disputed }, { "promised", w_promised },
    { "open_base", w_open_base }, { "overdue_base", w_base }, { "items", w_items },
    { "oldest_due_on", w_oldest }, { "days_late", w_days }, { "broken", w_broken },
    { "tags", w_tags }, { "strategy", w_strategy }, { "last_contact_on", w_contact },
    { "assignee_id", w_assignee_id }, { "assignee", w_assignee },
    { "version", w_version } };

enum { COLUMNS_N = sizeof COLUMNS / sizeof *COLUMNS };

void
json_worklist_members(struct json *j, const struct worklist_one *w)
{
    for (size_t i = 0; i < COLUMNS_N; i++)
        COLUMNS[i].write(j, COLUMNS[i].name, w);
}

void
json_worklist_row(struct json *j, const char *key, const struct worklist_one *w)
{
    json_open(j, key, '{');
    json_worklist_members(j, w);
    json_close(j, '}');
}

/* -- lists ----------------------------------------------------------------- */

struct page {
    struct worklist_filter filter;
    enum worklist_sort sort;
    bool down;
    struct rq_cursor after;
    bool first;
    struct worklist_one *row;
    size_t n;
};

/* A walk by an index that many refused rows stand in gives up after so many: then it is
 * cheaper to test all in one go. Without such rows it never gives up. Of a limited user
 * each row's look into the portfolio counts, too. */
enum { LOOK_AT = 1500, LOOK_AT_LIMITED = 6000 };

/* The same filters into the parameters of any of the statements. */
#define WALK(statement, key)                                            \
    do {                                                                \
        const struct statement##_in in = { WORKLIST_FILTER(&p->filter), \
            .after_key = (key), .after_id = p->after.id,                \
            .take = (uint32_t)rq->limit + 1, .look = look };            \
        return statement(rq->db, rq->arena, &in, &p->row, &p->n);       \
    } while (0)

#define SCAN(order, statement, key)                                              \
    case order:                                                                  \
        if (p->down) {                                                           \
            const struct statement##_desc_in in = { WORKLIST_FILTER(&p->filter), \
                .after_key = (key), .after_id = p->after.id,                     \
                .take = (uint32_t)rq->limit + 1 };                               \
            return statement##_desc(rq->db, rq->arena, &in, &p->row, &p->n);     \
        } else {                                                                 \
            const struct statement##_asc_in in = { WORKLIST_FILTER(&p->filter),  \
                .after_key = (key), .after_id = p->after.id,                     \
                .take = (uint32_t)rq->limit + 1 };                               \
            return statement##_asc(rq->db, rq->arena, &in, &p->row, &p->n);      \
        }

static int32_t
key_of(const struct page *p)
{
    return p->after.key == I64_NONE ? I32_NONE : (int32_t)p->after.key;
}

/* The segments that ship have an index each; UINT32_MAX: this is none of them. */
static const char *const SEGMENT[] = { "key-account", "slow-payer", "high-risk",
    "new-customer", "public-body" };
enum { SEGMENTS = sizeof SEGMENT / sizeof *SEGMENT };

static size_t
segment_of(const char *tag)
{
    size_t k = 0;

    while (tag && k < SEGMENTS && !text_eq(tag, SEGMENT[k]))
        k++;
    return tag ? k : SEGMENTS;
}

static enum err
walk_segment(struct rq *rq, struct page *p, size_t segment, uint32_t look)
{
    int32_t key = key_of(p);

    switch (segment) {
    case 0:
        WALK(worklist_key_account, key);
    case 1:
        WALK(worklist_slow_payer, key);
    case 2:
        WALK(worklist_high_risk, key);
    case 3:
        WALK(worklist_new_customer, key);
    default:
        WALK(worklist_public_body, key);
    }
}

/* One owner's rows stand together in an index for each of these orders; a view that has
 * an index by score keeps that. */
static bool
walks_owner(const struct page *p)
{
    uint8_t view = p->filter.view;
    bool own_index =
        view != WORKLIST_ALL && view != WORKLIST_MINE && view != WORKLIST_OVERDUE;

    if (!p->filter.assignee_id)
        return false;
    if (p->sort == SORT_SCORE)
        return p->down && !own_index;
    return p->sort == SORT_OVERDUE || p->sort == SORT_DAYS;
}

static enum err
walk_owner(struct rq *rq, struct page *p, uint32_t look)
{
    switch (p->sort) {
    case SORT_OVERDUE:
        if (p->down)
            WALK(worklist_owner_overdue_desc, p->after.key);
        WALK(worklist_owner_overdue_asc, p->after.key);
    case SORT_DAYS:
        if (p->down)
            WALK(worklist_owner_days_desc, key_of(p));
        WALK(worklist_owner_days_asc, key_of(p));
    default:
        WALK(worklist_owner_score, key_of(p));
    }
}

/* Highest score first: most views have an index of their own for that. */
static enum err
walk_by_score(struct rq *rq, struct page *p, uint32_t look)
{
    size_t segment = segment_of(p->filter.tag);
    int32_t key = key_of(p);

    if (!p->down)
        WALK(worklist_by_score_asc, key);
    switch ((enum worklist_view)p->filter.view) {
    case WORKLIST_EXCEPTIONS:
        WALK(worklist_exceptions, key);
    case WORKLIST_BROKEN:
        WALK(worklist_broken, key);
    case WORKLIST_DISPUTED:
        WALK(worklist_disputed, key);
    case WORKLIST_HELD:
        WALK(worklist_held, key);
    case WORKLIST_PROMISED:
        WALK(worklist_promised, key);
    default:
        if (segment < SEGMENTS)
            return walk_segment(rq, p, segment, look);
        if (p->filter.division)
            WALK(worklist_division, key);
        WALK(worklist_by_score_desc, key);
    }
}

static enum err
walk(struct rq *rq, struct page *p, uint32_t look)
{
    if (walks_owner(p))
        return walk_owner(rq, p, look);
    switch (p->sort) {
    case SORT_SCORE:
        return walk_by_score(rq, p, look);
    case SORT_OVERDUE:
        if (p->down)
            WALK(worklist_by_overdue_desc, p->after.key);
        WALK(worklist_by_overdue_asc, p->after.key);
    case SORT_DAYS:
        if (p->down)
            WALK(worklist_by_days_desc, key_of(p));
        WALK(worklist_by_days_asc, key_of(p));
    default:
        if (p->down)
            WALK(worklist_by_name_desc, p->after.text);
        WALK(worklist_by_name_asc, p->after.text);
    }
}

static enum err
scan_by_word(struct rq *rq, struct page *p)
{
    switch (p->sort) {
        SCAN(SORT_NAME, worklist_scan_name, p->after.text)
        SCAN(SORT_STATUS, worklist_scan_status, p->after.text)
        SCAN(SORT_STRATEGY, worklist_scan_strategy, p->after.text)
        SCAN(SORT_ACTION, worklist_scan_action, p->after.text)
        SCAN(SORT_CURRENCY, worklist_scan_currency, p->after.text)
        SCAN(SORT_DIVISION, worklist_scan_division, p->after.text)
        SCAN(SORT_OWNER, worklist_scan_owner, p->after.text)
        SCAN(SORT_NUMBER, worklist_scan_number, p->after.text)
        SCAN(SORT_REASON, worklist_scan_reason, p->after.text)
        SCAN(SORT_TAGS, worklist_scan_tags, p->after.text)
    default:
        return ERR_BUG;
    }
}

static enum err
scan(struct rq *rq, struct page *p)
{
    switch (p->sort) {
        SCAN(SORT_SCORE, worklist_scan_score, p->after.key)
        SCAN(SORT_OVERDUE, worklist_scan_overdue, p->after.key)
        SCAN(SORT_DAYS, worklist_scan_days, p->after.key)
        SCAN(SORT_NEXT, worklist_scan_next, p->after.key)
        SCAN(SORT_CONTACT, worklist_scan_contact, p->after.key)
        SCAN(SORT_OLDEST, worklist_scan_oldest, p->after.key)
        SCAN(SORT_OPEN, worklist_scan_open, p->after.key)
        SCAN(SORT_ITEMS, worklist_scan_items, p->after.key)
        SCAN(SORT_BROKEN, worklist_scan_broken, p->after.key)
        SCAN(SORT_DISPUTED, worklist_scan_disputed, p->after.key)
        SCAN(SORT_PROMISED, worklist_scan_promised, p->after.key)
        SCAN(SORT_UNAPPLIED, worklist_scan_unapplied, p->after.key)
        SCAN(SORT_CAUSES, worklist_scan_causes, p->after.key)
    default:
        return scan_by_word(rq, p);
    }
}

/* Whether the index that is walked holds rows which view or filters refuse. */
static bool
is_narrow(const struct page *p)
{
    const struct worklist_filter *f = &p->filter;
    bool all = f->view == WORKLIST_ALL, by_score = p->sort == SORT_SCORE && p->down;
    bool of_view = all || (by_score && f->view != WORKLIST_OVERDUE);
    bool of_filter = by_score && all && (f->division || segment_of(f->tag) < SEGMENTS);

    if (walks_owner(p))
        return !(all || f->view == WORKLIST_MINE) || f->narrowed > f->by_owner;
    return !of_view || f->narrowed > of_filter;
}

static enum err
ask(struct rq *rq, struct page *p)
{
    bool narrow, done = false;
    enum err e;

    if (p->sort == SORT_OWNER && p->filter.view == WORKLIST_ALL &&
        !p->filter.narrowed &&
        ((e = worklist_by_owners(
              rq, &p->filter, p->down, &p->after, &done, &p->row, &p->n)) ||
            done))
        return e;
    if (p->sort > SORT_NAME)
        return scan(rq, p);
    narrow = is_narrow(p);
    e = walk(rq, p,
        !narrow           ? UINT32_MAX - 1
        : p->filter.scope ? LOOK_AT_LIMITED
                          : LOOK_AT);
    if (e || !narrow || p->n > rq->limit)
        return e;
    return scan(rq, p);
}

/* MariaDB's TO_DAYS; a day that is not there comes first. */
static int64_t
to_days(int32_t day)
{
    enum { TO_DAYS_1970 = 719528 };

    return day == DAY_NONE ? 0 : day + TO_DAYS_1970;
}

/* As sql/fragments/worklist_in_base.sql has it, to the cent. */
static int64_t
in_base(const struct worklist_one *w, int64_t minor)
{
    if (!w->open_minor)
        return minor;
    return (int64_t)floor((double)minor * (double)w->open_base / (double)w->open_minor);
}

static int64_t
number_of(const struct worklist_one *w, enum worklist_sort sort)
{
    switch (sort) {
    case SORT_SCORE:
        return w->score_milli;
    case SORT_OVERDUE:
        return w->overdue_base;
    case SORT_DAYS:
        return w->days_late;
    case SORT_NEXT:
        return to_days(w->next_on);
    case SORT_CONTACT:
        return to_days(w->last_contact_on);
    case SORT_OLDEST:
        return to_days(w->oldest_due_on);
    case SORT_OPEN:
        return w->open_base;
    case SORT_ITEMS:
        return w->items_n;
    case SORT_DISPUTED:
        return in_base(w, w->disputed_minor);
    case SORT_PROMISED:
        return in_base(w, w->promised_minor);
    case SORT_UNAPPLIED:
        return in_base(w, w->unapplied_minor);
    case SORT_CAUSES:
        return exception_urgency(w->causes);
    default:
        return w->broken_n;
    }
}

static const char *
word_of(const struct worklist_one *w, enum worklist_sort sort)
{
    const char *const word[] = { [SORT_NAME] = w->customer_name,
        [SORT_STATUS] = w->status,
        [SORT_STRATEGY] = w->strategy,
        [SORT_ACTION] = w->next_action,
        [SORT_CURRENCY] = w->currency,
        [SORT_DIVISION] = w->division,
        [SORT_OWNER] = w->assignee,
        [SORT_NUMBER] = w->customer_number,
        [SORT_REASON] = w->reason,
        [SORT_TAGS] = w->tags };

    return word[sort] ? word[sort] : "";
}

static void
stop_at(const struct page *p, const struct worklist_one *w, struct rq_cursor *c)
{
    *c = (struct rq_cursor){ .id = w->case_id };
    if (p->sort != SORT_NAME && p->sort < SORT_STATUS)
        c->key = number_of(w, p->sort);
    else
        c->text = word_of(w, p->sort);
}

static void
write_columns(struct rq *rq, const struct page *p, size_t n)
{
    struct json *j = rq_reply(rq, 200);

    json_open(j, NULL, '{');
    json_open(j, "columns", '{');
    for (size_t c = 0; c < COLUMNS_N; c++) {
        json_open(j, COLUMNS[c].name, '[');
        for (size_t i = 0; i < n; i++)
            COLUMNS[c].write(j, NULL, &p->row[i]);
        json_close(j, ']');
    }
    json_close(j, '}');
}

/* GET worklist -> 200 a page, as rows or as columns */
enum err
worklist_list(struct rq *rq)
{
    size_t order = rq_enum(rq, "sort", 0);
    struct page p = { .sort = (enum worklist_sort)(order / 2), .down = order % 2 == 0 };
    const char *tag = arena_fmt(rq->arena, "worklist:%s", WORKLIST_SORT[order]);
    struct rq_cursor last;
    bool more;
    enum err e;

    if ((e = worklist_filter_read(rq, &p.filter)) ||
        (e = worklist_filter_owner(rq, &p.filter)) ||
        (e = rq_cursor(rq, tag, &p.after, &p.first)))
        return e;
    if (p.first)
        p.after.key = I64_NONE;
    if (p.filter.view == WORKLIST_MINE && !p.filter.assignee_id)
        p.filter.assignee_id = p.filter.user_id;
    if ((e = ask(rq, &p)))
        return e;
    if ((more = p.n > rq->limit))
        stop_at(&p, &p.row[(p.n = rq->limit) - 1], &last);
    if (rq_enum(rq, "format", 0) == 1) {
        write_columns(rq, &p, p.n);
        rq_list_next(rq, tag, more ? &last : NULL);
        json_close(&rq->json, '}');
        return OK;
    }
    rq_list_open(rq);
    for (size_t i = 0; i < p.n; i++)
        json_worklist_row(&rq->json, NULL, &p.row[i]);
    rq_list_close(rq, tag, more ? &last : NULL);
    return OK;
}
