#include "service/evaluate_case.h"

#include <stdlib.h>
#include <string.h>

#include "base/zone.h"
#include "domain/coverage.h"

static int
by_tag(const void *x, const void *y)
{
    return strcmp(((const struct case_tag *)x)->tag, ((const struct case_tag *)y)->tag);
}

static int
by_text(const void *x, const void *y)
{
    return strcmp(*(const char *const *)x, *(const char *const *)y);
}

static bool
has_text(const char *const *list, size_t n, const char *s)
{
    return n && bsearch(&s, list, n, sizeof *list, by_text);
}

static enum err
fault(struct case_outcome *out, struct rulebook *r, struct arena *a,
    const struct script *s, enum err e)
{
    if (e != ERR_INVALID && e != ERR_LIMIT)
        return e;
    out->fault = arena_str(a, script_fault(rulebook_host(r)));
    out->fault_version_id = script_version_id(s);
    return OK;
}

static bool
has_tag(const struct case_outcome *out, const char *tag)
{
    for (size_t i = 0; i < out->tags_n; i++)
        if (!strcmp(out->tags[i].tag, tag))
            return true;
    return false;
}

/* Asks every segment; stops at the first fault. */
static enum err
ask_segments(struct rulebook *r, struct arena *a, struct case_outcome *out)
{
    struct script_host *host = rulebook_host(r);
    size_t room = 0;

    for (size_t i = 0; i < rulebook_segments_n(r); i++)
        room += script_segments_n(rulebook_segments(r, i));
    out->tags = arena_new_n(a, room + 1, struct case_tag);
    script_see(host, NULL, &out->facts.snapshot);
    for (size_t i = 0; i < rulebook_segments_n(r); i++) {
        const struct script *s = rulebook_segments(r, i);

        for (size_t k = 0; k < script_segments_n(s); k++) {
            struct script_tag tag;
            enum err e = script_segment(host, s, k, a, &tag);

            if (e)
                return fault(out, r, a, s, e);
            if (tag.yes && !has_tag(out, tag.tag))
                out->tags[out->tags_n++] = (struct case_tag){
                    .tag = tag.tag,
                    .reason = tag.reason,
                    .version_id = script_version_id(s),
                };
        }
    }
    qsort(out->tags, out->tags_n, sizeof *out->tags, by_tag);
    return OK;
}

/* The tags the strategy is chosen by, and what changed since the last time. */
static void
settle_tags(struct arena *a, struct case_outcome *out)
{
    struct case_facts *f = &out->facts;
    struct snapshot *s = &f->snapshot;
    size_t n = 0;

    out->ended_tags = arena_new_n(a, f->own_tags_n + 1, const char *);
    for (size_t i = 0; i < f->own_tags_n; i++)
        if (!has_tag(out, f->own_tags[i]))
            out->ended_tags[out->ended_tags_n++] = f->own_tags[i];
    s->tags = arena_new_n(a, f->other_tags_n + out->tags_n + 1, const char *);
    for (size_t i = 0; i < f->other_tags_n; i++)
        s->tags[n++] = f->other_tags[i];
    for (size_t i = 0; i < out->tags_n; i++) {
        struct case_tag *t = &out->tags[i];

        t->is_new = !has_text(f->own_tags, f->own_tags_n, t->tag);
        if (!has_text(f->other_tags, f->other_tags_n, t->tag))
            s->tags[n++] = t->tag;
    }
    qsort(s->tags, n, sizeof *s->tags, by_text);
    s->tags_n = n;
}

/* With a fault, the tags stay what they were. */
static void
keep_tags(struct arena *a, struct case_outcome *out)
{
    struct case_facts *f = &out->facts;

    out->tags = arena_new_n(a, f->own_tags_n + 1, struct case_tag);
    out->tags_n = 0;
    for (size_t i = 0; i < f->own_tags_n; i++)
        out->tags[out->tags_n++] = (struct case_tag){ .tag = f->own_tags[i] };
}

static bool
reader_has_text(void *ctx, const char *template, const char *language)
{
    return rulebook_has_text(ctx, template, language);
}

static enum err
plan_it(struct rulebook *r, struct arena *a, struct case_outcome *out)
{
    struct snapshot *s = &out->facts.snapshot;
    struct guard_limits limits = rulebook_limits(r, s->country, s->today);
    struct script_asker asker = { .host = rulebook_host(r) };
    struct propose_asks asks = { .ctx = &asker, .when = script_ask_when };
    struct plan_in in = {
        .snapshot = s,
        .asks = &asks,
        .limits = &limits,
        .calendar = rulebook_calendar(r, s->country, s->region),
        .has_text = reader_has_text,
        .has_text_ctx = r,
    };
    size_t n;
    const struct strategy *const *all = rulebook_strategies(r, &n);
    enum err e;

    in.strategy =
        strategy_choose(all, n, s->pin_script_id, s->tags, s->tags_n, &in.strategy_why);
    if (!in.strategy) {
        out->fault = "no active strategy fits this customer, and none is the default";
        return OK;
    }
    asker.script = rulebook_script(r, in.strategy);
    if (in.strategy->has_priority) {
        in.priority = script_ask_priority;
        in.priority_ctx = &asker;
    }
    script_see(asker.host, in.strategy, s);
    if ((e = plan_case(&in, a, &out->plan)))
        return fault(out, r, a, asker.script, e);
    out->script_hash = rulebook_hash(r, in.strategy);
    out->acts = plan_acts(&out->plan);
    return OK;
}

enum err
evaluate_case(struct rulebook *r, struct arena *a, const struct case_facts *facts,
    struct case_outcome *out)
{
    enum err e;

    *out = (struct case_outcome){ .facts = *facts };
    coverage_apply(&out->facts.snapshot, a);
    snapshot_sums(&out->facts.snapshot, &out->sums);
    out->open_base =
        rulebook_to_base(r, out->facts.snapshot.currency, out->sums.open_minor);
    out->overdue_base =
        rulebook_to_base(r, out->facts.snapshot.currency, out->sums.overdue_minor);
    if ((e = ask_segments(r, a, out)))
        return e;
    if (out->fault)
        keep_tags(a, out);
    settle_tags(a, out);
    return out->fault ? OK : plan_it(r, a, out);
}
