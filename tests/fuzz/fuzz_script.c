/*
 * Any text as a script: it loads or is refused with a fault, is asked if it loads, and
 * the host goes on. Instructions and memory are tight so that a run is short.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/date.h"
#include "script/script.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static struct open_instalment items[] = {
    { .id = 1,
        .item_id = 1,
        .number = "R-1",
        .issued_on = 20400,
        .due_on = 20430,
        .amount_minor = 10000,
        .open_minor = 10000 },
    { .id = 2,
        .item_id = 2,
        .number = "R-2",
        .issued_on = 20480,
        .due_on = 20510,
        .amount_minor = 5000,
        .open_minor = 5000 },
};

static const struct snapshot SNAP = { .case_id = 1,
    .customer_number = "C-1",
    .customer_name = "Name",
    .currency = "EUR",
    .language = "en",
    .country = "DE",
    .region = "",
    .time_zone = "UTC",
    .since_on = DAY_NONE,
    .credit_limit_minor = -1,
    .today = 20500,
    .instalments = items,
    .instalments_n = 2,
    .last_contact_on = DAY_NONE,
    .last_payment_on = DAY_NONE };

static void
ask(struct script_host *h, struct script *s, struct arena *a)
{
    const struct strategy *st = script_strategy(s);
    struct contribution *list;
    struct script_tag tag;
    size_t n;
    bool yes;

    script_see(h, st, &SNAP);
    for (size_t i = 0; i < script_segments_n(s); i++)
        (void)!script_segment(h, s, i, a, &tag);
    if (!st)
        return;
    (void)!script_priority(h, s, a, &list, &n);
    for (size_t i = 0; i < st->steps_n; i++)
        (void)!script_when(h, s, &st->steps[i], i % 2, &yes);
}

/* The first byte says what kind of script the rest is. */
int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const enum script_kind KINDS[] = { SCRIPT_STRATEGY, SCRIPT_SEGMENT,
        SCRIPT_PACK, SCRIPT_TEMPLATE };
    struct script_budget budget = SCRIPT_BUDGET;
    struct script_source source = { .name = "f" };
    struct script_host *h;
    struct script *s;
    struct arena *a;

    if (size == 0)
        return 0;
    budget.memory_bytes = 2 << 20;
    budget.load_instructions = 50000;
    budget.call_instructions = 20000;
    h = script_host_new(&budget);
    a = arena_new();
    source.kind = KINDS[data[0] % 4];
    source.body = (const char *)data + 1;
    source.len = size - 1;
    if (script_load(h, &source, &s) == OK)
        ask(h, s, a);
    else if (script_fault(h)[0] == '\0' || strchr(script_fault(h), '\n'))
        abort(); /* a fault has a story, of one line */
    script_host_free(h);
    arena_free(a);
    return 0;
}
