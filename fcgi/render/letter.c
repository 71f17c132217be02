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

void
letter_add(struct paper *p, struct arena *a, const struct letter *l)
{
    struct drawing d = { a, l };
    struct paper_fact facts[2];
    struct paper_sheet sheet = { .head = l->c.head,
        .to = l->c.to,
        .to_n = l->c.to_n,
        .facts = facts,
        .facts_n = customer_facts(a, &l->c, facts),
        .title = l->subject,
        .language = l->c.language,
        .page_of = paper_word(l->c.language, WORD_PAGE_OF),
        .draw = draw,
        .content = &d };

    paper_add(p, &sheet);
}
