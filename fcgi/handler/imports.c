#include "handler/imports.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/log.h"
#include "base/rand.h"
#include "base/text.h"
#include "handler/common.h"
#include "service/queue_import.h"
#include "store/q_import_batch.h"
#include "store/q_import_error.h"

enum { PIECE = 1 << 16 };

const struct param IMPORTS_ADD_PARAMS[] = {
    { .name = "kind", .kind = PARAM_TEXT, .max = 32, .summary = "ar-csv" },
    { .name = "profile", .kind = PARAM_TEXT, .max = 64, .need = true },
    { .name = "file_name", .kind = PARAM_TEXT, .max = 250 },
    { .name = NULL },
};

/* The body into a new file; *path is set once there is one. */
static enum err
receive(struct rq *rq, const char **path)
{
    char piece[PIECE];
    const char *folder;
    size_t left = rq->content_length, n;
    enum err e;
    int fd;

    if ((e = import_folder(rq->arena, rq->conf, &folder)))
        return e;
    *path = arena_fmt(rq->arena, "%s/%s.tmp", folder, rand_token(rq->arena, 16));
    fd = open(*path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (fd < 0) {
        log_error("import_file", kv("path", *path), kv("why", strerror(errno)));
        *path = NULL;
        return ERR_DOWN;
    }
    while (left && (n = rq->read(rq->io, piece, left < PIECE ? left : PIECE))) {
        if (write(fd, piece, n) != (ssize_t)n) {
            log_error("import_write", kv("why", strerror(errno)));
            close(fd);
            return ERR_DOWN;
        }
        left -= n;
    }
    if (close(fd))
        return ERR_DOWN;
    return left ? rq_problem(rq, ERR_INVALID, 400, "malformed",
                      "The body ended before its time.")
                : OK;
}

static enum err
queue(struct rq *rq, const char *path)
{
    const char *why = NULL, *kind = rq_text(rq, "kind"),
               *name = rq_text(rq, "file_name");
    const struct import_request in = { .kind = kind ? kind : "ar-csv",
        .profile = rq_text(rq, "profile"),
        .file_name = name && name[0] ? name : "upload.csv",
        .by = &rq->actor };
    struct json *j;
    uint64_t id;
    enum err e = queue_import(rq->db, rq->arena, rq->conf, &in, path, &id, &why);

    if (e == ERR_INVALID)
        faults_add(&rq->faults, "", "%s", why);
    if (e)
        return e == ERR_NOT_FOUND ? ERR_DOWN : e;
    j = rq_reply(rq, 202);
    json_open(j, NULL, '{');
    json_id(j, "id", id);
    json_close(j, '}');
    return OK;
}

/* A file may be about any division, and so may the rows of its errors. */
static bool
may_see(const struct rq *rq)
{
    return !rq->who.scope;
}

/* POST imports -> 202 {id} | 403 for who is limited | 415 | 422 no such kind or profile
 */
enum err
imports_add(struct rq *rq)
{
    const char *path = NULL;
    enum err e;

    if (!may_see(rq))
        return rq_problem(rq, ERR_DENIED, 403, "not-allowed",
            "A file may reach every division: somebody who sees all of them sends it.");
    if (rq->content_type && text_starts(rq->content_type, "multipart/"))
        return rq_problem(rq, ERR_INVALID, 415, "media-type",
            "Send the file itself as the body, with its name in file_name.");
    if (!rq->content_length)
        return rq_problem(rq, ERR_INVALID, 400, "malformed", "The body is empty.");
    if (!(e = receive(rq, &path)))
        e = queue(rq, path);
    if (e && path && unlink(path) && errno != ENOENT)
        log_warn("import_file_stays", kv("path", path), kv("why", strerror(errno)));
    return e;
}

static void
json_import(struct json *j, const struct import_batch_get *b)
{
    json_open(j, NULL, '{');
    json_id(j, "id", b->id);
    json_text(j, "kind", b->kind);
    json_text(j, "profile", b->profile);
    json_text(j, "file_name", b->file_name);
    json_text(j, "state", b->state);
    json_u64(j, "bytes", b->bytes_n);
    json_u64(j, "bytes_done", b->bytes_done);
    json_u64(j, "rows", b->rows_n);
    json_u64(j, "created", b->created_n);
    json_u64(j, "changed", b->changed_n);
    json_u64(j, "same", b->same_n);
    json_u64(j, "bad", b->bad_n);
    json_text(j, "fault", b->fault);
    json_instant(j, "started_at", b->started_at);
    json_instant_or_null(j, "ended_at", b->ended_at);
    json_close(j, '}');
}

/* GET imports -> 200 */
enum err
imports_list(struct rq *rq)
{
    struct rq_cursor before = { .id = UINT64_MAX }, last;
    struct import_batch_get *rows;
    struct json *j;
    bool first;
    size_t n = 0;
    enum err e;

    if ((e = rq_cursor(rq, "imports", &before, &first)))
        return e;
    if (may_see(rq) &&
        (e = import_batch_list(rq->db, rq->arena, first ? UINT64_MAX : before.id,
             (uint32_t)rq->limit + 1, &rows, &n)))
        return e;
    j = rq_list_open(rq);
    for (size_t i = 0; i < n && i < rq->limit; i++)
        json_import(j, &rows[i]);
    if (n > rq->limit)
        last = (struct rq_cursor){ .id = rows[rq->limit - 1].id };
    rq_list_close(rq, "imports", n > rq->limit ? &last : NULL);
    return OK;
}

static enum err
find(struct rq *rq, struct import_batch_get *b)
{
    if (!may_see(rq))
        return ERR_NOT_FOUND;
    return import_batch_get(rq->db, rq->arena, rq_part_id(rq, "id"), b);
}

/* GET imports/{id} -> 200 | 404 */
enum err
imports_get(struct rq *rq)
{
    struct import_batch_get b;
    enum err e = find(rq, &b);

    if (!e)
        json_import(rq_reply(rq, 200), &b);
    return e;
}

/* GET imports/{id}/errors -> 200 | 404 */
enum err
imports_errors(struct rq *rq)
{
    struct rq_cursor after = { 0 }, last;
    struct import_error_list *rows;
    struct import_batch_get b;
    struct json *j;
    bool first;
    size_t n;
    enum err e;

    if ((e = rq_cursor(rq, "import-errors", &after, &first)) || (e = find(rq, &b)) ||
        (e = import_error_list(rq->db, rq->arena, b.id, (uint32_t)after.id,
             (uint32_t)rq->limit + 1, &rows, &n)))
        return e;
    j = rq_list_open(rq);
    for (size_t i = 0; i < n && i < rq->limit; i++) {
        json_open(j, NULL, '{');
        json_u64(j, "line", rows[i].line_no);
        json_text(j, "field", rows[i].field);
        json_text(j, "value", rows[i].value);
        json_text(j, "reason", rows[i].reason);
        json_text(j, "row", rows[i].row_text);
        json_close(j, '}');
    }
    if (n > rq->limit)
        last = (struct rq_cursor){ .id = rows[rq->limit - 1].seq };
    rq_list_close(rq, "import-errors", n > rq->limit ? &last : NULL);
    return OK;
}
