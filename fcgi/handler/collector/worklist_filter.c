#include "handler/collector/worklist_filter.h"

#include "base/text.h"
#include "domain/exception.h"
#include "handler/common.h"

const char *const WORKLIST_VIEW[] = { "all", "mine", "exceptions", "overdue", "broken",
    "disputed", "held", "promised", NULL };

const char *const WORKLIST_SORT[] = { "-score", "score", "-overdue", "overdue", "-days",
    "days", "-name", "name", "-next", "next", "-contact", "contact", "-oldest",
    "oldest", "-open", "open", "-items", "items", "-broken", "broken", "-disputed",
    "disputed", "-promised", "promised", "-unapplied", "unapplied", "-causes", "causes",
    "-status", "status", "-strategy", "strategy", "-action", "action", "-currency",
    "currency", "-division", "division", "-owner", "owner", "-number", "number",
    "-reason", "reason", "-tags", "tags", NULL };

static const char *const CUSTOMER_STATUS_NAME[] = { "active", "on_hold", "legal",
    "closed", NULL };
static const char *const CUSTOMER_KIND_NAME[] = { "business", "public_body", "consumer",
    NULL };

static const char *const FORMAT[] = { "rows", "columns", NULL };

enum { DAYS__MAX = 100000, COUNT__MAX = 1000000, SCORE__MAX = 2000000 };

#define FILTERS                                                                        \
    { .name = "view", .kind = PARAM_ENUM, .names = WORKLIST_VIEW },                    \
        { .name = "q", .summary = "part of the customer's name or number" },           \
        { .name = "status", .max = 32 }, { .name = "tag", .max = 64 },                 \
        { .name = "cause",                                                             \
            .kind = PARAM_ENUM,                                                        \
            .names = EXCEPTION_NAME,                                                   \
            .summary = "why a person is needed" },                                     \
        { .name = "strategy", .max = 64 },                                             \
        { .name = "action", .max = 64, .summary = "what is to be done next" },         \
        { .name = "currency", .kind = PARAM_CURRENCY },                                \
        { .name = "division", .max = 32, .summary = "its code" },                      \
        { .name = "assignee", .kind = PARAM_ID, .summary = "the collector's id" },     \
        { .name = "unassigned", .kind = PARAM_BOOL, .summary = "nobody's" },           \
        { .name = "min_days", .kind = PARAM_INT, .max = DAYS__MAX },                   \
        { .name = "max_days", .kind = PARAM_INT, .max = DAYS__MAX },                   \
        { .name = "min_overdue", .summary = "in the base currency" },                  \
        { .name = "max_overdue", .summary = "in the base currency" },                  \
        { .name = "min_open", .summary = "in the base currency" },                     \
        { .name = "min_score",                                                         \
            .kind = PARAM_INT,                                                         \
            .min = -SCORE__MAX,                                                        \
            .max = SCORE__MAX },                                                       \
        { .name = "min_items", .kind = PARAM_INT, .max = COUNT__MAX },                 \
        { .name = "min_broken", .kind = PARAM_INT, .max = COUNT__MAX },                \
        { .name = "next_from", .kind = PARAM_DAY, .summary = "next action, from" },    \
        { .name = "next_to", .kind = PARAM_DAY, .summary = "next action, until" },     \
        { .name = "due_before", .kind = PARAM_DAY, .summary = "oldest due, before" },  \
        { .name = "undelivered",                                                       \
            .kind = PARAM_BOOL,                                                        \
            .summary = "mail has not arrived" },                                       \
        { .name = "min_not_due", .summary = "in the base currency" },                  \
        { .name = "min_disputed", .summary = "in the base currency" },                 \
        { .name = "min_promised", .summary = "in the base currency" },                 \
        { .name = "min_unapplied", .summary = "in the base currency" },                \
        { .name = "customer_status",                                                   \
            .kind = PARAM_ENUM,                                                        \
            .names = CUSTOMER_STATUS_NAME },                                           \
        { .name = "customer_kind", .kind = PARAM_ENUM, .names = CUSTOMER_KIND_NAME },  \
        { .name = "portfolio", .max = 64 },                                            \
    {                                                                                  \
        .name = "contact_before", .kind = PARAM_DAY, .summary = "not written to since" \
    }

