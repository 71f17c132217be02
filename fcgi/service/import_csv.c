#include "service/import_csv.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/log.h"
#include "base/sha.h"
#include "base/text.h"
#include "db/lock.h"
#include "service/import_profile.h"
#include "service/import_rows.h"
#include "store/audit.h"
#include "store/q_division.h"
#include "store/q_import_batch.h"
#include "store/q_import_error.h"

enum { PIECE = 1 << 18, FAULT__MAX = 1000 };

char *
import_path(struct arena *a, const struct conf *conf, uint64_t batch_id)
{
    return arena_fmt(
        a, "%s/imports/%llu.csv", conf->var_dir, (unsigned long long)batch_id);
}

/* Bytes and SHA-256 of the file. */
static enum err
measure(int fd, uint64_t *bytes, uint8_t hash[static SHA_BYTES])
{
    char *p = malloc(PIECE);
    struct sha s;
    ssize_t n;

    if (!p)
        abort();
    sha_start(&s);
    *bytes = 0;
    while ((n = read(fd, p, PIECE)) > 0) {
        sha_add(&s, p, (size_t)n);
        *bytes += (uint64_t)n;
    }
    sha_end(&s, hash);
    free(p);
    return n < 0 ? ERR_NOT_FOUND : OK;
}

enum err
import_begin(struct db *db, struct arena *a, const struct conf *conf,
    const struct import_request *rq, const char *path, uint64_t *batch_id,
    const char **why)
{
    struct import_batch_insert_in row = { .kind = rq->kind,
        .profile = rq->profile,
        .started_at = rq->by->now_us,
        .actor_kind = actor_kind_name(rq->by->kind),
        .actor_id = rq->by->id };
    struct audit audit = {
        .by = rq->by, .action = "import.begin", .object_kind = "import"
    };
    struct profile_division division;
    struct ar_profile profile;
    uint8_t hash[SHA_BYTES];
    char name[255], hex[SHA_HEX__SIZE];
    enum err e;
    int fd;

    *why = "the only kind is ar-csv";
    if (!text_eq(rq->kind, "ar-csv"))
        return ERR_INVALID;
    e = import_profile(db, a, conf->lua_dir, rq->profile, &profile, &division, why);
    if (e)
        return e == ERR_NOT_FOUND ? ERR_INVALID : e;
    if ((fd = open(path, O_RDONLY | O_CLOEXEC)) < 0)
        return ERR_NOT_FOUND;
    e = measure(fd, &row.bytes_n, hash);
    close(fd);
    if (e || (e = db_id(db, &row.id)))
        return e;
    (void)text_copy(name, sizeof name, rq->file_name);
    row.file_name = name;
    row.file_hash = hash;
    *batch_id = audit.object_id = row.id;
    audit.after = AUDIT_TEXTS(a, "kind", rq->kind, "profile", rq->profile, "file_name",
        name, "sha256", sha_hex(hash, hex));
    if ((e = db_begin(db)))
        return e;
    if (!(e = import_batch_insert(db, &row, NULL)))
        e = audit_add(db, &audit);
    return db_end(db, e);
}

/* One import under way. */
struct run {
    struct db *db;
    struct arena *a, *row; /* of the import, of the row under way */
    struct ar_profile profile;
    struct import_counts *counts;
    uint64_t batch_id, bytes_read;
    import_progress_fn *progress;
    void *ctx;
    struct ar_header header;
    bool has_header, stopped;
    struct import_rows *rows;
    const char *fault;
};

static enum err
tell_progress(struct run *r)
{
    const struct import_counts *c = r->counts;

    r->counts->bytes_done = r->bytes_read;
    r->stopped = r->progress && !r->progress(r->ctx, c);
    if (r->stopped)
        return ERR_LIMIT;
    return import_batch_progress(r->db,
        &(struct import_batch_progress_in){ .bytes_done = c->bytes_done,
            .rows_n = c->rows,
            .created_n = c->created,
            .changed_n = c->changed,
            .same_n = c->same,
            .bad_n = c->bad,
            .id = r->batch_id },
        NULL);
}

static enum err
on_row(void *ctx, const struct csv_row *row)
{
    struct run *r = ctx;
    struct ar_record record;
    struct ar_faults faults;
    bool applied;
    enum err e;

    if (!r->has_header) {
        r->has_header = true;
        return ar_header_read(&r->header, r->a, &r->profile, row, &r->fault);
    }
    arena_reset(r->row);
    if (ar_record_read(&r->header, r->row, row, &record, &faults))
        e = import_rows_bad(r->rows, row, &faults, &applied);
    else
        e = import_rows_add(r->rows, &record, row, &applied);
    return e || !applied ? e : tell_progress(r);
}

static enum err
read_file(struct run *r, int fd)
{
    struct csv_in *in =
        csv_in_new(r->profile.encoding, r->profile.delimiter, on_row, r);
    char *piece = malloc(PIECE);
    enum err e = OK;
    ssize_t n = 0;

    if (!piece)
        abort();
    while (!e && (n = read(fd, piece, PIECE)) > 0) {
        r->bytes_read += (uint64_t)n;
        e = csv_in_feed(in, piece, (size_t)n);
    }
    if (!e && n < 0) {
        r->fault = arena_fmt(r->a, "the file cannot be read: %s", strerror(errno));
        e = ERR_INVALID;
    }
    if (!e)
        e = csv_in_end(in);
    if (csv_in_fault(in)[0])
        r->fault = arena_str(r->a, csv_in_fault(in));
    if (!e && !r->has_header) {
        r->fault = "the file is empty";
        e = ERR_INVALID;
    }
    free(piece);
    csv_in_free(in);
    return e;
}

/* The division that the profile brings along: that of its code, else the only one there
 * is, else a new one. */
