#include "service/ledger.h"

#include <string.h>

#include "base/log.h"
#include "service/ledger/document.h"
#include "service/ledger/json.h"
#include "service/ledger/load.h"
#include "service/ledger/named.h"
#include "service/ledger/party.h"
#include "service/ledger/settle.h"
#include "service/ledger/trail.h"
#include "service/ledger/write.h"

enum { TRIES__MAX = 5, WAKE_ROUNDS__MAX = 50, SWEEP__MAX = 1000 };

static const char *const KINDS[LEDGER_KIND__MAX] = { "customer", "contact", "invoice",
    "credit", "payment", "allocation", "reversal" };
static const char *const STATUSES[LEDGER_STATUS__MAX] = { "created", "changed", "same",
    "older", "parked", "error" };

const char *
ledger_kind_name(enum ledger_kind kind)
{
    return kind < LEDGER_KIND__MAX ? KINDS[kind] : "?";
}

const char *
ledger_status_name(enum ledger_status status)
{
    return status < LEDGER_STATUS__MAX ? STATUSES[status] : "?";
}

struct ledger_seen {
    struct map customers;
};

struct ledger_seen *
ledger_seen_new(struct arena *a)
{
    struct ledger_seen *s = arena_new_of(a, struct ledger_seen);

    map_init(&s->customers, a);
    return s;
}

/* One try of one call, across its rounds. */
struct job {
    const struct ledger_call *call;
    struct arena *out;
    struct ledger_row *rows;
    struct ledger_result *results;
    size_t n;
    bool woken; /* the rows waited parked */
    LIST(const char *) arrived;
    LIST(uint64_t) told;
};

static void
tell_import(struct led *w)
{
    struct map once;

    map_init(&once, w->a);
    for (size_t i = 0; i < w->told.n; i++) {
        uint64_t id = w->told.at[i];

        if (map_id(&once, id) || map_id(&w->call->seen->customers, id))
            continue;
        map_put_id(&once, id, w);
        led_tell_customer(
            w, id, "import", "import", w->call->import_id, "%s", w->call->import_title);
    }
}

static enum err
round_of(struct led *w)
{
    enum err e;

    if ((e = led_customers(w)) || (e = led_contacts(w)) || (e = led_load_documents(w)))
        return e;
    led_compare_documents(w);
    if ((e = led_load_inst(w)))
        return e;
    led_documents(w);
    led_allocations(w);
    led_reversals(w);
    if (w->call->import_title)
        tell_import(w);
    if ((e = led_write(w)) || (e = led_settle_named(w)))
        return e;
    return led_write_parks(w);
}

static void
take_along(struct job *j, struct led *w)
{
    for (size_t i = 0; i < w->arrived.n; i++)
        *LIST_ADD(j->out, j->arrived) = w->arrived.at[i];
    for (size_t i = 0; i < w->told.n; i++)
        *LIST_ADD(j->out, j->told) = w->told.at[i];
}

/* Rows of which an earlier one of the same round has the same key come later. */
static size_t
pick(struct job *j, struct led *w, bool *taken)
{
    struct map keys;
    size_t left = 0;

    map_init(&keys, w->a);
    w->rows = arena_new_n(w->a, j->n, struct ledger_row *);
    w->results = arena_new_n(w->a, j->n, struct ledger_result *);
    w->n = 0;
    for (size_t i = 0; i < j->n; i++) {
        const char *key;

        if (taken[i])
            continue;
        key = led_item_key(
            w->a, "", ledger_kind_name(j->rows[i].kind), j->rows[i].source_id);
        if (map_text(&keys, key)) {
            left++;
            continue;
        }
        map_put_text(&keys, key, w);
        taken[i] = true;
        w->rows[w->n] = &j->rows[i];
        w->results[w->n++] = &j->results[i];
    }
    return left;
}

