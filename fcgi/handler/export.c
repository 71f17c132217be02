#include "handler/export.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>

#include "base/date.h"
#include "base/format.h"
#include "base/log.h"
#include "base/text.h"
#include "handler/common.h"
#include "handler/export_columns.h"
#include "handler/export_words.h"
#include "http/list_walk.h"
#include "store/audit.h"
#include "store/q_customer_view.h"
#include "store/setting.h"

enum { TELL_EVERY = 5000, FACTS__MAX = 16 };

static const char BASE[] = "/api/collector/v1/";

/* The parts of a customer's whole file, with what of them fits on paper. */
static const struct {
    const char *list, *query, *paper;
    bool of_all; /* a list of all customers, narrowed to this one */
} PARTS[] = {
    { "master-data", "",
        "number name status status_reason billing_address terms_days credit_limit "
        "parent "
        "assignee tags promises_kept promises_partly promises_broken",
        false },
    { "items", "state=all", NULL, false },
    { "settlements", "",
        "received_on kind number amount effective_on settled item_number currency",
        false },
    { "contacts", "", "name email phone roles language", false },
    { "promises", "", "made_on promised_on amount kept state channel note", false },
    { "disputes", "", "opened_on item_number amount reason_code detail target_on",
        false },
    { "holds", "", "kind item_number amount reason until", false },
    { "follow-ups", "state=all&", NULL, true },
    { "document-requests", "", "kind body due_on state item_number", false },
    { "refunds", "", "paid_on credit_number amount reason state", true },
    { "sent", "", "handed_at channel recipients subject body", false },
    { "messages", "", "at author_name body item_number", false },
    { "invoice-notes", "", "at author_name item_number body", false },
    { "payment-intents", "", "created_at state amount captured currency provider",
        true },
    { "attachments", "", "created_at file_name purpose type bytes", false },
    { "timeline", "", "at title words actor", false },
};

struct running {
    struct rq *rq;
    const struct export_ask *ask;
    struct sheet *sheet;
    struct export_columns columns;
    struct export_values values; /* language NULL: not read yet */
    uint64_t rows;
    bool stream; /* what went out cannot be taken back */
    bool told;   /* in the audit */
};

static const char *
full_path(struct arena *a, const char *path)
{
    return *path == '/' ? path : arena_fmt(a, "%s%s", BASE, path);
}

/* "items" of "customers/12/items". */
static const char *
list_name(const char *path)
{
    const char *slash = strrchr(path, '/');

    return slash ? slash + 1 : path;
}

/* -- the audit ------------------------------------------------------------- */

static enum err
tell(struct running *r, uint64_t customer)
{
    static const char *const FORMAT[] = { "csv", "xlsx", "pdf", "zip" };
    const struct audit done = { .by = &r->rq->actor,
        .action = "export.make",
        .object_kind = "list",
        .object_text = r->ask->path,
        .customer_id = customer,
        .after = AUDIT_TEXTS(r->rq->arena, "format", FORMAT[r->ask->format]) };

    r->told = true;
    return audit_add(r->rq->db, &done);
}

/* -- rows ------------------------------------------------------------------ */

static enum err
add_row(void *ctx, struct arena *page, const struct jsonscan_value *row)
{
    struct running *r = ctx;
    const char *cells[SHEET_COLS__MAX];
    enum err e;

    if (r->ask->rows__max && r->rows == r->ask->rows__max)
        return ERR_LIMIT;
    if (r->stream && !r->told && (e = tell(r, 0)))
        return e;
    export_cells(&r->columns, page, row, cells);
    if ((e = sheet_row(r->sheet, cells)))
        return e;
    r->rows++;
    if (r->ask->progress && r->rows % TELL_EVERY == 0 &&
        !r->ask->progress(r->ask->ctx, r->rows))
        return ERR_CONFLICT;
    return OK;
}

/* What fits on paper, where nobody chose: of that very list, else of those whose path
 * ends so. */
