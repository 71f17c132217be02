#include "handler/collector/exports.h"

#include <string.h>

#include "base/clock.h"
#include "base/jsonscan.h"
#include "base/text.h"
#include "db/lock.h"
#include "db/tx.h"
#include "handler/attachment.h"
#include "handler/common.h"
#include "handler/export.h"
#include "store/audit.h"
#include "store/q_export_job.h"

static const char *const FORMATS[] = { "csv", "xlsx", "pdf", "zip" };

static void
json_export(struct json *j, struct arena *a, const struct export_job_one *job)
{
    struct jsonscan s = jsonscan(
        job->result ? job->result : "{}", job->result ? strlen(job->result) : 2);
    struct jsonscan_value whole, name, why;

    if (!jsonscan_value(&s, &whole))
        return;
    name = jsonscan_find(&whole, "file_name");
    why = jsonscan_find(&whole, "why");
    json_open(j, NULL, '{');
    json_id(j, "id", job->id);
    json_text(j, "state", job->state);
    json_u64(j, "rows", job->done_n);
    json_text(
        j, "file_name", name.kind == JSONSCAN_TEXT ? jsonscan_text(a, &name) : NULL);
    json_text(j, "why", why.kind == JSONSCAN_TEXT ? jsonscan_text(a, &why) : NULL);
    json_instant(j, "created_at", job->created_at);
    json_close(j, '}');
}

static enum err
read_ask(struct rq *rq, struct export_ask *ask)
{
    struct jval *v;
    size_t format = 0;
    enum err e;

    if ((e = rq_json(rq, &v)))
        return e;
    *ask = (struct export_ask){
        .query = "", .language = "en", .rows__max = EXPORT_INLINE_ROWS__MAX
    };
    jsonin_text(v, "path", JSONIN_NEED, 200, &ask->path);
    jsonin_text(v, "query", JSONIN_MAY, 2000, &ask->query);
    jsonin_text(v, "columns", JSONIN_MAY, 1000, &ask->columns);
    jsonin_text(v, "language", JSONIN_MAY, 16, &ask->language);
    jsonin_enum(v, "format", JSONIN_NEED, FORMATS + SHEET_XLSX, 3, &format);
    ask->format = SHEET_XLSX + (enum sheet_format)format;
    return rq_json_end(rq);
}

static enum err
queue(struct rq *rq, uint64_t id, const struct export_ask *ask,
    const struct export_made *made)
{
    const struct export_job_add_in in = { .id = id,
        .state = made ? "done" : "waiting",
        .payload = export_payload(rq, ask),
        .result = made ? export_result(rq->arena, made) : NULL,
        .done_n = made ? made->rows : 0,
        .real_at = clock_real_us(),
        .created_at = rq->now_us,
        .ended_at = made ? rq->now_us : INSTANT_NONE,
        .user_id = rq->who.user_id };

    enum err e = db_begin(rq->db);

    if (e)
        return e;
    if (!(e = export_job_add(rq->db, &in, NULL)))
        e = audit_add(
            rq->db, &(struct audit){ .by = &rq->actor,
                        .action = "export.ask",
                        .object_kind = "export",
                        .object_id = id,
                        .after = AUDIT_TEXTS(rq->arena, "path", ask->path, "format",
                            FORMATS[ask->format], "state", in.state) });
    return db_end(rq->db, e);
}

static enum err
answer(struct rq *rq, uint64_t id, int status)
{
    struct export_job_one job;
    enum err e = export_job_one(rq->db, rq->arena, id, rq->who.user_id, &job);

    if (e)
        return e;
    json_export(rq_reply(rq, status), rq->arena, &job);
    return OK;
}

/* POST exports -> 201 made | 202 a job makes it | 400 filters | 404 no such list | 422
 */
enum err
exports_make(struct rq *rq)
{
    struct export_ask ask;
    struct export_made made;
    const char *path;
    uint64_t id;
    enum err e;

    if ((e = read_ask(rq, &ask)) || (e = db_id(rq->db, &id)) ||
        (e = export_path(rq->arena, rq->conf, id, &path)))
        return e;
    e = export_run(rq, &ask, path, &made);
    if (e == ERR_LIMIT && ask.format == SHEET_PDF)
        return rq_problem(rq, e, 422, "too-many-rows",
            "A PDF takes %d rows: filter the list, or choose Excel.",
            SHEET_PDF_ROWS__MAX);
    if (e && e != ERR_LIMIT)
        return e;
    if ((e = queue(rq, id, &ask, e ? NULL : &made)))
        return e;
    return answer(rq, id, 201);
}

const struct param EXPORTS_CSV_PARAMS[] = {
    { .name = "path",
        .max = 200,
        .summary = "the list, as its address has it: worklist, customers/12/items" },
    { .name = "query", .max = 2000, .summary = "its filters, as its address has them" },
    { .name = "columns", .max = 1000, .summary = "names with blanks between; all" },
    { .name = "language", .max = 16 },
    { .name = "look",
        .kind = PARAM_BOOL,
        .summary = "only tell whether it can be had" },
    { .name = NULL },
};

static const char * or (const char *text, const char *absent)
{
    return text ? text : absent;
}

/* GET exports.csv -> 200 the rows as they are read; cut off when they cannot all be
 * read | 204 look: it can be had | 400 filters | 404 no such list */
enum err
exports_csv(struct rq *rq)
{
    const bool look = rq_bool(rq, "look", false) || text_eq(rq->method, "HEAD");
    const struct export_ask ask = { .path = or (rq_text(rq, "path"), ""),
        .query = or (rq_text(rq, "query"), ""),
        .columns = rq_text(rq, "columns"),
        .language = or (rq_text(rq, "language"), "en"),
        .format = SHEET_CSV,
        .rows__max = look ? 1 : 0 };
    const char *name;
    FILE *f;
    enum err e;

    if ((e = export_name(rq, &ask, &name)))
        return e;
    f = rq_stream(rq, sheet_type(SHEET_CSV), file_disposition(rq->arena, name));
    rq->dropped = look;
    e = export_stream(rq, &ask, f);
    e = rq_stream_end(rq, f, look && e == ERR_LIMIT ? OK : e);
    return look && !e ? rq_no_content(rq) : e;
}

/* GET exports/{id} -> 200 how far it is | 404 also what another asked for */
enum err
exports_get(struct rq *rq)
{
    return answer(rq, rq_part_id(rq, "id"), 200);
}

/* GET exports/{id}/file -> 200 the file | 404 not made yet, or gone */
enum err
exports_file(struct rq *rq)
{
    struct export_job_one job;
    struct jsonscan s;
    struct jsonscan_value whole, name, type;
    const char *path;
    enum err e;

    if ((e = export_job_one(
             rq->db, rq->arena, rq_part_id(rq, "id"), rq->who.user_id, &job)) ||
        (e = export_path(rq->arena, rq->conf, job.id, &path)))
        return e;
    if (!text_eq(job.state, "done") || !job.result)
        return ERR_NOT_FOUND;
    s = jsonscan(job.result, strlen(job.result));
    if (!jsonscan_value(&s, &whole))
        return ERR_BUG;
    name = jsonscan_find(&whole, "file_name");
    type = jsonscan_find(&whole, "type");
    rq_header(rq, "Content-Disposition",
        file_disposition(rq->arena, jsonscan_text(rq->arena, &name)));
    return rq_file(rq, path, jsonscan_text(rq->arena, &type));
}
