#include "render/letter.h"

#include "render/paper_words.h"

struct drawing {
    struct arena *arena;
    const struct letter *l;
};

static void
draw(struct paper *p, void *content)
{
    const struct drawing *d = content;

    paper_text(p, PAPER_PLAIN, d->l->text);
    customer_pay(p, d->arena, &d->l->c, &d->l->pay);
}

/* Draws it, or counts its pages, whichever `how` does. */
static size_t
with_sheet(struct paper *p, struct arena *a, const struct letter *l,
    size_t (*how)(struct paper *, const struct paper_sheet *))
{
    struct drawing d = { a, l };
    struct paper_fact facts[2];
    const struct paper_sheet sheet = { .head = l->c.head,
        .to = l->c.to,
        .to_n = l->c.to_n,
        .facts = facts,
        .facts_n = customer_facts(a, &l->c, facts),
        .title = l->subject,
        .language = l->c.language,
        .page_of = paper_word(l->c.language, WORD_PAGE_OF),
        .draw = draw,
        .content = &d };

    return how(p, &sheet);
}

size_t
letter_add(struct paper *p, struct arena *a, const struct letter *l)
{
    return with_sheet(p, a, l, paper_add);
}

size_t
letter_count(struct paper *p, struct arena *a, const struct letter *l)
{
    return with_sheet(p, a, l, paper_count);
}
