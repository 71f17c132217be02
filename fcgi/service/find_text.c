#include "service/find_text.h"

#include <string.h>

#include "store/q_template.h"

static void
as_candidate(const struct template_texts *t, struct text_candidate *out)
{
    *out = (struct text_candidate){
        .id = t->version_id,
        .language = t->language,
        .channel = t->channel,
        .category = t->category,
        .late_from = t->late_from == I32_NONE ? INT32_MIN : t->late_from,
        .late_to = t->late_to == I32_NONE ? INT32_MAX : t->late_to,
    };
}

enum err
find_text(struct db *db, struct arena *a, const char *code,
    const struct text_reader *reader, struct mail_text *out, const char **why)
{
    const char *base = arena_strn(a, reader->language, strcspn(reader->language, "-_"));
    struct text_candidate *list;
    struct template_texts *rows;
    struct template_words words;
    size_t n, best;
    enum err e =
        template_texts(db, a, code, reader->language, base, reader->channel, &rows, &n);

    if (e)
        return e;
    list = arena_new_n(a, n + 1, struct text_candidate);
    for (size_t k = 0; k < n; k++)
        as_candidate(&rows[k], &list[k]);
    if ((best = text_choose(reader, list, n)) == n) {
        *why = arena_fmt(a, "there is no text of template %s", code);
        return ERR_INVALID;
    }
    if ((e = template_words(db, a, rows[best].version_id, &words)))
        return e;
    *out = (struct mail_text){ .version_id = rows[best].version_id,
        .code = rows[best].code,
        .topic = rows[best].topic,
        .language = rows[best].language,
        .subject = words.subject,
        .body_text = words.body_text,
        .body_html = words.body_html };
    return OK;
}