static enum err
drop_woken(struct db *db, struct arena *a, const struct job *j)
{
    LIST(struct parked_row_drop) drops = { 0 };

    for (size_t i = 0; i < j->n; i++)
        if (!j->rows[i].skip && j->results[i].status != LEDGER_PARKED)
            *LIST_ADD(a, drops) =
                (struct parked_row_drop){ .source_system = j->call->source_system,
                    .object_kind = ledger_kind_name(j->rows[i].kind),
                    .source_id = j->rows[i].source_id };
    return drops.n ? parked_row_drop(db, drops.at, drops.n, NULL) : OK;
}

static enum err
work_in(struct db *db, struct arena *a, struct job *j)
{
    bool *taken = arena_new_n(a, j->n, bool);
    size_t left;
    struct led w;
    enum err e;

    j->arrived.n = j->told.n = 0;
    for (size_t i = 0; i < j->n; i++) {
        taken[i] = j->rows[i].skip;
        if (!j->rows[i].skip)
            j->results[i] = (struct ledger_result){ .status = LEDGER_STATUS__MAX };
    }
    do {
        led_init(&w, db, a, j->out, j->call);
        w.alone = j->n == 1;
        left = pick(j, &w, taken);
        if ((e = round_of(&w)))
            return e;
        take_along(j, &w);
    } while (left);
    for (size_t i = 0; j->call->atomic && i < j->n; i++)
        if (j->results[i].status == LEDGER_REFUSED)
            return ERR_INVALID;
    if ((e = led_trail_batch(db, a, j->call, j->rows, j->results, j->n)))
        return e;
    return j->woken ? drop_woken(db, a, j) : OK;
}

static enum err
work(struct db *db, void *in)
{
    struct arena *a = arena_new();
    enum err e = work_in(db, a, in);

    arena_free(a);
    return e;
}

/* Another writer may have made the same customer or item meanwhile: its key is
 * there now, so the next try finds it. */
static enum err
run(struct db *db, struct job *j)
{
    enum err e = ERR_CONFLICT;

    for (int i = 0; i < TRIES__MAX && e == ERR_CONFLICT; i++)
        e = db_retry(db, work, j);
    return e;
}

/* Parked rows as a call of their own. Rows that no longer read are kept, and say so. */
static enum err
apply_parked(struct db *db, struct arena *a, const struct ledger_call *call,
    struct parked_row_waiting *parked, size_t n, struct job *j)
{
    j->call = call;
    j->out = a;
    j->rows = arena_new_n(a, n, struct ledger_row);
    j->results = arena_new_n(a, n, struct ledger_result);
    j->n = n;
    j->woken = true;
    for (size_t i = 0; i < n; i++) {
        if (ledger_row_reread(
                a, parked[i].object_kind, parked[i].payload, &j->rows[i])) {
            j->rows[i].skip = true;
            log_error("parked_row_unreadable", kv("id", parked[i].id));
        }
        j->rows[i].source_id = parked[i].source_id;
    }
    return run(db, j);
}

/* Parked rows that some of j's rows, now parked too, complete: an allocation and its
 * reversal. */
static enum err
pairs_of(struct db *db, struct arena *a, const struct job *j,
    struct parked_row_waiting **rows, size_t *n)
{
    struct led_set set;

    *n = 0;
    led_set_init(&set, a);
    for (size_t i = 0; i < j->n; i++)
        if (!j->rows[i].skip && j->results[i].status == LEDGER_PARKED &&
            (j->rows[i].kind == LEDGER_ALLOCATION ||
                j->rows[i].kind == LEDGER_REVERSAL))
            led_set_text(&set, j->rows[i].source_id);
    return set.n ? parked_row_pairs(
                       db, a, j->call->source_system, led_set_end(&set), rows, n)
                 : OK;
}

/* Applies the parked pairs that j's rows complete. */
static enum err
wake_pairs(
    struct db *db, struct arena *a, const struct ledger_call *call, struct job *j)
{
    struct parked_row_waiting *parked;
    struct job pair = { 0 };
    size_t n;
    enum err e;

