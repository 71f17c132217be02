#include "domain/aging.h"

const struct aging_rule AGING_DEFAULT = {
    .basis = AGING_BY_DUE,
    .credits = AGING_OWN_COLUMN,
    .bounds_n = 3,
    .bounds = { 30, 60, 90 },
};

enum err
aging_rule_check(const struct aging_rule *r)
{
    if (r->bounds_n > AGING_BOUNDS__MAX)
        return ERR_INVALID;
    for (size_t k = 0; k < r->bounds_n; k++)
        if (r->bounds[k] <= (k > 0 ? r->bounds[k - 1] : 0))
            return ERR_INVALID;
    return OK;
}

size_t
aging_buckets(const struct aging_rule *r)
{
    return r->bounds_n + 2;
}

size_t
aging_bucket(const struct aging_rule *r, int32_t days_late)
{
    size_t k = 0;

    if (days_late <= 0)
        return 0;
    while (k < r->bounds_n && days_late > r->bounds[k])
        k++;
    return k + 1;
}

void
aging_begin(struct aging *g, const struct aging_rule *r, int32_t as_of)
{
    *g = (struct aging){ .rule = r, .as_of = as_of };
}

void
aging_add_open(struct aging *g, int32_t day, int64_t open_minor)
{
    int32_t late = g->as_of - day;

    g->bucket_minor[aging_bucket(g->rule, late)] += open_minor;
    g->debit_minor += open_minor;
    if (late > g->oldest_late)
        g->oldest_late = late;
}

void
aging_add_debit(struct aging *g, const struct aging_debit *d)
{
    int64_t open = d->open_minor + d->after_minor;

    if (d->issued_on > g->as_of || open == 0)
        return;
    g->due_missing_n += d->due_missing;
    aging_add_open(
        g, g->rule->basis == AGING_BY_DOCUMENT ? d->issued_on : d->due_on, open);
}

void
aging_add_credit(struct aging *g, const struct aging_credit *c)
{
    int64_t open = c->open_minor + c->after_minor;

    if (c->issued_on > g->as_of || open == 0)
        return;
    g->credit_minor += open;
    if (g->rule->credits == AGING_OWN_DAY)
        g->bucket_minor[aging_bucket(g->rule, g->as_of - c->issued_on)] -= open;
    else
        g->unapplied_minor += open;
}

void
aging_end(struct aging *g)
{
    if (g->rule->credits != AGING_NETTED)
        return;
    for (size_t k = aging_buckets(g->rule); k-- > 0 && g->unapplied_minor > 0;) {
        int64_t take = g->bucket_minor[k];

        if (take <= 0)
            continue;
        if (take > g->unapplied_minor)
            take = g->unapplied_minor;
        g->bucket_minor[k] -= take;
        g->unapplied_minor -= take;
    }
}

int64_t
aging_balance(const struct aging *g)
{
    int64_t sum = -g->unapplied_minor;

    for (size_t k = 0; k < aging_buckets(g->rule); k++)
        sum += g->bucket_minor[k];
    return sum;
}

bool
aging_proves(const struct aging *g, int64_t control_minor)
{
    int64_t balance = aging_balance(g);

    return balance == g->debit_minor - g->credit_minor && balance == control_minor;
}
