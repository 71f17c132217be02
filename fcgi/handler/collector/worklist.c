#include "handler/collector/worklist.h"

#include <string.h>

#include "base/money.h"
#include "base/text.h"
#include "handler/common.h"

/* -- one row, by columns ---------------------------------------------------------- */

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
COLUMN(w_base, json_money(j, key, w->overdue_base, w->base_currency))
COLUMN(w_items, json_i64(j, key, w->items_n))
COLUMN(w_oldest, json_day_or_null(j, key, w->oldest_due_on))
COLUMN(w_days, json_i64(j, key, w->days_late))
COLUMN(w_broken, json_i64(j, key, w->broken_n))
COLUMN(w_tags, json_words(j, key, w->tags))
COLUMN(w_strategy, json_text(j, key, *w->strategy ? w->strategy : NULL))
COLUMN(w_contact, json_day_or_null(j, key, w->last_contact_on))
COLUMN(w_assignee, json_text(j, key, w->assignee))
COLUMN(w_version, json_u64(j, key, w->version))

static const struct {
    const char *name;
    void (*write)(struct json *j, const char *key, const struct worklist_one *w);
} COLUMNS[] = { { "case_id", w_case }, { "customer_id", w_customer },
    { "number", w_number }, { "name", w_name }, { "currency", w_currency },
    { "division", w_division }, { "score", w_score }, { "status", w_status },
    { "reason", w_reason }, { "next_action", w_next_action }, { "next_on", w_next_on },
    { "exception", w_exception }, { "open", w_open }, { "overdue", w_overdue },
    { "not_due", w_not_due }, { "b1", w_b1 }, { "b2", w_b2 }, { "b3", w_b3 },
    { "b4", w_b4 }, { "unapplied", w_unapplied }, { "disputed", w_disputed },
    { "promised", w_promised }, { "overdue_base", w_base }, { "items", w_items },
    { "oldest_due_on", w_oldest }, { "days_late", w_days }, { "broken", w_broken },
    { "tags", w_tags }, { "strategy", w_strategy }, { "last_contact_on", w_contact },
    { "assignee", w_assignee }, { "version", w_version } };

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

/* -- lists ---------------------------------------------------------------------------
 */

static const char *const VIEW[] = { "all", "mine", "exceptions", "overdue", "broken",
    "disputed", "held", "promised", NULL };
static const char *const SORT[] = { "-score", "score", "-overdue", "overdue", "-days",
    "days", "-name", "name", NULL };
static const char *const FORMAT[] = { "rows", "columns", NULL };

enum sort {
    SCORE_DESC,
    SCORE_ASC,
    OVERDUE_DESC,
    OVERDUE_ASC,
    DAYS_DESC,
    DAYS_ASC,
    NAME_DESC,
    NAME_ASC
};

#define FILTERS                                                              \
    { .name = "view", .kind = PARAM_ENUM, .names = VIEW },                   \
        { .name = "q", .summary = "part of the customer's name or number" }, \
        { .name = "status", .max = 32 }, { .name = "tag", .max = 64 },       \
        { .name = "currency", .kind = PARAM_CURRENCY },                      \
        { .name = "division", .max = 32, .summary = "its code" },            \
        { .name = "min_days", .kind = PARAM_INT, .max = 100000 },            \
    {                                                                        \
        .name = "min_overdue", .summary = "in the base currency"             \
    }

const struct param WORKLIST_PARAMS[] = {
    FILTERS,
    { .name = "sort", .kind = PARAM_ENUM, .names = SORT },
    { .name = "format", .kind = PARAM_ENUM, .names = FORMAT },
    { .name = NULL },
};

const struct param WORKLIST_SUM_PARAMS[] = {
    FILTERS,
    { .name = NULL },
};

struct page {
    enum sort sort;
    struct rq_cursor after;
    bool first;
    int64_t min_overdue; /* I64_NONE: any */
    struct worklist_one *row;
    size_t n;
};