    if ((e = pairs_of(db, a, j, &parked, &n)) || !n)
        return e;
    if ((e = apply_parked(db, a, call, parked, n, &pair)))
        return e;
    for (size_t i = 0; i < pair.arrived.n; i++)
        *LIST_ADD(a, j->arrived) = pair.arrived.at[i];
    return OK;
}

/* Applies what waited for the rows of j, which becomes the job of that; *more: there
 * was something. */
static enum err
wake_waiting(struct db *db, struct arena *a, const struct ledger_call *call,
    struct job *j, bool *more)
{
    struct parked_row_waiting *parked;
    struct parked_row_any any;
    struct led_set set;
    struct job next = { 0 };
    size_t n;
    enum err e;

    *more = false;
    if ((e = parked_row_any(db, a, call->source_system, &any)) || !any.any_row)
        return e;
    led_set_init(&set, a);
    for (size_t i = 0; i < j->arrived.n; i++)
        led_set_text(&set, j->arrived.at[i]);
    if ((e = parked_row_waiting(db, a, call->source_system, led_set_end(&set),
             LEDGER_BATCH__MAX, &parked, &n)) ||
        !n)
        return e;
    if ((e = apply_parked(db, a, call, parked, n, &next)))
        return e;
    for (size_t i = 0; n == LEDGER_BATCH__MAX && i < j->arrived.n; i++)
        *LIST_ADD(a, next.arrived) = j->arrived.at[i]; /* there may be more of them */
    *j = next;
    *more = true;
    return OK;
}

/* What waited for the rows of j, and for those in turn. */
static enum err
wake(struct db *db, struct arena *a, const struct ledger_call *call, struct job *j)
{
    struct ledger_call again = *call;
    bool more = true;
    enum err e;

    again.atomic = false;
    for (int r = 0; more && r < WAKE_ROUNDS__MAX; r++) {
        if ((e = wake_pairs(db, a, &again, j)))
            return e;
        if (!j->arrived.n)
            return OK;
        if ((e = wake_waiting(db, a, &again, j, &more)))
            return e;
    }
    return OK;
}

/* What the rows of the batch that parked wait for may have come just now. */
static void
ask_again(struct job *j)
{
    for (size_t i = 0; i < j->n; i++)
        if (!j->rows[i].skip && j->results[i].status == LEDGER_PARKED)
            *LIST_ADD(j->out, j->arrived) = j->results[i].waits_for;
}

enum err
ledger_apply(struct db *db, struct arena *a, const struct ledger_call *call,
    struct ledger_row *rows, size_t n, struct ledger_result *results)
{
    struct job j = { .call = call, .out = a, .rows = rows, .results = results, .n = n };
    enum err e;

    if (n > LEDGER_CALL__MAX)
        return ERR_LIMIT;
    if ((e = run(db, &j)))
        return e;
    for (size_t i = 0; i < j.told.n; i++)
        map_put_id(&call->seen->customers, j.told.at[i], call->seen);
    ask_again(&j);
    return wake(db, a, call, &j);
}

enum err
ledger_retry_parked(
    struct db *db, struct arena *a, const struct actor *by, uint64_t *applied)
{
    struct parked_row_waiting *rows;
    uint64_t after = 0;
    size_t n;
    enum err e;

    *applied = 0;
    do {
        if ((e = parked_row_sweep(db, a, after, SWEEP__MAX, &rows, &n)))
            return e;
        for (size_t i = 0; i < n;) {
            struct ledger_call call = { .source_system = rows[i].source_system,
                .by = by,
                .client_id = rows[i].client_id };
            struct job j = { 0 };
            size_t m = i;

            while (m < n && strcmp(rows[m].source_system, call.source_system) == 0)
                after = rows[m++].id;
            if ((e = apply_parked(db, a, &call, rows + i, m - i, &j)))
                return e;
            for (size_t k = 0; k < j.n; k++)
                *applied += !j.rows[k].skip && j.results[k].status != LEDGER_PARKED;
            i = m;
        }
    } while (n == SWEEP__MAX);
    return OK;
}
