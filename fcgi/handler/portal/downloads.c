#include "handler/portal/downloads.h"

#include <inttypes.h>
#include <unistd.h>

#include "base/date.h"
#include "base/jsonscan.h"
#include "base/text.h"
#include "db/lock.h"
#include "db/tx.h"
#include "handler/attachment.h"
#include "handler/export.h"
#include "handler/export_words.h"
#include "handler/portal/document_pack.h"
#include "handler/portal/settle.h"
#include "http/list_walk.h"
#include "store/audit.h"
#include "store/q_portal.h"

enum { QUERY__MAX = 900, KEPT_DAYS = 30 };

static const char LIST[] = "/api/portal/v1/invoices";

static const char *const FORMATS[] = { "zip", "csv", "xlsx" };

static enum err
answer(struct rq *rq, uint64_t id, int status)
{
    struct portal_download_one d;
    enum err e = portal_download_one(rq->db, rq->arena, rq->who.customer_id, id, &d);
    struct json *j;

    if (e)
        return e;
    j = rq_reply(rq, status);
    json_open(j, NULL, '{');
    json_id(j, "id", d.id);
    json_text(j, "format", d.format);
    json_text(j, "state", d.state);
    json_u64(j, "total", d.total_n);
    json_u64(j, "done", d.done_n);
    json_close(j, '}');
    return OK;
}

/* -- asking ---------------------------------------------------------------- */

static const char *
read_ids(struct rq *rq, struct jval *v)
{
    struct jval *list = jsonin_array(v, "ids", JSONIN_MAY, DOCUMENTS__MAX);
    struct buf b;
    uint64_t id;

    if (!list)
        return NULL;
    buf_init(&b, rq->arena);
    for (struct jval *one = jsonin_first(list); one; one = jsonin_next(one))
        if (jsonin_id(one, NULL, JSONIN_NEED, &id))
            buf_fmt(&b, "%s%" PRIu64, b.len ? "," : "", id);
    if (!b.len)
        jsonin_fault(v, "ids", "needs one at least");
    return b.text;
}

static const char *
query_of(struct rq *rq, const char *filters, uint64_t id, bool chosen)
{
    if (!chosen)
        return filters;
    return arena_fmt(
        rq->arena, "%s%sdownload=%" PRIu64, filters, *filters ? "&" : "", id);
}

static enum err
count_row(void *ctx, struct arena *page, const struct jsonscan_value *row)
{
    uint32_t *n = ctx;

    (void)page;
    (void)row;
    return ++*n > DOCUMENTS__MAX ? ERR_LIMIT : OK;
}

static enum err
keep(struct rq *rq, struct portal_download_insert_in *in, const char *filters)
{
    char n_text[16];
    uint32_t n = 0;
    enum err e;

    in->query = query_of(rq, filters, in->id, in->ids != NULL);
    if ((e = portal_download_prune(rq->db, in->customer_id,
             in->created_at - KEPT_DAYS * DATE_US_PER_DAY, NULL)) ||
        (e = portal_download_insert(rq->db, in, NULL)))
        return e;
    e = list_walk(rq, LIST, in->query, count_row, &n);
    if (e == ERR_LIMIT)
        return rq_problem(rq, e, 422, "too-many-documents",
            "That is more than %d documents: narrow the list.", DOCUMENTS__MAX);
    if (e)
        return e;
    if (!n)
        return rq_problem(
            rq, ERR_INVALID, 422, "nothing-found", "No invoice is among them.");
    (void)snprintf(n_text, sizeof n_text, "%u", n);
    if ((e = portal_download_total(rq->db, in->customer_id, in->id, n, NULL)))
        return e;
    return audit_add(rq->db, &(struct audit){ .by = &rq->actor,
                                 .action = "portal_download.ask",
                                 .object_kind = "portal_download",
                                 .object_id = in->id,
                                 .customer_id = in->customer_id,
                                 .after = AUDIT_TEXTS(rq->arena, "format", in->format,
                                     "filters", filters, "documents", n_text) });
}

