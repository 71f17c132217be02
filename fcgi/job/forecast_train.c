#include "job/forecast_train.h"

#include <math.h>

#include "base/buf.h"
#include "base/date.h"
#include "base/json.h"
#include "base/log.h"
#include "base/sha.h"
#include "db/lock.h"
#include "store/q_forecast.h"

enum { DRIFT_DAYS = 90 };

static const char LOCK[] = "forecast_train";

static int64_t
milli(double days)
{
    return llround(days * 1000);
}

/* -- which one is in force -------------------------------------------------- */

enum err
forecast_in_force(struct db *db, struct arena *a, uint64_t *id, struct pay_model **out)
{
    struct forecast_model_in_force row;
    enum err e = forecast_model_in_force(db, a, &row);

    if (e)
        return e;
    *id = row.id;
    return pay_model_load(row.model, out);
}

/* Its error on what the new one was proved on; ERR_INVALID: it cannot be asked. */
static enum err
ask_before(const struct forecast_model_in_force *row, const struct pay_rows *after,
    double *mae)
{
    struct pay_model *m;
    enum err e = pay_model_load(row->proof, &m);

    if (e)
        return e;
    e = pay_model_mae(m, after, mae);
    pay_model_free(m);
    return e;
}

static enum err
compare(struct db *db, struct arena *a, const struct pay_proof *p,
    struct forecast_trained *t)
{
    struct forecast_model_in_force row;
    enum err e = forecast_model_in_force(db, a, &row);

    t->adopted = true;
    t->why = "the first";
    if (e)
        return e == ERR_NOT_FOUND ? OK : e;
    if (!p->model) {
        t->adopted = row.mae_milli == I64_NONE && t->rows_n > row.rows_n;
        t->why = t->adopted ? "knows more payments" : "too few payments to prove it";
        return OK;
    }
    e = ask_before(&row, &p->after, &t->before_mae);
    if (e == ERR_INVALID) {
        t->why = "the one before cannot be read by this version";
        return OK;
    }
    if (e)
        return e;
    t->adopted = t->mae <= t->before_mae;
    t->why = t->adopted ? "no worse than the one before" : "worse than the one before";
    return OK;
}

/* -- training --------------------------------------------------------------- */

static const char *
feature_names(struct arena *a)
{
    struct buf b;
    struct json j = { .out = &b };

    buf_init(&b, a);
    json_open(&j, NULL, '[');
    for (enum pay_feature f = 0; f < PAY_FEATURES; f++)
        json_text(&j, NULL, pay_feature_name(f));
    json_close(&j, ']');
    return b.text;
}

static enum err
keep(struct db *db, struct arena *a, struct pay_model *m, const struct pay_proof *p,
    int64_t now_at, struct forecast_trained *t)
{
    const struct forecast_shape *shape = pay_model_shape(m);
    struct blob bytes, proof;
    uint8_t hash[SHA_BYTES];
    bool proved = p->model != NULL;
    enum err e;

    if ((e = pay_model_save(m, a, &bytes)) ||
        (e = pay_model_save(proved ? p->model : m, a, &proof)) ||
        (e = db_id(db, &t->id)))
        return e;
    sha_of(bytes.data, bytes.n, hash);
    return forecast_model_insert(db,
        &(struct forecast_model_insert_in){ .id = t->id,
            .kind = t->kind == PAY_BOOSTED ? "boosted" : "habit",
            .adopted = t->adopted,
            .why = t->why,
            .made_at = now_at,
            .rows_n = t->rows_n,
            .paid_n = t->paid_n,
            .trained_from = pay_model_from(m),
            .trained_to = pay_model_to(m),
            .features = feature_names(a),
            .model = bytes,
            .proof = proof,
            .shape = { (const unsigned char *)shape, sizeof *shape },
            .sha256 = hash,
            .split_on = p->split_on,
            .proof_n = t->proof_n,
            .mae_milli = proved ? milli(t->mae) : I64_NONE,
            .habit_milli = proved ? milli(t->habit_mae) : I64_NONE,
            .due_milli = proved ? milli(t->due_mae) : I64_NONE,
            .before_milli = t->before_mae > 0 ? milli(t->before_mae) : I64_NONE },
        NULL);
}

enum err
forecast_train_on(struct db *db, struct arena *a, const struct pay_rows *rows,
    int64_t now_at, pay_tell *tell, void *ctx, struct forecast_trained *out)
{
    struct pay_proof p;
    struct pay_model *m;
    enum err e = pay_model_train(rows, tell, ctx, &m, &p);

    if (e)
        return e;
    *out = (struct forecast_trained){ .kind = pay_model_kind(m),
        .rows_n = pay_model_rows(m),
        .paid_n = rows->settled_n,
        .proof_n = p.rows_n,
        .habit_mae = p.habit_mae,
        .due_mae = p.due_mae,
        .mae = p.model && pay_model_kind(p.model) == PAY_BOOSTED ? p.boosted_mae
                                                                 : p.habit_mae };
    if (!(e = compare(db, a, &p, out)))
        e = keep(db, a, m, &p, now_at, out);
    pay_model_free(m);
    pay_proof_free(&p);
    return e;
}

enum err
forecast_train(struct db *db, struct arena *a, int32_t today, int64_t now_at,
    pay_tell *tell, void *ctx, struct forecast_trained *out)
{
    struct pay_rows rows;
    enum err e = db_lock(db, LOCK, 0), unlocked;

    if (e)
        return e;
    if (!(e = pay_rows_read(db, today, tell, ctx, &rows))) {
        e = forecast_train_on(db, a, &rows, now_at, tell, ctx, out);
        pay_rows_free(&rows);
    }
    unlocked = db_unlock(db, LOCK);
    e = e ? e : unlocked;
    if (!e)
        log_info("forecast_trained", kv("model", out->id), kv("adopted", out->adopted),
            kv("why", out->why), kv("rows", out->rows_n),
            kv("mae_milli", milli(out->mae)),
            kv("before_milli", milli(out->before_mae)));
    return e;
}

enum err
forecast_note_drift(struct db *db, uint64_t model_id, int32_t today)
{
    return forecast_drift_note(db, model_id, today, today - DRIFT_DAYS, NULL);
}
