#include "service/payment_deduction.h"

#include "base/date.h"
#include "base/text.h"
#include "service/open_dispute.h"

enum err
check_payment_deductions(
    struct db *db, struct arena *a, const struct payment_in *in, struct faults *f)
{
    int32_t days;
    enum err e = OK;

    for (size_t k = 0; k < in->debits_n; k++) {
        if (!in->debits[k].reason_code)
            continue;
        e = dispute_check_reason(db, a, in->debits[k].reason_code, true, f,
            arena_fmt(a, "/lines/%zu/deduction/reason_code", k), &days);
        if (e && e != ERR_INVALID)
            return e;
    }
    return faults_err(f);
}

enum err
keep_payment_deductions(
    struct db *db, struct arena *a, const struct payment_in *in, uint64_t id)
{
    struct payment_deduction_insert *row =
        arena_new_n(a, in->debits_n + 1, struct payment_deduction_insert);
    size_t n = 0;

    for (size_t k = 0; k < in->debits_n; k++)
        if (in->debits[k].reason_code)
            row[n++] = (struct payment_deduction_insert){ id, in->debits[k].item_id,
                in->debits[k].short_minor, in->debits[k].reason_code,
                in->debits[k].detail };
    return n ? payment_deduction_insert(db, row, n, NULL) : OK;
}

enum err
open_payment_deductions(struct db *db, struct arena *a, const struct actor *by,
    const struct payment_intent_lock *p, int32_t today)
{
    struct payment_deductions *d;
    size_t n;
    enum err e = payment_deductions(db, a, p->id, &d, &n);

    for (size_t i = 0; i < n && !e; i++) {
        struct actor payer = *by;
        const struct dispute_in in = { .customer_id = p->customer_id,
            .case_id = p->case_id,
            .item_id = d[i].item_id,
            .item_number = d[i].item_number,
            .currency = p->currency,
            .deduction = true,
            .amount_minor = d[i].minor,
            .reason_code = d[i].reason_code,
            .detail = d[i].detail,
            .target_on = DAY_NONE,
            .today = today };

        if (text_eq(d[i].actor_kind, actor_kind_name(ACTOR_CONTACT))) {
            payer.kind = ACTOR_CONTACT;
            payer.id = d[i].actor_id;
        }
        e = open_deduction(db, a, &payer, &in);
    }
    return e;
}
