#ifndef SERVICE_LEDGER_WORK_H
#define SERVICE_LEDGER_WORK_H

#include "base/buf.h"
#include "service/ledger.h"
#include "service/ledger/map.h"
#include "store/q_address.h"
#include "store/q_allocation.h"
#include "store/q_audit.h"
#include "store/q_cash_confirmation.h"
#include "store/q_contact.h"
#include "store/q_customer.h"
#include "store/q_daily_balance.h"
#include "store/q_division.h"
#include "store/q_instalment.h"
#include "store/q_item.h"
#include "store/q_ledger_activity.h"
#include "store/q_parked_row.h"

/*
 * One round of ledger_apply, in memory: what was loaded under the locks, what the
 * rows make of it, and what is to be written. Loading and writing are set-wise; the
 * middle asks the database nothing. Only service/ledger includes this.
 */
struct led_inst {
    struct instalment_insert v; /* as it will stand */
    int32_t last_on;            /* newest day an allocation counts from; DAY_NONE */
    int64_t was_open;           /* as loaded */
    bool is_new, changed;
};

struct led_item {
    struct item_insert v; /* as it will stand */
    struct led_inst **inst;
    size_t inst_n;
    int64_t was_open;
    bool is_new, changed;
    bool want_inst; /* its instalments are to be loaded */
    const struct ledger_line *lines;
    size_t lines_n;
    bool has_lines;
};

struct led_alloc {
    struct allocation_by_source v;
    bool reversed; /* by now */
};

struct led_customer {
    struct customer_for_upsert v;
    bool is_new;
};

struct led_park {
    const struct ledger_row *row;
    struct ledger_result *result;
    const char *waits_for;
};

struct led {
    struct db *db;
    struct arena *a;   /* of this try */
    struct arena *out; /* the caller's, for results */
    const struct ledger_call *call;
    int64_t now;
    bool alone;               /* the call is about one row */
    enum err fault;           /* of led_id */
    struct ledger_row **rows; /* of this round */
    struct ledger_result **results;
    size_t n;

    struct division_all *divisions;
    size_t divisions_n;
    struct map customers; /* source id → uint64_t *, 0: not there; led_customer_id */
    struct map cases;     /* "customer/division/currency" → uint64_t * */
    struct map locked;    /* case id → itself */
    struct map touched;   /* case id → itself */
    LIST(uint64_t) lock_ids;
    LIST(uint64_t) touch_ids;
    struct map stale_by_case; /* case id → place in stale, from 1 */
    LIST(struct daily_stale_put) stale;

    struct map item_by_key, item_by_id;
    LIST(struct led_item *) items;
    struct map inst_by_id; /* → struct led_inst * */
    struct map allocs;     /* source id → struct led_alloc *, of the call's system */
    LIST(struct led_alloc *) live; /* of items to be cancelled or reinstated */
    struct map reversing; /* source id → struct ledger_row *, reversals of the round */
    struct map confirmed; /* source id → struct cash_confirmation_by_source * */
    struct map named;     /* source id → struct payment_named *, see named.h */
    LIST(struct led_alloc *)
    given; /* what the portal settled by credits of the round */

    LIST(struct allocation_insert) new_allocs;
    LIST(struct item_event_insert) events;
    LIST(struct instalment_history_insert) history;
    LIST(struct cash_confirmation_put) confirmations;
    LIST(struct ledger_activity_insert) activities;
    LIST(struct audit_insert_many) trail;
    LIST(struct led_park) parks;
    LIST(const char *) arrived; /* what parked rows may have waited for */
    LIST(uint64_t) told;        /* customers whose line this try writes */
    LIST(uint64_t) synced;      /* divisions */
};

void led_init(struct led *w, struct db *db, struct arena *a, struct arena *out,
    const struct ledger_call *call);

/* Results. The text lives in the caller's arena. */
void led_refuse(struct led *w, size_t i, const char *field, const char *fmt, ...)
    __attribute__((format(printf, 4, 5)));
void led_park(struct led *w, size_t i, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));
void led_done(struct led *w, size_t i, enum ledger_status status, uint64_t id);

/* The row's turn has not been decided yet. */
bool led_open(const struct led *w, size_t i);

void led_arrived(struct led *w, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));
void led_touch(struct led *w, uint64_t case_id);
/* What the case owed from that day on is another than it was. */
void led_stale(struct led *w, uint64_t case_id, int32_t from_on);
void led_synced(struct led *w, uint64_t division_id);

const char *led_item_key(
    struct arena *a, const char *system, const char *kind, const char *source_id);
struct led_item *led_find_item(
    struct led *w, const char *system, const char *kind, const char *source_id);
struct led_item *led_new_item(struct led *w);
void led_add_item(struct led *w, struct led_item *item);
struct led_inst *led_new_inst(struct led *w, struct led_item *item);

/* Our id of a customer by its source id; 0: not there (yet). */
uint64_t led_customer_id(const struct led *w, const char *source_id);

const struct division_all *led_division(const struct led *w, uint64_t id);

/* When the business learned of a row that became effective on that day. */
int64_t led_known_at(const struct led *w, const struct ledger_row *row,
    uint64_t division_id, int32_t on);
/* Today in the division. */
int32_t led_today(const struct led *w, uint64_t division_id);

void led_event(struct led *w, const struct led_item *item, const char *kind, int32_t on,
    int64_t known_at, const char *detail);
/* A line on the timeline; in an import the one line of the customer. */
void led_tell(struct led *w, const struct led_item *item, const char *kind,
    const char *fmt, ...) __attribute__((format(printf, 4, 5)));
void led_tell_customer(struct led *w, uint64_t customer_id, const char *kind,
    const char *ref_kind, uint64_t ref_id, const char *fmt, ...)
    __attribute__((format(printf, 6, 7)));

/* The next id; 0 and w->fault when there is none. */
uint64_t led_id(struct led *w);

/* Starts "[", adds a quoted text, an id, ends. For set-wise statements. */
struct led_set {
    struct buf b;
    size_t n;
};
void led_set_init(struct led_set *s, struct arena *a);
void led_set_text(struct led_set *s, const char *text);
void led_set_texts(struct led_set *s, const char *const *texts, size_t n); /* tuple */
void led_set_id(struct led_set *s, uint64_t id);
const char *led_set_end(struct led_set *s);

#endif
