#ifndef SERVICE_SCRIPT_CASES_H
#define SERVICE_SCRIPT_CASES_H

#include "service/check_script.h"

/*
 * The author's cases beside a strategy or segment file, <lua_dir>/cases/<name>.lua: a
 * list of small customers, a date, what must and must not happen.
 *
 *    {
 *       name = "three days late: the first reminder",
 *       today = "2026-03-04", currency = "EUR",
 *       customer = { country = "DE", tags = { "vip" }, broken_promises = 0,
 *                    risk = "high", late_permille = 620, … },
 *       invoices = { { due = "2026-03-01", open = "1000.00", disputed = "0.00",
 *                      taken = { { step = "first", on = "2026-02-01" } } } },
 *       credits = { { open = "50.00" } },
 *       promises = { { amount = "1000.00", on = "2026-03-20" } },
 *       last_contact = "2026-02-01",
 *       expect = { send = "reminder_first", task = "call", held = "promise",
 *                  nothing = true, no_send = { "final_notice" }, tags = { "slow-payer"
 * }, no_tags = { "vip" } },
 *    }
 *
 * No file is no case. A file that does not load, or a case that says nothing sensible,
 * is a case that fails.
 */
enum err script_cases(struct arena *a, const char *lua_dir, struct script_host *h,
    const struct script *s, struct case_result **out, size_t *n, size_t *failed);

#endif