static enum err
make_division(struct db *db, struct arena *a, struct ar_profile *profile,
    const struct profile_division *d)
{
    struct division_insert_in row = { .code = d->code,
        .name = d->name,
        .country = d->country,
        .time_zone = d->time_zone,
        .currency = d->currency,
        .cash_authority = "erp",
        .created_at = clock_now_us() };
    struct division_all *all;
    size_t n;
    enum err e;

    if (!d->code)
        return OK;
    if ((e = division_all(db, a, &all, &n)))
        return e;
    for (size_t i = 0; i < n; i++)
        if (text_eq_nocase(all[i].code, d->code))
            return OK;
    if (n == 1) {
        profile->division = NULL;
        return OK;
    }
    if ((e = db_id(db, &row.id)))
        return e;
    return division_insert(db, &row, NULL);
}

static enum err
run_file(struct run *r, const struct conf *conf, const struct import_batch_get *batch,
    const char *path)
{
    struct actor by = { .kind = ACTOR_SYSTEM,
        .id = batch->actor_id,
        .ip = "",
        .request_id = "",
        .now_us = clock_now_us() };
    struct profile_division division;
    enum err e;
    int fd;

    for (enum actor_kind k = 0; k < ACTOR__MAX; k++)
        if (text_eq(batch->actor_kind, actor_kind_name(k)))
            by.kind = k;
    if ((e = import_profile(r->db, r->a, conf->lua_dir, batch->profile, &r->profile,
             &division, &r->fault)) ||
        (e = make_division(r->db, r->a, &r->profile, &division)))
        return e == ERR_NOT_FOUND ? ERR_INVALID : e;
    r->fault = NULL;
    if ((fd = open(path, O_RDONLY | O_CLOEXEC)) < 0) {
        r->fault = arena_fmt(r->a, "the file cannot be read: %s", strerror(errno));
        return ERR_INVALID;
    }
    e = import_rows_new(
        r->db, r->batch_id, batch->file_name, &r->profile, &by, r->counts, &r->rows);
    if (!e) {
        enum err f;

        r->row = arena_new();
        e = read_file(r, fd);
        /* what was good before the file broke goes into the ledger */
        f = import_rows_end(r->rows);
        e = e ? e : f;
        arena_free(r->row);
    }
    close(fd);
    return e;
}

static const char *
number(struct arena *a, uint64_t n)
{
    return arena_fmt(a, "%llu", (unsigned long long)n);
}

/* One row of the audit tells what a file did, however long it was. */
static enum err
write_end(struct run *r, const char *state, const char *fault)
{
    const struct import_counts *c = r->counts;
    const struct actor by = { .kind = ACTOR_SYSTEM,
        .id = "import",
        .ip = "",
        .request_id = "",
        .now_us = clock_now_us() };
    enum err e = import_batch_end(r->db, state, fault, by.now_us, r->batch_id, NULL);

    if (e)
        return e;
    return audit_add(
        r->db, &(struct audit){ .by = &by,
                   .action = "import.end",
                   .object_kind = "import",
                   .object_id = r->batch_id,
                   .after = AUDIT_TEXTS(r->a, "state", state, "fault", fault, "rows",
                       number(r->a, c->rows), "created", number(r->a, c->created),
                       "changed", number(r->a, c->changed), "same",
                       number(r->a, c->same), "bad", number(r->a, c->bad)) });
}

/* How it ended, for whoever looks at the batch, unless it is to go on later. */
static enum err
finish(struct run *r, enum err e)
{
    char fault[FAULT__MAX];
    enum err f;

    if (e == ERR_DOWN || r->stopped)
        return e;
    if (e && !r->fault)
        r->fault = arena_fmt(r->a, "stopped: %s; the log has the story", err_name(e));
    (void)text_copy(fault, sizeof fault, r->fault ? r->fault : "");
    f = tell_progress(r);
    if (!f || r->stopped)
        f = db_begin(r->db);
    if (!f)
        f = db_end(r->db, write_end(r, e ? "failed" : "done", e ? fault : NULL));
    return e ? e : f;
}

enum err
import_file(struct db *db, const struct conf *conf, uint64_t batch_id, const char *path,
    import_progress_fn *progress, void *ctx, struct import_counts *counts)
{
    struct import_counts own;
    struct import_batch_get batch;
    struct run r = { .db = db,
        .counts = counts ? counts : &own,
        .batch_id = batch_id,
        .progress = progress,
        .ctx = ctx };
    enum err e;

    r.a = arena_new();
    if (!(e = import_batch_get(db, r.a, batch_id, &batch)) &&
        !(e = import_error_drop(db, batch_id, NULL))) {
        *r.counts = (struct import_counts){ .bytes = batch.bytes_n };
        e = finish(&r, run_file(&r, conf, &batch, path));
    }
    arena_free(r.a);
    return e;
}

enum err
import_run(struct db *db, const struct conf *conf, uint64_t batch_id,
    import_progress_fn *progress, void *ctx)
{
    struct arena *a = arena_new();
    const char *path = import_path(a, conf, batch_id);
    struct import_counts c = { 0 };
    enum err e = import_file(db, conf, batch_id, path, progress, ctx, &c);

    log_info("import_ended", kv("batch", batch_id), kv("err", err_name(e)),
        kv("rows", c.rows), kv("created", c.created), kv("changed", c.changed),
        kv("same", c.same), kv("bad", c.bad));
    if (e != ERR_DOWN && e != ERR_LIMIT && unlink(path) && errno != ENOENT)
        log_warn("import_file_stays", kv("path", path), kv("why", strerror(errno)));
    arena_free(a);
    return e == ERR_INVALID ? OK : e; /* told in the batch; nothing to retry */
}
