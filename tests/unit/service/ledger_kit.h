#ifndef TESTS_UNIT_SERVICE_LEDGER_KIT_H
#define TESTS_UNIT_SERVICE_LEDGER_KIT_H

#include "service/ledger.h"

/*
 * A migrated database with the divisions "north" (Europe/Berlin), "south"
 * (America/New_York) and "ours" (its cash is Dunlin's), and a day at which all
 * happens: 2026-03-04, noon UTC. Opened on first use.
 */
struct kit {
    struct db *db;
    struct arena *a; /* emptied by kit_reset */
    struct actor by;
    struct ledger_call call; /* source system "erp" */
};

extern struct kit kit;

int kit_start(void **state); /* a cmocka setup: also empties the ledger */
int kit_stop(void **state);  /* group teardown */

/* Parses one row (single quotes stand for double ones) and applies it alone;
 * gives the result. A row that does not read fails the test. */
struct ledger_result kit_send(enum ledger_kind kind, const char *json);
struct ledger_row kit_row(enum ledger_kind kind, const char *json);

/* Asserts the status of the result: "created", "parked customer/1",
 * "error amount". */
void kit_expect(struct ledger_result r, const char *what);

/* Customer 1, named Customer, and an invoice or payment of it in north, EUR. */
void kit_customer(const char *id);
void kit_invoice(
    const char *id, const char *amount, const char *issued_on, const char *due_on);
void kit_payment(const char *id, const char *amount, const char *on);
void kit_allocate(const char *id, const char *payment, const char *invoice,
    const char *amount, const char *on);

/* One value, or lines of several rows, of any query. */
const char *kit_ask(const char *sql);

/* Every check of sql/checks returns no row. */
void kit_proves(void);

#endif
