#include "service/find_text.h"

#include "base/text.h"
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

/* The texts of a template and its variants, in every language. */
struct shelf {
    struct shelf *next;
    const char *code;
    struct template_texts *rows;
    struct template_words **words; /* of each row; NULL: not read yet */
    size_t n;
};

struct text_cache {
    struct arena *arena;
    struct shelf *first;
};

struct text_cache *
text_cache_new(struct arena *a)
{
    struct text_cache *c = arena_new_of(a, struct text_cache);

    c->arena = a;
    return c;
}

static enum err
shelf_of(struct db *db, struct text_cache *c, const char *code, struct shelf **out)
{
    struct shelf *s = c->first;
    enum err e;

    while (s && !text_eq(s->code, code))
        s = s->next;
    if ((*out = s))
        return OK;
    *out = s = arena_new_of(c->arena, struct shelf);
    if ((e = template_texts(db, c->arena, code, &s->rows, &s->n)))
        return e;
    s->code = arena_str(c->arena, code);
    s->words = arena_alloc_n(c->arena, s->n + 1, sizeof *s->words);
    s->next = c->first;
    c->first = s;
    return OK;
}

static enum err
words_of(struct db *db, struct arena *a, struct shelf *s, size_t k)
{
    struct template_words *words;
    enum err e;

    if (s->words[k])
        return OK;
    words = arena_new_of(a, struct template_words);
    if (!(e = template_words(db, a, s->rows[k].version_id, words)))
        s->words[k] = words;
    return e;
}

enum err
find_text(struct db *db, struct arena *a, struct text_cache *cache, const char *code,
    const struct text_reader *reader, struct mail_text *out, const char **why)
{
    struct text_cache once = { .arena = a };
    struct text_candidate *list;
    struct shelf *s;
    size_t best;
    enum err e;

    cache = cache ? cache : &once;
    if ((e = shelf_of(db, cache, code, &s)))
        return e;
    list = arena_new_n(a, s->n + 1, struct text_candidate);
    for (size_t k = 0; k < s->n; k++)
        as_candidate(&s->rows[k], &list[k]);
    if ((best = text_choose(reader, list, s->n)) == s->n) {
        *why = arena_fmt(a, "there is no text of template %s", code);
        return ERR_INVALID;
    }
    if ((e = words_of(db, cache->arena, s, best)))
        return e;
    *out = (struct mail_text){ .version_id = s->rows[best].version_id,
        .code = s->rows[best].code,
        .topic = s->rows[best].topic,
        .language = s->rows[best].language,
        .subject = s->words[best]->subject,
        .body_text = s->words[best]->body_text,
        .body_html = s->words[best]->body_html };
    return OK;
}
