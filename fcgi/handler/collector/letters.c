#include "handler/collector/letters.h"

#include <inttypes.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/date.h"
#include "base/text.h"
#include "handler/attachment.h"
#include "handler/common.h"
#include "service/letter_batch.h"
#include "service/rulebook.h"
#include "store/q_letter.h"

/* Longer work is done call by call, so that its page shows how far it is. */
#define AT_ONCE_US (3 * DATE_US_PER_S)

enum { REASON__MAX = 250 };

struct shop {
    struct delivery d;
    struct letter_shop s;
};

static enum err
open_shop(struct rq *rq, struct shop *out)
{
    enum err e = *rq->rulebook ? rulebook_refresh(*rq->rulebook, rq->db, rq->now_us)
                               : rulebook_open(rq->rulebook, rq->db, rq->now_us);

    *out = (struct shop){ .d = { .rules = *rq->rulebook, .conf = rq->conf },
        .s = { .now_at = rq->now_us, .until = clock_real_us() + AT_ONCE_US } };
    out->s.d = &out->d;
    return e;
}

/* -- what waits ------------------------------------------------------------ */

/* GET letters/waiting -> 200 how many, division by division */
enum err
letters_waiting(struct rq *rq)
{
    struct letter_waiting_sums *d;
    uint64_t total = 0;
    struct json *j;
    size_t n;
    enum err e;

    if ((e = letter_waiting_sums(rq->db, rq->arena, rq->who.scope, rq->now_us, &d, &n)))
        return e;
    j = rq_reply(rq, 200);
    json_open(j, NULL, '{');
    json_open(j, "divisions", '[');
    for (size_t k = 0; k < n; k++) {
        json_open(j, NULL, '{');
        json_id(j, "id", d[k].division_id);
        json_text(j, "code", d[k].code);
        json_text(j, "name", d[k].name);
        json_u64(j, "count", d[k].n);
        json_instant(j, "oldest_at", d[k].oldest_at);
        json_close(j, '}');
        total += d[k].n;
    }
    json_close(j, ']');
    json_u64(j, "total", total);
    json_i64(j, "at_once", LETTER_BATCH__MAX);
    json_close(j, '}');
    return OK;
}

static enum err
read_choice(struct rq *rq, struct letter_choice *out, int64_t *skip)
{
    struct jval *v, *list;
    uint64_t *ids;
    enum err e;

    if ((e = rq_json(rq, &v)))
        return e;
    *out = (struct letter_choice){ .scope = rq->who.scope };
    jsonin_id(v, "division_id", JSONIN_MAY, &out->division_id);
    jsonin_bool(v, "duplex", JSONIN_MAY, &out->duplex);
    if (skip)
        jsonin_i64(v, "skip", JSONIN_MAY, 0, LETTER_BATCH__MAX, skip);
    list = jsonin_array(v, "outbox_ids", JSONIN_MAY, LETTER_BATCH__MAX);
    ids = arena_new_n(rq->arena, jsonin_count(list) + 1, uint64_t);
    for (struct jval *i = jsonin_first(list); i; i = jsonin_next(i))
        if (jsonin_id(i, NULL, JSONIN_NEED, &ids[out->n]))
            out->n++;
    out->outbox_ids = ids;
    return rq_json_end(rq);
}

static void
json_customer(struct json *j, uint64_t id, const char *number, const char *name)
{
    if (!id) {
        json_nil(j, "customer");
        return;
    }
    json_open(j, "customer", '{');
    json_id(j, "id", id);
    json_text(j, "number", number);
    json_text(j, "name", name);
    json_close(j, '}');
}

/* POST letter-batches/preview -> 200 how many, how many pages, who not and why; with
 * `next`, the same again with it as `skip` tells of the others */
enum err
letter_batches_preview(struct rq *rq)
{
    struct letter_choice choice;
    struct letter_preview p;
    struct shop shop;
    int64_t skip = 0;
    struct json *j;
    enum err e;

    if ((e = read_choice(rq, &choice, &skip)) || (e = open_shop(rq, &shop)) ||
        (e = preview_letter_batch(
             rq->db, rq->arena, &shop.s, &choice, (size_t)skip, &p)))
        return e;
    j = rq_reply(rq, 200);
    json_open(j, NULL, '{');
    json_u64(j, "count", p.count);
    json_u64(j, "pages", p.pages);
    json_bool(j, "more", p.more);
    if (p.next)
        json_u64(j, "next", p.next);
    else
        json_nil(j, "next");
    json_open(j, "left_out", '[');
    for (size_t k = 0; k < p.left_n; k++) {
        const struct letter_seen *s = &p.left_out[k];

        json_open(j, NULL, '{');
        json_id(j, "id", p.left_ids[k]);
        json_customer(j, s->customer_id, s->number, s->customer);
        json_text(j, "reason", s->reason);
        json_text(j, "cause", OUTBOX_CAUSE_NAME[s->cause]);
        json_close(j, '}');
    }
    json_close(j, ']');
    json_close(j, '}');
    return OK;
}

