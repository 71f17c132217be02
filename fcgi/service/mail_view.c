#include "service/mail_view.h"

#include <string.h>
enum { PAY_WITHIN_DAYS = 7 };

/* "de" of a Swiss reader is "de-CH". */
static const char *
locale_of(struct arena *a, const char *language, const char *country)
{
    if (strchr(language, '-') || !country || strlen(country) != 2)
        return language;
    return arena_fmt(a, "%s-%s", language, country);
}

static int32_t
days_late(const struct look *look)
{
    int32_t most = INT32_MIN;

    for (size_t k = 0; k < look->lines_n; k++)
        if (look->lines[k].days_late > most)
            most = look->lines[k].days_late;
    return look->lines_n ? most : 0;
}

/* Tags as they are stored: the case's own by scripts, and all the others. */
static void
tags_of(struct arena *a, const struct case_facts *f, struct text_reader *r)
{
    const char **tags =
        arena_alloc_n(a, f->own_tags_n + f->other_tags_n + 1, sizeof *tags);

    for (size_t k = 0; k < f->own_tags_n; k++)
        tags[r->tags_n++] = f->own_tags[k];
    for (size_t k = 0; k < f->other_tags_n; k++)
        tags[r->tags_n++] = f->other_tags[k];
    r->tags = tags;
}

static enum err
put_head(struct db *db, struct arena *a, const struct letterhead *h, struct reminder *v)
{
    struct mail_settings now;
    enum err e;

    if (!h && (e = mail_settings_read(db, a, &now)))
        return e;
    h = h ? h : &now.head;
    v->sender = h->sender ? h->sender : v->company;
    v->address = h->address;
    v->iban = h->iban;
    v->bic = h->bic;
    v->footer = h->footer;
    v->logo = h->logo;
    return OK;
}

/* Promises and disputes of the case as they stand. */
static void
put_stands(const struct snapshot *s, struct reminder *v)
{
    int32_t judged_on = INT32_MIN;

    for (size_t k = 0; k < s->promises_n; k++) {
        const struct snap_promise *p = &s->promises[k];

        if (p->state == PROMISE_OPEN) {
            v->promised_minor += p->amount_minor - p->kept_minor;
            if (p->promised_on > v->promised_on)
                v->promised_on = p->promised_on;
        } else if ((p->state == PROMISE_BROKEN || p->state == PROMISE_PARTLY) &&
                   p->judged_on > judged_on) {
            judged_on = p->judged_on;
            v->broken_minor = p->amount_minor - p->kept_minor;
            v->broken_on = p->promised_on;
        }
    }
    for (size_t k = 0; k < s->disputes_n; k++)
        v->disputed_minor += s->disputes[k].amount_minor;
}

enum err
mail_view(struct db *db, struct arena *a, const struct mail_view_in *in,
    struct text_reader *reader, struct reminder *view)
{
    const struct snapshot *s = &in->facts->snapshot;
    const struct calendar *cal = rulebook_calendar(in->rules, s->country, s->region);
    const char *language = recipients_language(in->readers, s);

    *view = (struct reminder){
        .locale = locale_of(a, language, s->country),
        .company = in->division_name,
        .customer = s->customer_name,
        .customer_number = s->customer_number,
        .contact = in->readers->n == 1 ? in->readers->list[0]->name : NULL,
        .today = s->today,
        .pay_by = calendar_next_business(cal, s->today + PAY_WITHIN_DAYS),
        .overdue = in->overdue,
        .currency = s->currency,
        .lines = in->look->lines,
        .lines_n = in->look->lines_n,
        .fee_minor = in->fee_minor,
        .fee_basis = in->fee_basis,
        .portal_link = in->portal_link,
        .opt_out_link = in->opt_out_link,
    };
    put_stands(s, view);
    *reader = (struct text_reader){
        .language = view->locale,
        .channel = in->by_letter ? "letter" : "email",
        .kind = s->kind,
        .days_late = days_late(in->look),
    };
    tags_of(a, in->facts, reader);
    return put_head(db, a, in->head, view);
}
