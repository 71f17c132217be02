#include "service/try_text.h"

#include "domain/coverage.h"
#include "service/mail_view.h"
#include "store/q_outbox.h"

/* -- trying ---------------------------------------------------------------------- */

/* All that could be asked for: what is overdue, else what is not. */
static void
ask_for(const struct snapshot *s, struct arena *a, struct look *look)
{
    bool overdue = false;

    *look =
        (struct look){ .own = arena_new_n(a, s->instalments_n + 1, struct look_line) };
    for (size_t k = 0; k < s->instalments_n; k++)
        overdue |= s->instalments[k].due_on < s->today &&
                   instalment_free_minor(&s->instalments[k]) > 0;
    for (size_t k = 0; k < s->instalments_n; k++)
        if ((s->instalments[k].due_on < s->today) == overdue)
            look->own[look->own_n++] =
                (struct look_line){ .instalment_id = s->instalments[k].id,
                    .step = "trial" };
    look->asked_n = look->own_n;
    look_at_lines(s, LOOK_MANUAL, a, look);
}

static void
use_sample(struct reminder *view)
{
    struct reminder sample;

    reminder_sample(&sample, view->locale);
    view->lines = sample.lines;
    view->lines_n = sample.lines_n;
    view->fee_minor = sample.fee_minor;
    view->fee_basis = sample.fee_basis;
}

enum err
try_text(struct db *db, struct arena *a, const struct message_desk *desk,
    const struct text_trial *in, struct text_tried *out)
{
    struct outbox_case about;
    struct case_facts facts;
    struct recipients readers;
    struct look look;
    struct mail_view_in v = { .rules = desk->rules,
        .facts = &facts,
        .look = &look,
        .readers = &readers,
        .overdue = true,
        .portal_link = arena_fmt(a, "%s/p/…", desk->public_url),
        .opt_out_link = arena_fmt(a, "%s/api/portal/v1/opt-out/…", desk->public_url) };
    struct text_reader reader;
    struct reminder view;
    enum err e;

    *out = (struct text_tried){ 0 };
    if ((e = outbox_case(db, a, in->case_id, &about)) ||
        (e = case_read(db, a, in->case_id, desk->now_at, DAY_NONE, &facts)))
        return e;
    coverage_apply(&facts.snapshot, a);
    ask_for(&facts.snapshot, a, &look);
    resolve_recipients(&facts.snapshot, "billing", a, &readers);
    v.division_name = about.division_name;
    if ((e = mail_view(db, a, &v, &reader, &view)))
        return e;
    view.locale = in->text->language;
    if (reminder_topic_is_message(in->topic)) {
        view.subject = "…";
        view.message = "…";
    }
    if ((out->sample = view.lines_n == 0))
        use_sample(&view);
    out->customer_id = facts.snapshot.customer_id;
    e = fill_text(a, in->text, &view, &out->text, &out->why);
    return e == ERR_INVALID ? OK : e;
}