/* -- batches --------------------------------------------------------------- */

/* A batch that should be at work and is not was interrupted. */
static enum err
json_head(struct rq *rq, struct json *j, const struct letter_batch_list *b)
{
    bool stopped = false;
    enum err e = OK;

    if (text_eq(b->state, "making") || text_eq(b->state, "posting"))
        e = letter_batch_stopped(rq->db, b->id, &stopped);
    json_id(j, "id", b->id);
    json_text(j, "state", b->state);
    json_bool(j, "interrupted", stopped);
    json_bool(j, "duplex", b->duplex);
    json_text(j, "division", b->division);
    json_text(j, "by", b->maker);
    json_instant(j, "made_at", b->made_at);
    json_u64(j, "letters", b->letters);
    json_u64(j, "pages", b->pages);
    json_u64(j, "left_out", b->left_out);
    json_u64(j, "taken_out", b->taken_out);
    json_u64(j, "posted", b->posted);
    json_i64(j, "opened", b->opened_n);
    json_instant_or_null(j, "opened_at", b->opened_at);
    json_day_or_null(j, "posted_on", b->posted_on);
    return e;
}

static void
json_letter(struct json *j, const struct letter_rows *l)
{
    json_open(j, NULL, '{');
    json_id(j, "id", l->outbox_id);
    json_i64(j, "place", l->seq);
    json_text(j, "state", l->state);
    json_text(j, "reason", l->reason);
    json_text(j, "cause", l->cause);
    json_i64(j, "pages", l->pages_n);
    json_i64(j, "enclosures", l->enclosed_n);
    json_customer(j, l->customer_id, l->customer_number, l->customer_name);
    json_text(j, "subject", l->subject);
    json_text(j, "currency", *l->currency ? l->currency : NULL);
    if (l->total_minor == I64_NONE || !*l->currency)
        json_nil(j, "total");
    else
        json_money(j, "total", l->total_minor, l->currency);
    json_bool(j, "settled", l->settled);
    json_id_or_null(j, "printed_before", l->printed_before);
    json_close(j, '}');
}

static enum err
answer(struct rq *rq, int status, uint64_t id)
{
    struct letter_batch_list b;
    struct letter_rows *l;
    struct json *j;
    size_t n;
    enum err e;

    if ((e = letter_batch_one(rq->db, rq->arena, id, rq->who.scope, &b)) ||
        (e = letter_rows(rq->db, rq->arena, id, &l, &n)))
        return e;
    j = rq_reply(rq, status);
    json_open(j, NULL, '{');
    if ((e = json_head(rq, j, &b)))
        return e;
    json_open(j, "rows", '[');
    for (size_t k = 0; k < n; k++)
        json_letter(j, &l[k]);
    json_close(j, ']');
    json_close(j, '}');
    return OK;
}

/* GET letter-batches/{id}/letters -> 200 what is in it, in the order of its file | 404
 */
enum err
letter_batches_letters(struct rq *rq)
{
    uint64_t id = rq_part_id(rq, "id");
    struct letter_batch_list b;
    struct letter_rows *l;
    struct json *j;
    size_t n;
    enum err e;

    if ((e = letter_batch_one(rq->db, rq->arena, id, rq->who.scope, &b)) ||
        (e = letter_rows(rq->db, rq->arena, id, &l, &n)))
        return e;
    j = rq_list_open(rq);
    for (size_t k = 0; k < n; k++)
        json_letter(j, &l[k]);
    rq_list_close(rq, "letters", NULL);
    return OK;
}

/* POST letter-batches -> 201 with what is in it and what was left out | 409 nothing
 * waits */
enum err
letter_batches_make(struct rq *rq)
{
    struct letter_choice choice;
    struct shop shop;
    uint64_t id;
    enum err e;

    if ((e = read_choice(rq, &choice, NULL)) || (e = open_shop(rq, &shop)))
        return e;
    e = make_letter_batch(rq->db, rq->arena, &rq->actor, &shop.s, &choice, &id);
    if (e == ERR_NOT_FOUND)
        return rq_problem(rq, ERR_CONFLICT, 409, "nothing-waits",
            "No letter waits for that: somebody else may have put them into a batch.");
    return e ? e : answer(rq, 201, id);
}

