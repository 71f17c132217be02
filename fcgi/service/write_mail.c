#include "service/write_mail.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"

enum { SUBJECT__SIZE = 300 };

/* The three texts of a message, as columns and as people call them. */
static const struct part {
    const char *name, *words;
    enum template_kind kind;
} PARTS[] = {
    { "subject", "subject", TEMPLATE_LINE },
    { "body_text", "text", TEMPLATE_TEXT },
    { "body_html", "HTML", TEMPLATE_HTML },
};
enum { PARTS_N = sizeof PARTS / sizeof *PARTS };

/* -- filling in ------------------------------------------------------------- */

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

/* A section with nothing in it leaves no gap: never more than one empty line, and none
 * at the end. */
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
    while (b.len > 1 && b.text[b.len - 1] == '\n' && b.text[b.len - 2] == '\n')
        b.text[--b.len] = '\0';
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
fill_text(struct arena *a, const struct mail_text *text, const struct reminder *view,
    struct written *out, const char **why)
{
    struct template_row fields;
    struct buf page;
    enum err e;

    *why = NULL;
    if (reminder_fields(view, a, &fields)) {
        *why = "the total overflows";
        return ERR_INVALID;
    }
    if ((e = say(a, TEMPLATE_LINE, "subject", text->subject, &fields, &out->subject,
             why)) ||
        (e = say(
             a, TEMPLATE_TEXT, "text", text->body_text, &fields, &out->text, why)) ||
        (e = say(
             a, TEMPLATE_HTML, "HTML", text->body_html, &fields, &out->html, why)) ||
        (e = check_subject(a, out, why))) {
        *why = arena_fmt(a, "template %s (%s): %s", text->code, text->language, *why);
        return e;
    }
    out->language = text->language;
    out->text = without_gaps(a, out->text);
    buf_init(&page, a);
    reminder_page(&page, text->language, out->subject, out->html);
    out->html = page.text;
    return OK;
}

enum err
fill_words(struct arena *a, const struct reminder *view, const char *subject,
    const char *message, const char **subject_out, const char **message_out,
    const char **why)
{
    struct template_row fields;
    enum err e;

    *why = NULL;
    if (reminder_fields(view, a, &fields)) {
        *why = "the total overflows";
        return ERR_INVALID;
    }
    if ((e = say(a, TEMPLATE_LINE, "subject", subject, &fields, subject_out, why)) ||
        (e = say(a, TEMPLATE_TEXT, "text", message, &fields, message_out, why)))
        return e;
    *message_out = without_gaps(a, *message_out);
    return OK;
}

/* -- checking ---------------------------------------------------------------- */

/* "line 3: …" of the parser, apart. */
static void
add_parse_fault(struct text_fault *f, const char *part, const char *why)
{
    static const char BEFORE[] = "line ", AFTER[] = ": ";
    const char *rest = why;
    char *end;
    long line;

    *f = (struct text_fault){ part, 1, why };
    if (!text_starts(rest, BEFORE))
        return;
    rest += sizeof BEFORE - 1;
    line = strtol(rest, &end, 10);
    if (end == rest || line < 1 || line > INT_MAX || !text_starts(end, AFTER))
        return;
    f->line = (int)line;
    f->message = end + sizeof AFTER - 1;
}

static size_t
check_part(struct arena *a, const struct part *p, const char *source,
    const struct template_row *shape, struct text_fault **list, size_t n)
{
    struct template_fault *faults;
    struct template *t;
    const char *why;
    size_t more = 1;
    bool parsed = !template_parse(&t, a, p->kind, source, &why);

    if (parsed)
        more = template_check(t, shape, a, &faults);
    if (more == 0)
        return n;
    *list = arena_grow(a, *list, n * sizeof **list, (n + more) * sizeof **list);
    if (!parsed)
        add_parse_fault(&(*list)[n], p->name, why);
    for (size_t k = 0; parsed && k < more; k++)
        (*list)[n + k] =
            (struct text_fault){ p->name, faults[k].line, faults[k].message };
    return n + more;
}

size_t
check_text(struct arena *a, const char *topic, const struct mail_text *text,
    struct text_fault **out)
{
    const char *const sources[PARTS_N] = { text->subject, text->body_text,
        text->body_html };
    struct template_row shape;
    struct reminder sample;
    size_t n = 0;

    *out = NULL;
    reminder_sample(&sample, "en");
    if (reminder_topic_is_message(topic))
        sample.subject = sample.message = "sample";
    if (reminder_fields(&sample, a, &shape))
        return 0;
    for (size_t k = 0; k < PARTS_N; k++)
        n = check_part(a, &PARTS[k], sources[k], &shape, out, n);
    return n;
}

/* -- the whole message ------------------------------------------------------- */

enum err
build_mail(struct arena *a, struct mail *m, struct written *out, const char **why)
{
    struct buf data;
    enum err e;

    m->subject = out->subject;
    m->text = out->text;
    m->html = out->html;
    m->language = out->language;
    buf_init(&data, a);
    if ((e = mail_build(m, &data, why)))
        return e;
    out->data = data.text;
    out->data_n = data.len;
    return OK;
}
