#include "service/look_letter.h"

#include <inttypes.h>
#include <string.h>

#include "base/text.h"
#include "db/tx.h"
#include "service/attach_documents.h"
#include "service/claim_fees.h"
#include "service/look_case.h"
#include "service/mail_view.h"
#include "service/write_mail.h"

enum { REASON__SIZE = 300 };

static const char NO_ADDRESS[] = "no postal address";

struct work {
    struct look_case c;
    const struct letter_desk *desk;
    uint64_t batch_id;
    uint32_t seq;
    bool dry;
    const char *give_up; /* why no look can be made; NULL */
    struct letter_seen *out;
    /* as read in this try */
    struct document_customer to;
    struct attached files;
    struct letter_sheets sheet;
};

const char *
letter_holder(struct arena *a, uint64_t batch_id)
{
    return arena_fmt(a, "letters %" PRIu64, batch_id);
}

static enum err
put(struct db *db, const struct work *w, const char *state)
{
    char reason[REASON__SIZE];
    struct letter_put_in in = { .batch_id = w->batch_id,
        .outbox_id = w->c.id,
        .seq = w->seq,
        .state = state,
        .to_lines = w->sheet.to_lines ? w->sheet.to_lines : "",
        .language = w->sheet.language ? w->sheet.language : "en",
        .made_on = w->c.about.today,
        .pages_n = (uint32_t)w->out->pages,
        .at = w->c.now_at };

    if (w->out->reason) {
        text_copy(reason, sizeof reason, w->out->reason);
        in.reason = reason;
    }
    return letter_put(db, &in, NULL);
}

static enum err
leave_out(struct db *db, struct work *w, enum outbox_cause cause, const char *reason)
{
    w->out->look = LETTER_LEFT_OUT;
    w->out->cause = cause;
    w->out->reason = reason;
    return w->dry ? OK : put(db, w, "left_out");
}

static enum err
stop(struct db *db, struct work *w)
{
    const struct look *l = &w->c.look;
    enum err e = w->dry ? OK : look_case_cancel(db, &w->c, l->cause, l->stop);

    return e ? e : leave_out(db, w, l->cause, l->stop);
}

static enum err
no_address(struct db *db, struct work *w)
{
    enum err e = w->dry ? OK
                        : look_case_nobody(db, &w->c, "Nowhere to post a letter to",
                              NO_ADDRESS, CAUSE_NO_ADDRESS, NO_ADDRESS);

    return e ? e : leave_out(db, w, CAUSE_NO_ADDRESS, NO_ADDRESS);
}

static enum err
fail(struct db *db, struct work *w, enum outbox_cause cause, const char *why)
{
    enum err e = w->dry ? OK : look_case_fail(db, &w->c, cause, why);

    return e ? e : leave_out(db, w, cause, why);
}

/* -- what it says ---------------------------------------------------------- */

/* What the step says, or a person. */
static enum err
enclose(struct db *db, struct work *w, enum outbox_cause *cause, const char **why)
{
    const struct step *step = delivery_step(w->c.d, w->c.row.script_id, w->c.row.step);
    const struct attach_ask ask = { .outbox_id = w->c.id,
        .customer_id = w->c.row.customer_id,
        .look = &w->c.look,
        .invoice = w->c.own.attach_invoice || (step && step->attach_invoice),
        .statement = w->c.own.attach_statement || (step && step->attach_statement),
        .currency = w->c.facts.snapshot.currency,
        .language = w->c.facts.snapshot.language,
        .by_letter = true,
        .dry = w->dry,
        .now_at = w->c.now_at };

    return attach_documents(db, w->c.arena, w->c.d->conf, &ask, &w->files, cause, why);
}

/* The customer's own language, to nobody by name; no link: paper cannot be followed,
 * and a secret on it could be read by whoever opens the post. */
static enum err
write(struct db *db, struct work *w, struct written *text, const char **why)
{
    const struct recipients nobody = { .n = 0 };
    struct mail_view_in in = { .rules = w->c.d->rules,
        .facts = &w->c.facts,
        .look = &w->c.look,
        .readers = &nobody,
        .division_name = w->c.about_case.division_name,
        .overdue = look_case_kind(&w->c) != LOOK_UPCOMING,
        .by_letter = true };
    struct text_reader reader;
    struct mail_text found;
    struct reminder view;
    struct fees fees;
    enum err e;

    if ((e = fees_of_message(db, w->c.arena, w->c.d, &w->c.about_case, w->c.id,
             w->c.about.today, &fees)))
        return e;
    in.fee_minor = fees.total_minor;
    in.fee_basis = fees.basis;
    if ((e = mail_view(db, w->c.arena, &in, &reader, &view)))
        return e;
    if (w->c.own.body && (e = fill_words(w->c.arena, &view, w->c.own.subject,
                              w->c.own.body, &view.subject, &view.message, why)))
        return e;
    if ((e = find_text(
             db, w->c.arena, w->c.d->texts, w->c.row.template, &reader, &found, why)))
        return e;
    return fill_text(w->c.arena, &found, &view, text, why);
}

static const char *
join(struct arena *a, const char *const *lines, size_t n)
{
    struct buf b;

    buf_init(&b, a);
    for (size_t k = 0; k < n; k++)
        buf_fmt(&b, "%s%s", k ? "\n" : "", lines[k]);
    return b.text;
}