/* GET letter-batches -> 200 newest first */
enum err
letter_batches_list(struct rq *rq)
{
    struct rq_cursor after = { .id = UINT64_MAX }, last;
    struct letter_batch_list *row;
    struct json *j;
    bool first, more;
    size_t n;
    enum err e;

    if ((e = rq_cursor(rq, "letter-batches", &after, &first)) ||
        (e = letter_batch_list(rq->db, rq->arena, rq->who.scope,
             first ? rq->now_us + DATE_US_PER_DAY : after.key, after.id,
             (uint32_t)rq->limit + 1, &row, &n)))
        return e;
    if ((more = n > rq->limit)) {
        n = rq->limit;
        last = (struct rq_cursor){ .key = row[n - 1].made_at, .id = row[n - 1].id };
    }
    j = rq_list_open(rq);
    for (size_t k = 0; k < n; k++) {
        json_open(j, NULL, '{');
        if ((e = json_head(rq, j, &row[k])))
            return e;
        json_close(j, '}');
    }
    rq_list_close(rq, "letter-batches", more ? &last : NULL);
    return OK;
}

/* GET letter-batches/{id} -> 200 | 404 */
enum err
letter_batches_get(struct rq *rq)
{
    return answer(rq, 200, rq_part_id(rq, "id"));
}

/* A file without a name: gone with whoever reads it. */
static FILE *
unnamed_file(struct rq *rq)
{
    char *path = arena_fmt(rq->arena, "%s/letters.XXXXXX", rq->conf->var_dir);
    int fd = mkstemp(path);
    FILE *f;

    if (fd < 0)
        return NULL;
    unlink(path);
    if (!(f = fdopen(fd, "w+")))
        close(fd);
    return f;
}

/* GET letter-batches/{id}/letters.pdf -> 200 the file | 404 | 409 being made, or empty
 */
enum err
letter_batches_file(struct rq *rq)
{
    uint64_t id = rq_part_id(rq, "id");
    FILE *f = unnamed_file(rq);
    enum err e;

    if (!f)
        return ERR_DOWN;
    e = print_letter_batch(rq->db, rq->arena, &rq->actor, id, rq->who.scope, f, NULL);
    if (e) {
        fclose(f);
        return e != ERR_CONFLICT ? e
                                 : rq_problem(rq, e, 409, "no-letters",
                                       "The batch is still being made, or nothing is "
                                       "in it: look again in a moment.");
    }
    rq_reply(rq, 200);
    rq->type = "application/pdf";
    rq->file_len = (uint64_t)ftello(f);
    rewind(f);
    rq->file = f;
    rq_header(rq, "Content-Disposition",
        file_disposition(
            rq->arena, arena_fmt(rq->arena, "letters-%" PRIu64 ".pdf", id)));
    rq_header(rq, "Content-Security-Policy", "default-src 'none'; sandbox");
    return OK;
}

static enum err
busy(struct rq *rq, enum err e)
{
    return e != ERR_CONFLICT
               ? e
               : rq_problem(rq, e, 409, "letters-busy",
                     "The batch is not in a state for that: it is being made or "
                     "posted, or it was posted already. Look at it again.");
}

/* POST letter-batches/{id}/go-on -> 200 as it is then | 404 | 409 somebody is at it */
enum err
letter_batches_go_on(struct rq *rq)
{
    uint64_t id = rq_part_id(rq, "id");
    struct shop shop;
    enum err e;

    if ((e = open_shop(rq, &shop)))
        return e;
    e = letter_batch_go_on(rq->db, rq->arena, &rq->actor, &shop.s, id, rq->who.scope);
    return e ? busy(rq, e) : answer(rq, 200, id);
}

/* POST letter-batches/{id}/posted {on} -> 200 | 404 | 409 | 422 no such day */
enum err
letter_batches_posted(struct rq *rq)
{
    uint64_t id = rq_part_id(rq, "id");
    int32_t on = DAY_NONE, today;
    struct shop shop;
    struct jval *v;
    enum err e;

    if ((e = rq_json(rq, &v)) || (e = company_today(rq, &today)))
        return e;
    if (jsonin_day(v, "on", JSONIN_NEED, &on) && on > today)
        jsonin_fault(v, "on", "is in the future");
    if ((e = rq_json_end(rq)) || (e = open_shop(rq, &shop)))
        return e;
    e = post_letter_batch(
        rq->db, rq->arena, &rq->actor, &shop.s, id, rq->who.scope, on);
    if (e == ERR_INVALID)
        faults_add(&rq->faults, "/on", "is before the batch was made");
    return e ? busy(rq, e) : answer(rq, 200, id);
}

/* POST letter-batches/{id}/take-out {outbox_id, reason} -> 200 | 404 | 409 */
enum err
letter_batches_take_out(struct rq *rq)
{
    uint64_t id = rq_part_id(rq, "id"), outbox_id = 0;
    const char *reason = NULL;
    struct jval *v;
    enum err e;

    if ((e = rq_json(rq, &v)))
        return e;
    jsonin_id(v, "outbox_id", JSONIN_NEED, &outbox_id);
    jsonin_text(v, "reason", JSONIN_NEED, REASON__MAX, &reason);
    if ((e = rq_json_end(rq)))
        return e;
    e = take_letter_out(
        rq->db, rq->arena, &rq->actor, id, rq->who.scope, outbox_id, reason);
    return e ? busy(rq, e) : answer(rq, 200, id);
}
