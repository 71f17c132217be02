#include "service/send_receipt.h"

#include "base/format.h"
#include "base/log.h"
#include "base/text.h"
#include "db/tx.h"
#include "domain/creditor_reference.h"
#include "store/case.h"
#include "store/q_payment_intent.h"
#include "store/q_payment_view.h"

enum { LINES__MAX = 20 };

struct work {
    struct arena *arena;
    const struct actor *by;
    const struct message_desk *desk;
    struct payment_receipt_of r;
};

/* What was paid, without a word of any language: the template has those. */
static enum err
body(struct db *db, const struct work *w, const char **out)
{
    const char *locale = w->r.language;
    char reference[CREDITOR_REFERENCE_TEXT__SIZE];
    struct payment_parts *parts;
    struct buf b;
    size_t n, said = 0;
    enum err e = payment_parts(db, w->arena, w->r.id, &parts, &n);

    if (e)
        return e;
    buf_init(&b, w->arena);
    buf_fmt(&b, "%s\n%s",
        fmt_money(w->arena, w->r.captured_minor, w->r.currency, locale),
        creditor_reference_text(w->r.reference, reference));
    for (size_t i = 0; i < n && !parts[i].credit; i++)
        if (parts[i].booked_minor && said++ < LINES__MAX)
            buf_fmt(&b, "\n%s: %s", parts[i].number,
                fmt_money(w->arena, parts[i].booked_minor, w->r.currency, locale));
    if (said > LINES__MAX)
        buf_fmt(&b, "\n+%zu", said - LINES__MAX);
    *out = b.text;
    return OK;
}

static enum err
send(struct db *db, void *arg)
{
    struct work *w = arg;
    struct message_draft draft = { .case_id = w->r.case_id,
        .template = "payment_receipt",
        .subject = w->r.reference,
        .to_role = "billing",
        .confirmed = "says that a payment has come",
        .beside = true };
    struct message_look *m = arena_new_of(w->arena, struct message_look);
    uint64_t outbox_id = 0;
    enum err e;

    if ((e = body(db, w, &draft.body)) || (e = case_lock(db, draft.case_id)))
        return e;
    e = send_message_in(db, w->arena, w->by, w->desk, &draft, m, &outbox_id);
    if (e && e != ERR_CONFLICT && e != ERR_INVALID)
        return e;
    if (e)
        log_info("receipt_held", kv("id", w->r.id),
            kv("why", e == ERR_INVALID ? (m->why ? m->why : "")
                      : m->plan.held_n ? m->plan.held[0].detail
                      : m->look.stop   ? m->look.stop
                                       : ""));
    return payment_receipt(db, w->r.id, outbox_id ? "sent" : "held", outbox_id, NULL);
}

enum err
send_receipt(struct db *db, struct arena *a, const struct actor *by,
    const struct message_desk *desk, uint64_t intent_id)
{
    struct work w = { .arena = a, .by = by, .desk = desk };
    enum err e = payment_receipt_of(db, a, intent_id, &w.r);

    return e ? e : db_retry(db, send, &w);
}
