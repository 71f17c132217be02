#include "handler/chat.h"

#include "base/text.h"
#include "handler/attachment.h"
#include "handler/common.h"
#include "service/post_message.h"
#include "store/q_chat.h"

enum { ROWS__MAX = 100 };

const struct param CHAT_PARAMS[] = {
    { .name = "after", .kind = PARAM_INT, .min = 0, .max = INT64_MAX },
    { .name = "before", .kind = PARAM_INT, .min = 1, .max = INT64_MAX },
    { .name = NULL },
};

/* -- reading ----------------------------------------------------------------- */

static enum err
read_rows(struct rq *rq, uint64_t customer_id, uint64_t item_id, bool staff,
    struct chat_since **row, size_t *n, bool *more)
{
    int64_t after = rq_i64(rq, "after", -1), before = rq_i64(rq, "before", INT64_MAX);
    uint64_t scope = staff ? rq->who.scope : 0;
    enum err e;

    if (after >= 0)
        e = chat_since(rq->db, rq->arena, customer_id, scope, item_id, (uint64_t)after,
            ROWS__MAX + 1, row, n);
    else
        e = chat_before(rq->db, rq->arena, customer_id, scope, item_id,
            (uint64_t)before, ROWS__MAX + 1, row, n);
    if (e)
        return e;
    if ((*more = *n > ROWS__MAX))
        *n = ROWS__MAX;
    for (size_t i = 0; after < 0 && i < *n / 2; i++) {
        struct chat_since was = (*row)[i];

        (*row)[i] = (*row)[*n - 1 - i];
        (*row)[*n - 1 - i] = was;
    }
    return OK;
}

static enum err
read_files(struct rq *rq, uint64_t customer_id, const struct chat_since *row, size_t n,
    struct chat_files **f, size_t *f_n)
{
    struct buf b;
    struct json j = { .out = &b };

    buf_init(&b, rq->arena);
    json_open(&j, NULL, '[');
    for (size_t i = 0; i < n; i++)
        json_u64(&j, NULL, row[i].id);
    json_close(&j, ']');
    return chat_files(rq->db, rq->arena, customer_id, b.text, f, f_n);
}

static void
json_row(struct rq *rq, struct json *j, const struct chat_since *m,
    const struct chat_files *f, size_t f_n)
{
    bool contact = text_eq(m->author_kind, "contact");
    bool mine = text_eq(m->author_id, rq->actor.id) &&
                contact == (rq->actor.kind == ACTOR_CONTACT);

    json_open(j, NULL, '{');
    json_id(j, "id", m->id);
    json_u64(j, "seq", m->seq);
    json_id(j, "conversation_id", m->conversation_id);
    json_id_or_null(j, "invoice_id", m->item_id);
    json_text(j, "invoice_number", m->item_number);
    json_id_or_null(j, "dispute_id", m->dispute_id);
    json_text(j, "side", contact ? "contact" : "staff");
    json_text(j, "author_name", m->author_name);
    json_text(j, "channel", m->channel);
    json_text(j, "body", m->body);
    json_instant(j, "at", m->created_at);
    json_text(j, "client_key", mine ? m->client_key : NULL);
    json_open(j, "files", '[');
    for (size_t i = 0; i < f_n; i++) {
        if (f[i].owner_id != m->id)
            continue;
        json_open(j, NULL, '{');
        json_id(j, "id", f[i].id);
        json_text(j, "file_name", f[i].file_name);
        json_text(j, "purpose", f[i].purpose);
        json_u64(j, "bytes", f[i].bytes_n);
        json_close(j, '}');
    }
    json_close(j, ']');
    json_close(j, '}');
}

enum err
chat_answer(struct rq *rq, uint64_t customer_id, uint64_t item_id, bool staff)
{
    struct chat_since *row;
    struct chat_files *f;
    struct json *j;
    size_t n, f_n;
    bool more;
    enum err e;

    if ((e = read_rows(rq, customer_id, item_id, staff, &row, &n, &more)) ||
        (e = read_files(rq, customer_id, row, n, &f, &f_n)))
        return e;
    j = rq_reply(rq, 200);
    json_open(j, NULL, '{');
    json_open(j, "rows", '[');
    for (size_t i = 0; i < n; i++)
        json_row(rq, j, &row[i], f, f_n);
    json_close(j, ']');
    json_bool(j, "more", more);
    json_close(j, '}');
    return OK;
}

/* -- writing ------------------------------------------------------------------- */

void
chat_read_files(struct rq *rq, struct jval *v, struct message_in *in)
{
    struct jval *list = jsonin_array(v, "file_ids", JSONIN_MAY, CHAT_FILES__MAX);
    uint64_t *ids = arena_new_n(rq->arena, CHAT_FILES__MAX + 1, uint64_t);

    in->file_ids = ids;
    for (struct jval *i = list ? jsonin_first(list) : NULL;
         i && in->files_n < CHAT_FILES__MAX; i = jsonin_next(i))
        if (jsonin_id(i, NULL, JSONIN_NEED, &ids[in->files_n]))
            in->files_n++;
}

enum err
chat_posted(struct rq *rq, enum err e, const struct message_posted *out)
{
    if (e == ERR_INVALID && out->bad_file)
        faults_add(&rq->faults, "/file_ids",
            "names a file that you have not handed over, or sent already");
    return e;
}

enum err
chat_receive_file(struct rq *rq, uint64_t customer_id, const char *purpose)
{
    struct attachment_in in = { .file_name = rq_text(rq, "file_name"),
        .purpose = purpose,
        .owner.customer_id = customer_id };
    uint64_t id;
    enum err e = attachment_receive(rq, &in, &id);

    return e ? e : rq_made(rq, 201, id);
}
