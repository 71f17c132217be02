#include "render/letter.h"

#include "base/buf.h"
#include "render/paper_words.h"

struct drawing {
    struct arena *arena;
    const struct letter *l;
};

/* "Enclosed: Invoice R-17, Statement of account" */
static void
name_enclosed(struct paper *p, struct arena *a, const struct letter *l)
{
    struct buf b;

    if (!l->enclosed_n)
        return;
    buf_init(&b, a);
    buf_fmt(&b, "%s: ", paper_word(l->c.language, WORD_ENCLOSED));
    for (size_t k = 0; k < l->enclosed_n; k++) {
        const struct enclosed *e = &l->enclosed[k];

        buf_text(&b, k ? ", " : "");
        if (e->kind)
            buf_fmt(&b, "%s %s", paper_kind(l->c.language, e->kind), e->number);
        else
            buf_text(&b, paper_word(l->c.language, WORD_STATEMENT));
    }
    paper_space(p, 4);
    paper_text(p, PAPER_SMALL, b.text);
}

static void
draw(struct paper *p, void *content)
{
    const struct drawing *d = content;

    paper_text(p, PAPER_PLAIN, d->l->text);
    customer_pay(p, d->arena, &d->l->c, &d->l->pay);
    name_enclosed(p, d->arena, d->l);
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
