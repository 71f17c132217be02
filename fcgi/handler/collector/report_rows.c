#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/rand.h"
#include "db/tx.h"
#include "handler/attachment.h"
#include "handler/collector/reports.h"
#include "handler/export.h"
#include "handler/export_words.h"
#include "service/report_file.h"
#include "service/save_report.h"
#include "store/audit.h"
#include "store/q_saved_report.h"

enum { LOOK_ROWS = 50, TOKEN_BYTES = 12 };

static const char *const FORMATS[] = { "csv", "xlsx", "pdf", NULL };

static enum err
ask_of(struct rq *rq, uint64_t rows, struct report_ask *out)
{
    *out = (struct report_ask){
        .scope = rq->who.scope, .now_at = rq->now_us, .rows__max = rows
    };
    return report_zone(rq->db, rq->arena, &out->zone);
}

static enum err
too_large(struct rq *rq, const char *why)
{
    return rq_problem(rq, ERR_INVALID, 422, "report-too-large",
        "The report cannot be made: %s.", why);
}

/* -- a look ---------------------------------------------------------------- */

struct looking {
    struct buf rows, totals;
    struct json row, total;
    size_t n;
};

static void
put(struct json *j, const char *const *cells, size_t n)
{
    json_open(j, NULL, '[');
    for (size_t i = 0; i < n; i++)
        json_text(j, NULL, cells[i]);
    json_close(j, ']');
}

static enum err
look_row(void *ctx, const char *const *cells)
{
    struct looking *l = ctx;

    put(&l->row, cells, l->n);
    return OK;
}

static enum err
look_total(void *ctx, const char *const *cells)
{
    struct looking *l = ctx;

    put(&l->total, cells, l->n);
    return OK;
}

static void
answer_look(
    struct rq *rq, const struct looking *l, const struct report_head *head, bool cut)
{
    const char *language = rq_text(rq, "language");
    struct json *j = rq_reply(rq, 200);

    json_open(j, NULL, '{');
    json_open(j, "columns", '[');
    for (size_t i = 0; i < l->n; i++) {
        json_open(j, NULL, '{');
        json_text(j, "name", head[i].name);
        json_text(j, "label", export_word(rq->arena, language, head[i].name));
        json_text(j, "kind", REPORT_KIND[head[i].kind]);
        json_text(j, "meaning", head[i].meaning[language_of(language)]);
        json_close(j, '}');
    }
    json_close(j, ']');
    json_raw(j, "rows", l->rows.text, l->rows.len);
    json_raw(j, "totals", l->totals.text, l->totals.len);
    json_bool(j, "cut", cut);
    json_close(j, '}');
}

/* POST reports/look {view, definition} -> 200 its first rows, and totals when these are
 * all | 422 */
enum err
reports_look(struct rq *rq)
{
    struct looking l = { 0 };
    const struct report_out out = { &l, look_row, look_total };
    struct report_head head[REPORT_COLUMNS__MAX];
    struct report_made made;
    struct report_ask ask;
    struct report_def def;
    struct jval *v;
    enum err e;

    if ((e = rq_json(rq, &v)))
        return e;
    report_def_in(v, &def);
    if ((e = rq_json_end(rq)) || (e = ask_of(rq, LOOK_ROWS, &ask)))
        return e;
    buf_init(&l.rows, rq->arena);
    buf_init(&l.totals, rq->arena);
    l.row.out = &l.rows;
    l.total.out = &l.totals;
    l.n = report_heads(&def, head);
    json_open(&l.row, NULL, '[');
    json_open(&l.total, NULL, '[');
    if ((e = report_run(rq->db, rq->arena, &def, &ask, &out, &made)))
        return made.why ? too_large(rq, made.why) : e;
    json_close(&l.row, ']');
    json_close(&l.total, ']');
    answer_look(rq, &l, head, made.cut);
    return OK;
}

/* -- the file -------------------------------------------------------------- */

const struct param REPORTS_FILE_PARAMS[] = {
    { .name = "format",
        .kind = PARAM_ENUM,
        .names = FORMATS,
        .need = true,
        .summary = "csv has the rows alone; xlsx and pdf also totals and what the "
                   "columns mean" },
    { .name = "language", .max = 16, .summary = "of the heads: en, de, fr" },
    { .name = NULL },
};

static enum err
record(struct rq *rq, uint64_t id, size_t format, uint64_t rows)
{
    return audit_add(
        rq->db, &(struct audit){ .by = &rq->actor,
                    .action = "report.run",
                    .object_kind = "report",
                    .object_id = id,
                    .after = AUDIT_TEXTS(rq->arena, "format", FORMATS[format], "rows",
                        arena_fmt(rq->arena, "%llu", (unsigned long long)rows)) });
}

static enum err
send(struct rq *rq, const struct report_book *b, const char *path)
{
    rq_header(rq, "Content-Disposition",
        file_disposition(rq->arena, report_file_name(rq->arena, b)));
    return rq_file(rq, path, sheet_type(b->format));
}

/* GET reports/{id}/file -> 200 as its reader may see it | 404 | 422 too large */
enum err
reports_file(struct rq *rq)
{
    struct report_book b = { .by = rq->who.name, .word = export_word };
    size_t format = rq_enum(rq, "format", 0);
    struct saved_report_list r;
    struct report_made made;
    struct report_def def;
    const char *folder, *path;
    enum err e;

    if ((e = saved_report_one(
             rq->db, rq->arena, rq_part_id(rq, "id"), rq->who.user_id, &r)) ||
        (e = ask_of(rq, EXPORT_INLINE_ROWS__MAX, &b.ask)) ||
        (e = export_folder(rq->arena, rq->conf, &folder)))
        return e;
    if (report_def_read(rq->arena, r.view, r.definition, &def))
        return too_large(rq, "its definition does not fit its view any more");
    path = arena_fmt(rq->arena, "%s/" REPORT_FILE_PREFIX "%s", folder,
        rand_token(rq->arena, TOKEN_BYTES));
    b.name = r.name;
    b.language = rq_text(rq, "language") ? rq_text(rq, "language") : "en";
    b.def = &def;
    b.format = (enum sheet_format)format;
    if ((e = report_file_make(rq->db, rq->arena, &b, path, &made)))
        return made.why ? too_large(rq, made.why) : e;
    if (made.cut)
        e = too_large(rq,
            "it has more than 50,000 rows: filter or group it, or have it "
            "sent by mail");
    else if (!(e = record(rq, r.id, format, made.rows)))
        e = send(rq, &b, path);
    unlink(path);
    return e;
}