const struct param WORKLIST_PARAMS[] = {
    FILTERS,
    { .name = "sort", .kind = PARAM_ENUM, .names = WORKLIST_SORT },
    { .name = "format", .kind = PARAM_ENUM, .names = FORMAT },
    { .name = NULL },
};

const struct param WORKLIST_SUM_PARAMS[] = {
    FILTERS,
    { .name = NULL },
};

bool
worklist_filter_known(const char *name)
{
    for (const struct param *p = WORKLIST_SUM_PARAMS + 1; p->name; p++)
        if (text_eq(p->name, name))
            return true;
    return false;
}

static uint32_t
count_of(struct rq *rq, const char *name)
{
    int64_t v = rq_i64(rq, name, -1);

    return v < 0 ? U32_NONE : (uint32_t)v;
}

/* But for the assignee. */
static size_t
count_others(struct rq *rq)
{
    size_t n = 0;

    for (const struct param *p = WORKLIST_SUM_PARAMS + 1; p->name; p++)
        n += rq_text(rq, p->name) && !text_eq(p->name, "assignee");
    return n;
}

enum err
worklist_filter_read(struct rq *rq, struct worklist_filter *f)
{
    size_t cause = rq_enum(rq, "cause", EXCEPTION__MAX);
    int64_t score = rq_i64(rq, "min_score", I32_NONE);
    enum err e;

    *f = (struct worklist_filter){ .view = (uint8_t)rq_enum(rq, "view", WORKLIST_ALL),
        .user_id = rq->who.user_id,
        .scope = rq->who.scope,
        .status = rq_text(rq, "status"),
        .cause =
            cause < EXCEPTION__MAX ? exception_bit((enum exception)cause) : U32_NONE,
        .currency = rq_text(rq, "currency"),
        .division = rq_text(rq, "division"),
        .tag = rq_text(rq, "tag"),
        .strategy = rq_text(rq, "strategy"),
        .action = rq_text(rq, "action"),
        .assignee_id = rq_id(rq, "assignee"),
        .unassigned = rq_bool(rq, "unassigned", false),
        .min_days = (int32_t)rq_i64(rq, "min_days", I32_NONE),
        .max_days = (int32_t)rq_i64(rq, "max_days", I32_NONE),
        .min_score = score == I32_NONE ? I32_NONE : (int32_t)score * 1000,
        .min_items = count_of(rq, "min_items"),
        .min_broken = count_of(rq, "min_broken"),
        .next_from = rq_day(rq, "next_from", DAY_NONE),
        .next_to = rq_day(rq, "next_to", DAY_NONE),
        .due_before = rq_day(rq, "due_before", DAY_NONE),
        .contact_before = rq_day(rq, "contact_before", DAY_NONE),
        .undelivered = rq_bool(rq, "undelivered", false)
                           ? exception_bit(EXCEPTION_MAIL_FAILED) |
                                 exception_bit(EXCEPTION_MAIL_UNCERTAIN)
                           : U32_NONE,
        .customer_status = rq_text(rq, "customer_status"),
        .customer_kind = rq_text(rq, "customer_kind"),
        .portfolio = rq_text(rq, "portfolio"),
        .q = like_pattern(rq->arena, rq_text(rq, "q")),
        .part = rq_text(rq, "q"),
        .others = count_others(rq) };
    f->by_owner = f->assignee_id != 0;
    f->narrowed = f->others + f->by_owner + (f->scope != 0);
    if ((e = base_amount(rq, "min_overdue", &f->min_overdue)) ||
        (e = base_amount(rq, "max_overdue", &f->max_overdue)) ||
        (e = base_amount(rq, "min_not_due", &f->min_not_due)) ||
        (e = base_amount(rq, "min_disputed", &f->min_disputed)) ||
        (e = base_amount(rq, "min_promised", &f->min_promised)) ||
        (e = base_amount(rq, "min_unapplied", &f->min_unapplied)))
        return e;
    return base_amount(rq, "min_open", &f->min_open);
}

enum err
worklist_filter_owner(struct rq *rq, struct worklist_filter *f)
{
    struct worklist_owns_alone got;
    enum err e;

    if (!f->scope)
        return OK;
    if ((e = worklist_owns_alone(rq->db, rq->arena, f->scope, &got)) || !got.alone)
        return e;
    if (!f->assignee_id)
        f->assignee_id = f->scope;
    if (f->assignee_id == f->scope)
        f->by_owner++;
    return OK;
}
