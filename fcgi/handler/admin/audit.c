#include "handler/admin/audit.h"

#include "base/date.h"
#include "db/stmt.h"
#include "handler/common.h"
#include "http/http.h"
#include "service/export_audit.h"
#include "service/seal_audit.h"

enum { FOUND__MAX = 100, EXPORT_ROWS__MAX = 20000 };

const struct param AUDIT_EXPORT_PARAMS[] = {
    { .name = "since", .kind = PARAM_DAY, .summary = "first day, UTC" },
    { .name = "until", .kind = PARAM_DAY, .summary = "last day, UTC" },
    { .name = NULL },
};

struct faults_found {
    struct buf b;
    struct json j;
    size_t n;
};

static void
told(void *ctx, enum audit_fault f, uint64_t id, uint64_t n)
{
    struct faults_found *found = ctx;

    if (found->n++ >= FOUND__MAX)
        return;
    json_open(&found->j, NULL, '{');
    json_text(&found->j, "fault", audit_fault_name(f));
    json_id_or_null(&found->j, "id", id);
    json_u64(&found->j, "rows", n);
    json_close(&found->j, '}');
}

/* GET audit/proof -> 200 */
enum err
audit_proof_get(struct rq *rq)
{
    uint8_t key[SECRET_KEY_BYTES];
    struct faults_found found = { 0 };
    char seal[SHA_HEX__SIZE];
    struct audit_proof p;
    struct json *j;
    enum err e;

    secret_derive(rq->http->master, "audit", key);
    buf_init(&found.b, rq->arena);
    found.j.out = &found.b;
    json_open(&found.j, NULL, '[');
    if ((e = verify_audit(rq->db, key, NULL, told, &found, &p)))
        return e;
    json_close(&found.j, ']');
    j = rq_reply(rq, 200);
    json_open(j, NULL, '{');
    json_bool(j, "whole", !p.faults_n);
    json_u64(j, "rows", p.rows_n);
    json_u64(j, "pending", p.pending_n);
    json_id_or_null(j, "last_id", p.head.last_id);
    json_text(j, "seal", sha_hex(p.head.seal, seal));
    json_instant_or_null(j, "sealed_at", p.sealed_at);
    json_u64(j, "faults_n", p.faults_n);
    json_raw(j, "faults", found.b.text, found.b.len);
    json_close(j, '}');
    return OK;
}

static void
append(void *ctx, const char *text, size_t n)
{
    buf_add(ctx, text, n);
}

/* GET audit/export -> 200 CSV, in the order of time */
enum err
audit_export(struct rq *rq)
{
    int32_t since = rq_day(rq, "since", DAY_NONE),
            until = rq_day(rq, "until", DAY_NONE);
    const struct export_audit_in in = {
        .from = since == DAY_NONE ? INT64_MIN : date_instant(since),
        .to = until == DAY_NONE ? INT64_MAX : date_instant(until + 1),
        .as_csv = true,
        .rows__max = EXPORT_ROWS__MAX,
    };
    enum err e;

    rq_reply(rq, 200);
    rq->type = "text/csv; charset=utf-8";
    rq_header(rq, "Content-Disposition", "attachment; filename=\"audit.csv\"");
    if ((e = export_audit(rq->db, &in, append, &rq->out)))
        buf_truncate(&rq->out, 0);
    return e;
}
