#include "service/write_mail.h"

#include <string.h>

#include "base/text.h"
#include "store/q_outbox.h"

enum { SUBJECT__SIZE = 300 };

/* One text of a template. */
static enum err
say(struct arena *a, enum template_kind kind, const char *part, const char *source,
    const struct template_row *fields, const char **out, const char **why)
{
    struct template *t;
    struct buf text;
    enum err e;

    buf_init(&text, a);
    if ((e = template_parse(&t, a, kind, source, why)) ||
        (e = template_render(t, fields, &text, why)))
        *why = arena_fmt(a, "%s, %s", part, *why ? *why : err_name(e));
    *out = text.text;
    return e ? ERR_INVALID : OK;
}

static enum err
find_text(struct db *db, struct arena *a, const char *template, const char *language,
    struct mail_template *out, const char **why)
{
    struct mail_template *rows;
    size_t n;
    const char *base = arena_strn(a, language, strcspn(language, "-_"));
    enum err e = mail_template(db, a, template, language, base, &rows, &n);

    if (e)
        return e;
    if (n == 0) {
        *why = arena_fmt(a, "there is no text of template %s", template);
        return ERR_INVALID;
    }
    *out = rows[0];
    return OK;
}

/* A section with nothing in it leaves no gap: never more than one empty line. */
static const char *
without_gaps(struct arena *a, const char *text)
{
    struct buf b;
    size_t ends = 0;

    buf_init(&b, a);
    for (; *text; text++) {
        if (*text == '\r')
            continue;
        ends = *text == '\n' ? ends + 1 : 0;
        if (ends <= 2)
            buf_char(&b, *text);
    }
    return b.text;
}

/* A blank subject tells nobody anything. */
static enum err
check_subject(struct arena *a, struct written *w, const char **why)
{
    char *subject = arena_alloc(a, SUBJECT__SIZE);

    text_copy(subject, SUBJECT__SIZE, text_trim(a, w->subject));
    w->subject = subject;
    if (*subject)
        return OK;
    *why = "the subject is empty";
    return ERR_INVALID;
}

enum err
write_mail(struct db *db, struct arena *a, const char *template, const char *language,
    const struct reminder *view, struct mail *m, struct written *out, const char **why)
{
    struct template_row fields;
    struct mail_template text;
    struct buf page, data;
    enum err e;

    *why = NULL;
    if ((e = find_text(db, a, template, language, &text, why)))
        return e;
    if (reminder_fields(view, a, &fields)) {
        *why = "the total overflows";
        return ERR_INVALID;
    }
    if ((e = say(
             a, TEMPLATE_LINE, "subject", text.subject, &fields, &out->subject, why)) ||
        (e = say(a, TEMPLATE_TEXT, "text", text.body_text, &fields, &out->text, why)) ||
        (e = say(a, TEMPLATE_HTML, "HTML", text.body_html, &fields, &out->html, why)) ||
        (e = check_subject(a, out, why))) {
        *why = arena_fmt(a, "template %s (%s): %s", template, text.language, *why);
        return e;
    }
    out->text = without_gaps(a, out->text);
    buf_init(&page, a);
    reminder_page(&page, text.language, out->subject, out->html);
    out->html = page.text;
    m->subject = out->subject;
    m->text = out->text;
    m->html = out->html;
    m->language = text.language;
    buf_init(&data, a);
    if ((e = mail_build(m, &data, why)))
        return e;
    out->data = data.text;
    out->data_n = data.len;
    return OK;
}