/* POST downloads {format, query?, ids?, language?} -> 201 to be fetched | 400 filters |
 * 422 nothing, or too many */
enum err
portal_downloads_ask(struct rq *rq)
{
    struct portal_download_insert_in in = {
        .customer_id = rq->who.customer_id, .language = "en", .created_at = rq->now_us
    };
    const char *filters = "";
    struct jval *v;
    size_t format = 0;
    enum err e;

    if ((e = portal_take_try(rq, "download")) || (e = rq_json(rq, &v)))
        return e;
    jsonin_enum(v, "format", JSONIN_NEED, FORMATS, 3, &format);
    jsonin_text(v, "query", JSONIN_MAY, QUERY__MAX, &filters);
    jsonin_text(v, "language", JSONIN_MAY, 16, &in.language);
    in.ids = read_ids(rq, v);
    if ((e = rq_json_end(rq)))
        return e;
    in.format = FORMATS[format];
    filters = filters ? filters : "";
    in.language = in.language ? in.language : "en";
    if ((e = db_id(rq->db, &in.id)) || (e = db_begin(rq->db)))
        return e;
    if ((e = db_end(rq->db, keep(rq, &in, filters))))
        return e;
    return answer(rq, in.id, 201);
}

/* GET downloads/{id} -> 200 how far it is | 404 */
enum err
portal_downloads_get(struct rq *rq)
{
    return answer(rq, rq_part_id(rq, "id"), 200);
}

/* -- fetching -------------------------------------------------------------- */

static enum err
send_pack(struct rq *rq, const struct portal_download_one *d)
{
    const char *name =
        arena_fmt(rq->arena, "%s.zip", export_word(rq->arena, d->language, "invoices"));
    FILE *f = rq_stream(rq, "application/zip", file_disposition(rq->arena, name));
    enum err e;

    rq_viewed(rq, "portal_download", d->id, rq->who.customer_id);
    e = document_pack(rq, d, LIST, f);
    e = rq_stream_end(rq, f, e);
    return e;
}

static enum err
send_csv(struct rq *rq, const struct export_ask *ask)
{
    const char *name;
    FILE *f;
    enum err e;

    if ((e = export_name(rq, ask, &name)))
        return e;
    f = rq_stream(rq, sheet_type(SHEET_CSV), file_disposition(rq->arena, name));
    return rq_stream_end(rq, f, export_stream(rq, ask, f));
}

static enum err
send_workbook(struct rq *rq, const struct export_ask *ask, uint64_t id)
{
    struct export_made made;
    const char *path;
    enum err e;

    if ((e = export_path(rq->arena, rq->conf, id, &path)))
        return e;
    (void)unlink(path); /* of an attempt that broke off */
    if ((e = export_run(rq, ask, path, &made)))
        return e;
    rq_header(rq, "Content-Disposition", file_disposition(rq->arena, made.file_name));
    e = rq_file(rq, path, made.type);
    (void)unlink(path); /* open until it is sent */
    return e;
}

/* GET downloads/{id}/file -> 200 the file, made while it is read; cut off when a part
 * of it cannot be made | 404 */
enum err
portal_downloads_file(struct rq *rq)
{
    struct portal_download_one d;
    enum err e = portal_download_one(
        rq->db, rq->arena, rq->who.customer_id, rq_part_id(rq, "id"), &d);
    struct export_ask ask;

    if (e)
        return e;
    if (text_eq(d.format, "zip"))
        return send_pack(rq, &d);
    ask = (struct export_ask){ .path = LIST,
        .query = d.query,
        .language = d.language,
        .format = text_eq(d.format, "csv") ? SHEET_CSV : SHEET_XLSX };
    e = ask.format == SHEET_CSV ? send_csv(rq, &ask) : send_workbook(rq, &ask, d.id);
    if (e)
        return e;
    return portal_download_move(
        rq->db, rq->who.customer_id, d.id, d.total_n, "done", NULL);
}