static const char *
paper_columns(const char *path)
{
    static const struct {
        const char *list, *columns;
    } CHOSEN[] = {
        { "worklist",
            "number name status next_action days_late overdue open currency" },
        { "items", "number kind issued_on due_on days_late amount open currency" },
        { "outbox", "handed_at state template customer subject total currency" },
        { "follow-ups", "due_on title customer priority assignee state" },
        { "timeline", "at kind title actor" },
        { "audit", "at action actor_kind actor_id object_kind object_id ip" },
        { "inbox", "waiting_since customer excerpt channel assignee overdue" },
        { "letters", "place customer subject total currency state reason" },
        { "runs", "started_at kind state cases acted messages tasks held failed" },
        { "members", "user role customers cases exceptions overdue sees" },
        { "insights/figures", "currency figure variant value unit definition" },
        { "insights/trend",
            "to currency open not_due unapplied sales dso adp past_due" },
        { "insights/open-items",
            "customer item_number due_on days_late amount open disputed" },
        { "insights/payments",
            "customer item_number payment_number due_on paid_on days_late "
            "amount" },
        { "insights/disputes",
            "customer item_number reason_code resolution opened_on closed_on days "
            "amount" },
        { "insights/expected-cash/items",
            "customer_name number due_on currency open expected_on expected_from "
            "expected_to risk" },
        { "insights/effectiveness",
            "key currency days messages items paid_percent paid_low paid_high "
            "like_percent" },
        { "insights/work",
            "from messages_by_itself messages_by_hand follow_ups_by_itself "
            "follow_ups_by_hand promises_by_customers promises_by_staff "
            "payments_by_portal payments_reported" },
        { "insights/forecast-models",
            "made_at kind adopted invoices proved_from proved_on mae_days "
            "customer_average_mae_days due_date_mae_days" },
        { "adoption/customers",
            "number name invited_on prompts prompts_paid payments payments_through "
            "paid_on" },
    };

    const char *names[] = { text_starts(path, BASE) ? path + strlen(BASE) : path,
        list_name(path) };

    for (size_t k = 0; k < 2; k++)
        for (size_t i = 0; i < sizeof CHOSEN / sizeof *CHOSEN; i++)
            if (text_eq(names[k], CHOSEN[i].list))
                return CHOSEN[i].columns;
    return NULL;
}

/* Words for the codes of rows, read once a file. */
static enum err
values_of(struct running *r)
{
    enum err e = OK;

    if (!r->values.language)
        e = export_values_read(r->rq->db, r->rq->arena, r->ask->language, &r->values);
    r->columns.values = &r->values;
    return e;
}

static enum err
add_list(struct running *r, const char *path, const char *query, const char *on_paper)
{
    struct arena *a = r->rq->arena;
    const char *columns = r->ask->columns;
    const bool paper = r->ask->format == SHEET_PDF;
    const struct route *route;
    enum err e = list_route(r->rq, path, &route);

    if (e)
        return e;
    export_columns(a, r->rq->http, route->answer, r->ask->language, &r->columns);
    if (paper && (e = values_of(r)))
        return e;
    if (!columns && paper)
        columns = on_paper ? on_paper : paper_columns(path);
    if (columns)
        export_columns_only(&r->columns, columns);
    sheet_table(r->sheet, export_word(a, r->ask->language, list_name(path)),
        r->columns.col, r->columns.n);
    return list_walk(r->rq, path, query, add_row, r);
}

/* -- the file -------------------------------------------------------------- */

/* The id of "customers/12" and nothing behind it; 0: it is a list. */
static uint64_t
whole_customer(const char *path)
{
    static const char word[] = "customers/";
    uint64_t id;

    return text_starts(path, word) && !text_u64(path + sizeof word - 1, &id) ? id : 0;
}

