#ifndef TESTS_UNIT_SCRIPT_KIT_H
#define TESTS_UNIT_SCRIPT_KIT_H

#include "script/script.h"

/*
 * A host, an arena and one customer with three invoices: 100.00 due 40 days ago,
 * 250.00 due 5 days ago, 650.00 due in 10 days; one broken promise, tags "slow-payer"
 * and "vip", EUR.
 */
enum { KIT_TODAY = 20500 };

struct kit {
    struct script_host *host;
    struct arena *arena;
    struct snapshot snap;
    struct script *script; /* the last one that loaded */
};

void kit_open(struct kit *k);
void kit_close(struct kit *k);

/* Loads a text as "t.lua" and sees the customer through it. */
enum err kit_load(struct kit *k, enum script_kind kind, const char *text);
/* The same, of a strategy of one step with these lines beside the step. */
enum err kit_strategy(struct kit *k, const char *lines);
/* Runs body as a priority function: a strategy is loaded, then asked. */
enum err kit_run(struct kit *k, const char *body);
/* Points of the name in the last kit_run, thousandths; INT64_MIN when absent. */
int64_t kit_points(const struct kit *k, const char *name);
/* A shipped file, loaded under its own name. */
enum err kit_file(struct kit *k, enum script_kind kind, const char *path);

#endif
