#ifndef DOMAIN_INTERNAL_H
#define DOMAIN_INTERNAL_H

#include "domain/amount_words.h"
#include "domain/plan.h"

/* What the files of this folder share and nobody else needs. */

/* How far an instalment has come in a strategy, read once from what was taken. */
struct reach {
    uint16_t top;    /* highest level taken or on its way, in any script */
    int32_t last_on; /* the latest day a step was taken; DAY_NONE */
    bool last_mail;  /* the step of that level was no task */
    struct {
        bool taken;
        bool uncertain;
        uint32_t cycle; /* the latest */
        int32_t on_day; /* of that cycle; DAY_NONE: on its way */
    } of[STRATEGY_STEPS__MAX];
};

void reach_of(
    const struct strategy *st, const struct open_instalment *i, struct reach *out);

struct step_stand reach_stand(const struct snapshot *s, const struct strategy *st,
    const struct calendar *cal, const struct step *step,
    const struct open_instalment *i, const struct reach *r);

/* One evaluation of one case while its plan is being made. */
struct work {
    const struct plan_in *in;
    const struct snapshot *s;
    const struct strategy *st;
    const struct calendar *cal;
    struct arena *a;
    struct snap_sums sums;
    const struct snap_promise *broken; /* NULL none */
    struct plan *p;
};

/* consolidate.c: messages and tasks of what the guards let through. */
void consolidate_messages(struct work *w);
void consolidate_tasks(struct work *w);
/* The strategy's time of day on that day, where the reader of the step is. */
int64_t consolidate_send_at(const struct work *w, const struct step *step, int32_t day);

/* words.c: status, reason, next action, exception. */
void words_fill(struct work *w);

/* exception.c: why a person is needed, and what is to be done first; after the words.
 */
void exceptions_fill(struct work *w);

/* "2026-03-04" */
const char *day_words(struct arena *a, int32_t day);

#endif