/* What is fixed from now on, and how many pages it takes. */
static enum err
set_sheet(struct db *db, struct work *w, const struct written *text)
{
    const char *lines[POSTAL_LINES__MAX];
    const struct paper_head *head;
    struct letter l;
    enum err e;

    w->sheet = (struct letter_sheets){ .subject = text->subject,
        .body_text = text->text,
        .total_minor = w->c.look.total_minor,
        .language = w->c.facts.snapshot.language,
        .made_on = w->c.about.today,
        .number = w->c.facts.snapshot.customer_number,
        .division = w->c.about_case.division_name,
        .country = w->c.about_case.country };
    memcpy(w->sheet.currency, w->c.facts.snapshot.currency, sizeof w->sheet.currency);
    w->sheet.to_lines = join(w->c.arena, lines,
        postal_lines(w->c.arena, &w->to, w->c.about_case.country, lines));
    if ((e = letter_head_of(db, w->desk->heads, w->c.about_case.division_name, &head)))
        return e;
    letter_paper(w->c.arena, head, &w->sheet, w->files.enclosed, w->files.n, &l);
    w->out->pages = letter_pages(letter_count(w->desk->counter, w->c.arena, &l),
        w->files.enclosed, w->files.n, w->desk->duplex);
    w->out->files_n = w->files.n;
    w->out->bytes = w->files.bytes;
    return OK;
}

static enum err
take_in(struct db *db, struct work *w)
{
    const struct letter_sheets *s = &w->sheet;
    uint64_t changed;
    enum err e = letter_print(db, w->c.id, letter_holder(w->c.arena, w->batch_id),
        s->subject, s->body_text, s->total_minor, s->currency, &changed);

    if (e)
        return e;
    if (!changed)
        return ERR_BUG;
    if ((e = put(db, w, "in")))
        return e;
    return delivery_tell(db, w->c.arena, &w->c.about, "letter_printed",
        arena_fmt(w->c.arena, "Letter put into a batch: %s", s->subject), NULL);
}

/* -- the look -------------------------------------------------------------- */

static enum err
lock(struct db *db, struct work *w)
{
    enum err e;

    *w->out = (struct letter_seen){ .look = LETTER_GONE };
    memset(&w->sheet, 0, sizeof w->sheet);
    if ((e = look_case_lock(db, &w->c)))
        return e == ERR_NOT_FOUND ? OK : e;
    if (text_eq(w->c.row.state, "planned") && w->c.about.letter && w->c.row.case_id)
        w->out->look = LETTER_IN;
    return OK;
}

static enum err
look(struct db *db, void *arg)
{
    struct work *w = arg;
    struct written text;
    enum outbox_cause cause = CAUSE_NOT_WRITTEN;
    const char *why = NULL;
    enum err e;

    if ((e = lock(db, w)) || w->out->look == LETTER_GONE)
        return e;
    if (w->give_up)
        return fail(db, w, CAUSE_NOT_WRITTEN, w->give_up);
    if ((e = look_case_read(db, &w->c)))
        return e;
    w->out->customer_id = w->c.row.customer_id;
    w->out->customer = w->c.facts.snapshot.customer_name;
    w->out->number = w->c.facts.snapshot.customer_number;
    if (w->c.look.stop)
        return stop(db, w);
    e = document_letter_to(db, w->c.arena, w->c.row.customer_id, &w->to);
    if (e)
        return e == ERR_NOT_FOUND ? no_address(db, w) : e;
    if (!w->dry && (e = look_case_store_lines(db, &w->c)))
        return e;
    if ((e = enclose(db, w, &cause, &why)) || (e = write(db, w, &text, &why)))
        return e == ERR_INVALID && why ? fail(db, w, cause, why) : e;
    if ((e = set_sheet(db, w, &text)))
        return e;
    return w->dry ? OK : take_in(db, w);
}

static struct work
work_of(struct arena *a, const struct letter_desk *desk, uint64_t id,
    struct letter_seen *out)
{
    return (struct work){
        .c = { .arena = a, .d = desk->d, .id = id, .now_at = desk->now_at },
        .desk = desk,
        .out = out
    };
}

enum err
look_letter(struct db *db, struct arena *a, const struct letter_desk *desk, uint64_t id,
    uint64_t batch_id, uint32_t seq, struct letter_seen *out)
{
    struct work w = work_of(a, desk, id, out);

    w.batch_id = batch_id;
    w.seq = seq;
    return db_retry(db, look, &w);
}

enum err
preview_letter(struct db *db, struct arena *a, const struct letter_desk *desk,
    uint64_t id, struct letter_seen *out)
{
    struct work w = work_of(a, desk, id, out);

    w.dry = true;
    return db_retry(db, look, &w);
}

enum err
give_up_letter(struct db *db, struct arena *a, const struct letter_desk *desk,
    uint64_t id, uint64_t batch_id, uint32_t seq, const char *why,
    struct letter_seen *out)
{
    struct work w = work_of(a, desk, id, out);

    w.batch_id = batch_id;
    w.seq = seq;
    w.give_up = why;
    return db_retry(db, look, &w);
}
