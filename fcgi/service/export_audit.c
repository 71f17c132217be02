#include "service/export_audit.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/date.h"
#include "base/json.h"
#include "base/sha.h"
#include "store/q_audit.h"

/* A seal as it is written; NULL when there is none. */
static const char *
seal_text(const uint8_t seal[static SHA_BYTES], char out[static SHA_HEX__SIZE])
{
    static const uint8_t none[SHA_BYTES];

    return memcmp(seal, none, SHA_BYTES) == 0 ? NULL : sha_hex(seal, out);
}

static void
write_json(struct buf *b, const struct audit_all *r)
{
    struct json j = { .out = b };
    char at[DATE_INSTANT_TEXT__SIZE], seal[SHA_HEX__SIZE];

    json_open(&j, NULL, '{');
    json_id(&j, "id", r->id);
    json_text(&j, "at", date_format_instant(r->at, at));
    json_text(&j, "actor_kind", r->actor_kind);
    json_text(&j, "actor_id", r->actor_id);
    json_text(&j, "ip", r->ip);
    json_text(&j, "request_id", r->request_id);
    json_text(&j, "action", r->action);
    json_text(&j, "object_kind", r->object_kind);
    json_text(&j, "object_id", r->object_id);
    if (r->customer_id)
        json_id(&j, "customer_id", r->customer_id);
    else
        json_nil(&j, "customer_id");
    json_text(&j, "before", r->before_json);
    json_text(&j, "after", r->after_json);
    json_text(&j, "seal", seal_text(r->seal, seal));
    json_close(&j, '}');
    buf_char(b, '\n');
}

static void
add_cell(struct buf *b, const char *text, char end)
{
    buf_char(b, '"');
    if (text && strchr("=+-@\t\r", *text) && *text)
        buf_char(b, '\'');
    for (const char *p = text ? text : ""; *p; p++) {
        if (*p == '"')
            buf_char(b, '"');
        buf_char(b, *p);
    }
    buf_char(b, '"');
    buf_char(b, end);
    if (end == '\r')
        buf_char(b, '\n');
}

static void
write_csv(struct buf *b, const struct audit_all *r)
{
    char id[24], customer[24], at[DATE_INSTANT_TEXT__SIZE], seal[SHA_HEX__SIZE];
    const char *const cells[] = { id, date_format_instant(r->at, at), r->actor_kind,
        r->actor_id, r->ip, r->request_id, r->action, r->object_kind, r->object_id,
        r->customer_id ? customer : NULL, r->before_json, r->after_json,
        seal_text(r->seal, seal) };
    size_t n = sizeof cells / sizeof *cells;

    snprintf(id, sizeof id, "%" PRIu64, r->id);
    snprintf(customer, sizeof customer, "%" PRIu64, r->customer_id);
    for (size_t i = 0; i < n; i++)
        add_cell(b, cells[i], i + 1 < n ? ',' : '\r');
}

enum err
export_audit(struct db *db, const struct export_audit_in *in,
    void (*put)(void *ctx, const char *text, size_t n), void *ctx)
{
    static const char HEAD[] =
        "id,at,actor_kind,actor_id,ip,request_id,action,object_kind,"
        "object_id,customer_id,before,after,seal\r\n";
    struct arena *a = arena_new();
    struct audit_all_stream s;
    uint64_t n = 0;
    struct buf b;
    enum err e = audit_all_open(&s, db, 0, UINT64_MAX);

    if (!e && in->as_csv)
        put(ctx, HEAD, sizeof HEAD - 1);
    while (!e && (!in->rows__max || n < in->rows__max) && audit_all_next(&s)) {
        if (s.row.at < in->from || s.row.at >= in->to)
            continue;
        buf_init(&b, a);
        if (in->as_csv)
            write_csv(&b, &s.row);
        else
            write_json(&b, &s.row);
        put(ctx, b.text, b.len);
        arena_reset(a);
        n++;
    }
    arena_free(a);
    return e ? e : audit_all_close(&s);
}