/* The same filters into the parameters of any of the eight statements. */
#define ASK(statement, key)                                                         \
    do {                                                                            \
        const struct statement##_in in = { .view = (uint8_t)rq_enum(rq, "view", 0), \
            .user_id = rq->who.user_id,                                             \
            .scope = rq->who.scope,                                                 \
            .status = rq_text(rq, "status"),                                        \
            .currency = rq_text(rq, "currency"),                                    \
            .division = rq_text(rq, "division"),                                    \
            .tag = rq_text(rq, "tag"),                                              \
            .min_days = (int32_t)rq_i64(rq, "min_days", I32_NONE),                  \
            .min_overdue = p->min_overdue,                                          \
            .q = like_pattern(rq->arena, rq_text(rq, "q")),                         \
            .after_key = (key),                                                     \
            .after_id = p->after.id,                                                \
            .take = (uint32_t)rq->limit + 1 };                                      \
        return statement(rq->db, rq->arena, &in, &p->row, &p->n);                   \
    } while (0)

static enum err
ask(struct rq *rq, struct page *p)
{
    int64_t key = p->after.key;

    switch (p->sort) {
    case SCORE_DESC:
        ASK(worklist_by_score_desc, (int32_t)key);
    case SCORE_ASC:
        ASK(worklist_by_score_asc, (int32_t)key);
    case OVERDUE_DESC:
        ASK(worklist_by_overdue_desc, key);
    case OVERDUE_ASC:
        ASK(worklist_by_overdue_asc, key);
    case DAYS_DESC:
        ASK(worklist_by_days_desc, (int32_t)key);
    case DAYS_ASC:
        ASK(worklist_by_days_asc, (int32_t)key);
    case NAME_DESC:
        ASK(worklist_by_name_desc, p->after.text);
    default:
        ASK(worklist_by_name_asc, p->after.text);
    }
}

/* A value before every row, for the first page. */
static void
start_at_first(struct page *p)
{
    bool down = p->sort % 2 == 0,
         wide = p->sort == OVERDUE_DESC || p->sort == OVERDUE_ASC;

    p->after = (struct rq_cursor){ .id = down ? UINT64_MAX : 0 };
    if (wide)
        p->after.key = down ? INT64_MAX : INT64_MIN + 1;
    else
        p->after.key = down ? INT32_MAX : INT32_MIN + 1;
}

static void
stop_at(const struct page *p, const struct worklist_one *w, struct rq_cursor *c)
{
    *c = (struct rq_cursor){ .id = w->case_id };
    if (p->sort <= SCORE_ASC)
        c->key = w->score_milli;
    else if (p->sort <= OVERDUE_ASC)
        c->key = w->overdue_base;
    else if (p->sort <= DAYS_ASC)
        c->key = w->days_late;
    else
        c->text = w->customer_name;
}

/* min_overdue is in the base currency, which has the decimals of most. */
enum err
worklist_min_overdue(struct rq *rq, int64_t *out)
{
    const char *text = rq_text(rq, "min_overdue");
    const char *base;
    enum err e;

    *out = I64_NONE;
    if (!text)
        return OK;
    if ((e = company_currency(rq, &base)))
        return e;
    if (!money_parse(text, base, out))
        return OK;
    faults_add(&rq->faults, "?min_overdue", "must be an amount such as 1250.00");
    return rq_problem(rq, ERR_INVALID, 400, "malformed", "The query is not proper.");
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
    struct page p = { .sort = (enum sort)rq_enum(rq, "sort", SCORE_DESC) };
    const char *tag = arena_fmt(rq->arena, "worklist:%s", SORT[p.sort]);
    struct rq_cursor last;
    bool more;
    enum err e;

    if ((e = worklist_min_overdue(rq, &p.min_overdue)) ||
        (e = rq_cursor(rq, tag, &p.after, &p.first)))
        return e;
    if (p.first)
        start_at_first(&p);
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
