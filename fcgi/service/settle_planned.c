#include "service/settle_planned.h"

#include "base/text.h"
#include "service/delivery.h"
#include "store/case.h"
#include "store/q_outbox.h"
#include "store/q_settle_planned.h"

static const char REASON[] = "settled";

static enum err
take_back(
    struct db *db, struct arena *a, const struct settled_planned *row, int64_t now_at)
{
    const struct delivery_about about = { .outbox_id = row->id,
        .customer_id = row->customer_id,
        .case_id = row->case_id,
        .letter = text_eq(row->channel, "letter"),
        .now_at = now_at };
    enum err e;

    if ((e = outbox_end(db, row->id, "cancelled", NULL, REASON, NULL, NULL)) ||
        (e = outbox_lines_void(db, row->id, NULL)) ||
        (e = delivery_tell(db, a, &about, "mail_cancelled",
             arena_fmt(a, "%s %s cancelled: %s", delivery_noun(&about), row->template,
                 REASON),
             REASON)))
        return e;
    return case_touch(db, row->case_id, "mail_cancelled");
}

enum err
settle_planned(
    struct db *db, struct arena *a, const uint64_t *case_ids, size_t n, int64_t now_at)
{
    struct settled_planned *rows;
    size_t rows_n;
    enum err e;

    if (n == 0)
        return OK;
    e = settled_planned(db, a, case_ids_json(a, case_ids, n), &rows, &rows_n);
    for (size_t i = 0; !e && i < rows_n; i++)
        e = take_back(db, a, &rows[i], now_at);
    return e;
}

enum err
settle_cases(
    struct db *db, struct arena *a, const uint64_t *case_ids, size_t n, int64_t now_at)
{
    enum err e;

    if (n == 0)
        return OK;
    if ((e = settle_planned(db, a, case_ids, n, now_at)))
        return e;
    return worklist_clear_settled(db, case_ids_json(a, case_ids, n), NULL);
}
