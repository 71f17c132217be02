#include "domain/autopay.h"

#include "domain/coverage.h"

/* The latest of the document. */
static struct autopay_part *
part_of(struct autopay_part *parts, size_t n, uint64_t item_id)
{
    for (size_t k = n; k-- > 0;)
        if (parts[k].item_id == item_id)
            return &parts[k];
    return NULL;
}

static size_t
gather(const struct snapshot *s, const struct autopay_rules *rules, bool all,
    struct autopay_part *parts)
{
    const int32_t soonest = s->today + rules->notice_days,
                  latest = soonest + AUTOPAY_SLACK_DAYS;
    size_t n = 0;

    for (size_t k = 0; k < s->instalments_n; k++) {
        const struct open_instalment *i = &s->instalments[k];
        const int32_t wanted = i->due_on - rules->days_before;
        const int64_t free = instalment_free_minor(i);
        struct autopay_part *p = part_of(parts, n, i->item_id);

        if (i->is_fee || free <= 0)
            continue;
        if (!p || wanted > p->charge_on) {
            if (!all && (p || wanted > latest))
                continue;
            p = &parts[n++];
            *p = (struct autopay_part){ .item_id = i->item_id,
                .number = i->number,
                .charge_on = wanted > soonest ? wanted : soonest };
        }
        p->minor += free;
        p->due_to = i->due_on;
    }
    return n;
}

size_t
autopay_parts(const struct snapshot *s, const struct autopay_rules *rules,
    struct autopay_part *parts)
{
    return gather(s, rules, false, parts);
}

size_t
autopay_all(const struct snapshot *s, const struct autopay_rules *rules,
    struct autopay_part *parts)
{
    return gather(s, rules, true, parts);
}

int64_t
autopay_free(const struct snapshot *s, uint64_t item_id, int32_t due_to)
{
    int64_t sum = 0;

    for (size_t k = 0; k < s->instalments_n; k++)
        if (s->instalments[k].item_id == item_id && s->instalments[k].due_on <= due_to)
            sum += instalment_free_minor(&s->instalments[k]);
    return sum;
}

void
autopay_uncover(struct snapshot *s, struct arena *a)
{
    size_t n = 0;

    for (size_t k = 0; k < s->holds_n; k++)
        if (!s->holds[k].autopay)
            s->holds[n++] = s->holds[k];
    s->holds_n = n;
    coverage_apply(s, a);
}
