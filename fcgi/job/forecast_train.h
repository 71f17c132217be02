#ifndef JOB_FORECAST_TRAIN_H
#define JOB_FORECAST_TRAIN_H

#include "job/pay_model.h"

/*
 * Models in the database: every one that was trained stays there, as it was; the
 * newest adopted one is in force.
 */
struct forecast_trained {
    uint64_t id;
    enum pay_model_kind kind;
    bool adopted;
    const char *why;                  /* of that; constant text */
    uint64_t rows_n, paid_n, proof_n; /* paid: settled until now */
    double mae, habit_mae, due_mae,
        before_mae; /* before: of the one in force; 0 without */
};

/*
 * Trains a model on what was paid before today, proves it on the newest fifth, and
 * adopts it unless the one in force is better there: of that one, too, what it was
 * before the proof is asked, so that neither knows the answers. ERR_CONFLICT: another
 * process is training.
 */
enum err forecast_train(struct db *db, struct arena *a, int32_t today, int64_t now_at,
    pay_tell *tell, void *ctx, struct forecast_trained *out);

/* The same with rows that the caller read; for tests. The caller holds the lock. */
enum err forecast_train_on(struct db *db, struct arena *a, const struct pay_rows *rows,
    int64_t now_at, pay_tell *tell, void *ctx, struct forecast_trained *out);

/* The model in force. ERR_NOT_FOUND: there is none yet. */
enum err forecast_in_force(
    struct db *db, struct arena *a, uint64_t *id, struct pay_model **out);

/* Keeps, as of today, how far off what was expected at first of the invoices paid in
 * the last 90 days was; nothing when none was paid. */
enum err forecast_note_drift(struct db *db, uint64_t model_id, int32_t today);

#endif
