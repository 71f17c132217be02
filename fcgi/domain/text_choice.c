#include "domain/text_choice.h"

#include <string.h>
#include <strings.h>

const char *
customer_kind_name(enum customer_kind kind)
{
    switch (kind) {
    case CUSTOMER_BUSINESS:
        return "business";
    case CUSTOMER_PUBLIC_BODY:
        return "public_body";
    case CUSTOMER_CONSUMER:
        break;
    }
    return "consumer";
}

/* How well each part fits, the more the better; a part of -1 is out. */
enum { PARTS = 5 };
struct fit {
    int64_t part[PARTS];
};

static size_t
base_of(const char *language)
{
    return strcspn(language, "-_");
}

static bool
same_base(const char *a, const char *b)
{
    size_t n = base_of(a);

    return n == base_of(b) && strncasecmp(a, b, n) == 0;
}

static int
language_fit(const struct text_reader *r, const char *language)
{
    if (same_base(r->language, language) &&
        (strcasecmp(r->language, language) == 0 || language[base_of(language)] == '\0'))
        return 1;
    return strcasecmp(language, "en") == 0 ? 0 : -1;
}

static int
category_fit(const struct text_reader *r, const char *category)
{
    if (!category)
        return 0;
    for (size_t k = 0; k < r->tags_n; k++)
        if (strcmp(r->tags[k], category) == 0)
            return 2;
    return strcmp(category, customer_kind_name(r->kind)) == 0 ? 1 : -1;
}

static int64_t
band_fit(const struct text_reader *r, const struct text_candidate *c)
{
    if (r->days_late < c->late_from || r->days_late > c->late_to)
        return -1;
    return (int64_t)UINT32_MAX - ((int64_t)c->late_to - c->late_from);
}

static int
channel_fit(const struct text_reader *r, const char *channel)
{
    if (strcmp(channel, r->channel) == 0)
        return 1;
    return strcmp(channel, "email") == 0 ? 0 : -1;
}

static bool
fits(const struct text_reader *r, const struct text_candidate *c, struct fit *f)
{
    *f = (struct fit){ {
        language_fit(r, c->language),
        category_fit(r, c->category),
        band_fit(r, c),
        channel_fit(r, c->channel),
        strcasecmp(r->language, c->language) == 0,
    } };
    for (size_t k = 0; k < PARTS; k++)
        if (f->part[k] < 0)
            return false;
    return true;
}

static bool
better(const struct fit *a, uint64_t a_id, const struct fit *b, uint64_t b_id)
{
    for (size_t k = 0; k < PARTS; k++)
        if (a->part[k] != b->part[k])
            return a->part[k] > b->part[k];
    return a_id < b_id;
}

size_t
text_choose(const struct text_reader *r, const struct text_candidate *list, size_t n)
{
    size_t best = n;
    struct fit at_best = { 0 };

    for (size_t k = 0; k < n; k++) {
        struct fit f;

        if (fits(r, &list[k], &f) &&
            (best == n || better(&f, list[k].id, &at_best, list[best].id))) {
            best = k;
            at_best = f;
        }
    }
    return best;
}
