#include "handler/attachment.h"

#include "base/text.h"

/* The whole body, which http has checked against the route's limit. */
static enum err
read_body(struct rq *rq, struct attachment_in *in)
{
    size_t n = rq->content_length, len = 0, got;
    char *body;

    if (rq->content_type && text_starts(rq->content_type, "multipart/"))
        return rq_problem(rq, ERR_INVALID, 415, "media-type",
            "Send the file itself as the body, with its name in file_name.");
    if (!n)
        return rq_problem(rq, ERR_INVALID, 400, "malformed", "The body is empty.");
    body = arena_alloc(rq->arena, n);
    while (len < n && (got = rq->read(rq->io, body + len, n - len)))
        len += got;
    if (len < n)
        return rq_problem(
            rq, ERR_INVALID, 400, "malformed", "The body ended before its time.");
    in->bytes = body;
    in->n = n;
    return OK;
}

enum err
attachment_receive(struct rq *rq, struct attachment_in *in, uint64_t *id)
{
    const char *why = "";
    enum err e;

    if ((e = read_body(rq, in)))
        return e;
    in->client_key = rq_text(rq, "client_key");
    e = keep_attachment(rq->db, rq->arena, rq->conf, &rq->actor, in, id, &why);
    if (e == ERR_LIMIT)
        return rq_problem(rq, e, 413, "too-large", "%s", why);
    if (e == ERR_INVALID)
        return rq_problem(rq, e, 422, "file-refused", "%s", why);
    if (e == ERR_DENIED)
        return rq_problem(rq, ERR_INVALID, 422, "file-infected", "%s", why);
    if (e == ERR_DOWN && *why)
        return rq_problem(rq, e, 503, "not-scanned", "%s", why);
    return e;
}

/* RFC 6266: the plain form for what is ASCII, the other for everything. */
const char *
file_disposition(struct arena *a, const char *name)
{
    struct buf b;

    buf_init(&b, a);
    buf_text(&b, "attachment; filename=\"");
    for (const char *p = name; *p; p++)
        buf_char(&b,
            *p < 0x20 || *p > 0x7e || *p == '"' || *p == '\\' || *p == '%' ? '_' : *p);
    buf_text(&b, "\"; filename*=UTF-8''");
    text_url(&b, name);
    return b.text;
}

enum err
attachment_send(struct rq *rq, const struct attachment_by_id *file)
{
    const char *name = attachment_file_name(rq->arena, file->file_name, file->type);
    enum err e;

    rq_reply(rq, 200);
    if ((e = attachment_read(rq->conf, file->sha256, file->bytes_n, &rq->out)))
        return e;
    rq->type = file->type;
    rq_header(rq, "Content-Disposition", file_disposition(rq->arena, name));
    rq_header(rq, "Content-Security-Policy", "default-src 'none'; sandbox");
    return OK;
}