static void
about(struct running *r, const struct sheet_head *head, struct sheet_fact *f, size_t *n)
{
    struct arena *a = r->rq->arena;
    const char *l = r->ask->language;
    const char *meaning = export_meaning(l, r->ask->path);

    f[(*n)++] = (struct sheet_fact){ export_word(a, l, "list"), head->title };
    f[(*n)++] = (struct sheet_fact){ export_word(a, l, "made_at"),
        fmt_instant(a, head->made_at, head->zone, l) };
    f[(*n)++] = (struct sheet_fact){ export_word(a, l, "made_by"),
        r->rq->who.name ? r->rq->who.name : "" };
    f[(*n)++] = (struct sheet_fact){ export_word(a, l, "filters"), r->ask->query };
    if (meaning)
        f[(*n)++] = (struct sheet_fact){ export_word(a, l, "meaning"), meaning };
}

static enum err
head_of(struct running *r, const char *title, struct sheet_head *head)
{
    struct arena *a = r->rq->arena;
    struct sheet_fact *facts = arena_new_n(a, FACTS__MAX, struct sheet_fact);
    const char *l = r->ask->language, *zone;
    enum err e = company_zone(r->rq, &zone);

    if (e)
        return e;
    *head = (struct sheet_head){ .title = title,
        .language = l,
        .yes = export_word(a, l, "yes"),
        .no = export_word(a, l, "no"),
        .about = export_word(a, l, "about"),
        .zone = zone_find(zone),
        .facts = facts,
        .made_at = r->rq->now_us };
    about(r, head, facts, &head->facts_n);
    return setting_read(r->rq->db, a, "company.name", "Dunlin", &head->company);
}

static enum err
open_sheet(struct running *r, const char *path, const char *title)
{
    struct sheet_head head;
    enum err e = head_of(r, title, &head);

    return e ? e : sheet_open(&r->sheet, r->rq->arena, r->ask->format, path, &head);
}

static enum err
add_customer(struct running *r, uint64_t id)
{
    struct arena *a = r->rq->arena;
    const unsigned long long n = id;
    enum err e = OK;

    for (size_t i = 0; i < sizeof PARTS / sizeof *PARTS && !e; i++)
        if (PARTS[i].of_all)
            e = add_list(r, arena_fmt(a, "%s%s", BASE, PARTS[i].list),
                arena_fmt(a, "%scustomer_id=%llu", PARTS[i].query, n), PARTS[i].paper);
        else
            e = add_list(r, arena_fmt(a, "%scustomers/%llu/%s", BASE, n, PARTS[i].list),
                PARTS[i].query, PARTS[i].paper);
    return e;
}

/* What the file is called; of a whole customer, by its number. */
static enum err
title_of(struct running *r, uint64_t customer, const char **out)
{
    struct arena *a = r->rq->arena;
    struct customer_visible seen;
    struct customer_record c;
    enum err e;

    if (!customer) {
        *out = export_word(a, r->ask->language, list_name(r->ask->path));
        return OK;
    }
    if (r->ask->format == SHEET_CSV)
        return rq_problem(r->rq, ERR_INVALID, 422, "several-tables",
            "The whole file of a customer is several tables: ask for zip, a CSV a "
            "list, "
            "or for xlsx or pdf.");
    if ((e = customer_visible(r->rq->db, a, customer, r->rq->who.scope, &seen)) ||
        (e = customer_record(r->rq->db, a, seen.id, &c)))
        return e;
    *out =
        arena_fmt(a, "%s %s", export_word(a, r->ask->language, "customer"), c.number);
    return OK;
}

static const char *
file_name(const struct running *r, const char *title)
{
    char day[DATE_TEXT__SIZE];

    return arena_fmt(r->rq->arena, "%s %s%s", title,
        date_format(date_of_instant(r->rq->now_us), day),
        sheet_extension(r->ask->format));
}

enum err
export_run(struct rq *rq, const struct export_ask *ask, const char *path,
    struct export_made *out)
{
    struct running r = { .rq = rq, .ask = ask };
    uint64_t customer = whole_customer(ask->path);
    const char *list = full_path(rq->arena, ask->path), *title = NULL;
    const struct route *route;
    enum err e, closed;

    if ((!customer && (e = list_route(rq, list, &route))) ||
        (e = title_of(&r, customer, &title)) || (e = open_sheet(&r, path, title)))
        return e;
    e = customer ? add_customer(&r, customer) : add_list(&r, list, ask->query, NULL);
    closed = sheet_close(r.sheet, !e);
    if (e || (e = closed) || (e = tell(&r, customer)))
        return e;
    *out = (struct export_made){ .rows = r.rows,
        .type = sheet_type(ask->format),
        .file_name = file_name(&r, title) };
    return OK;
}

/* -- a stream -------------------------------------------------------------- */

enum err
export_name(struct rq *rq, const struct export_ask *ask, const char **out)
{
    struct running r = { .rq = rq, .ask = ask };
    const char *title = NULL;
    enum err e = title_of(&r, whole_customer(ask->path), &title);

    if (!e)
        *out = file_name(&r, title);
    return e;
}

enum err
export_stream(struct rq *rq, const struct export_ask *ask, FILE *f)
{
    /* a look is no export */
    struct running r = { .rq = rq, .ask = ask, .stream = true, .told = rq->dropped };
    const char *list = full_path(rq->arena, ask->path);
    struct sheet_head head;
    enum err e;

    if ((e = head_of(&r, "", &head)))
        return e;
    r.sheet = sheet_to(rq->arena, f, &head);
    e = add_list(&r, list, ask->query, NULL);
    if (!e && !r.told)
        e = tell(&r, 0);
    return sheet_close(r.sheet, !e) && !e ? ERR_DOWN : e;
}

/* -- kept in a job --------------------------------------------------------- */

const char *
export_payload(struct rq *rq, const struct export_ask *ask)
{
    struct buf b;
    struct json j = { .out = &b };

    buf_init(&b, rq->arena);
    json_open(&j, NULL, '{');
    json_text(&j, "path", ask->path);
    json_text(&j, "query", ask->query);
    json_text(&j, "columns", ask->columns);
    json_text(&j, "language", ask->language);
    json_i64(&j, "format", ask->format);
    json_bool(&j, "mfa", rq->who.mfa);
    json_close(&j, '}');
    return b.text;
}

enum err
export_payload_read(
    struct arena *a, const char *payload, struct export_ask *out, bool *mfa)
{
    struct jsonscan s = jsonscan(payload, strlen(payload));
    struct jsonscan_value whole, v;
    uint64_t format;

    *out = (struct export_ask){ 0 };
    if (!jsonscan_value(&s, &whole))
        return ERR_BUG;
    v = jsonscan_find(&whole, "path");
    out->path = jsonscan_text(a, &v);
    v = jsonscan_find(&whole, "query");
    out->query = jsonscan_text(a, &v);
    v = jsonscan_find(&whole, "columns");
    out->columns = v.kind == JSONSCAN_TEXT ? jsonscan_text(a, &v) : NULL;
    v = jsonscan_find(&whole, "language");
    out->language = jsonscan_text(a, &v);
    v = jsonscan_find(&whole, "format");
    if (text_u64(jsonscan_text(a, &v), &format) || format > SHEET_ZIP)
        return ERR_BUG;
    out->format = (enum sheet_format)format;
    *mfa = jsonscan_find(&whole, "mfa").kind == JSONSCAN_TRUE;
    return OK;
}

const char *
export_result(struct arena *a, const struct export_made *m)
{
    struct buf b;
    struct json j = { .out = &b };

    buf_init(&b, a);
    json_open(&j, NULL, '{');
    json_text(&j, "file_name", m->file_name);
    json_text(&j, "type", m->type);
    json_close(&j, '}');
    return b.text;
}

enum err
export_folder(struct arena *a, const struct conf *conf, const char **out)
{
    *out = arena_fmt(a, "%s/exports", conf->var_dir);
    if (!mkdir(*out, 0750) || errno == EEXIST)
        return OK;
    log_error("export_folder", kv("path", *out), kv("why", strerror(errno)));
    return ERR_DOWN;
}

enum err
export_path(struct arena *a, const struct conf *conf, uint64_t id, const char **out)
{
    const char *folder;
    enum err e = export_folder(a, conf, &folder);

    if (!e)
        *out = arena_fmt(a, "%s/%llu", folder, (unsigned long long)id);
    return e;
}
