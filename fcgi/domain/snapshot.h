#ifndef DOMAIN_SNAPSHOT_H
#define DOMAIN_SNAPSHOT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/buf.h"
#include "domain/risk.h"

/*
 * Everything the engine may know of one case (customer x division x currency)
 * as of one local day. Scripts, guards and the explanation see nothing else.
 *
 * Amounts are minor units of the case's currency. Arrays and text live in the
 * arena of whoever built the snapshot. Arrays are ordered as said, so that the
 * canonical form, and with it the hash, is the same for the same facts.
 */

enum { TEXT_CODE__MAX = 64 };

/* What stands for "no such day" and "no such instant"; the same as in db/stmt.h. */
#define DAY_NONE INT32_MIN
#define INSTANT_NONE INT64_MIN
/* 9999-12-31T00:00:00Z: nothing will ever happen by itself. Fits a DATETIME column. */
#define INSTANT_NEVER (INT64_C(2932896) * 86400 * 1000000)

/* A step that was already taken on an instalment, or is on its way. */
struct taken {
    uint64_t script_id;
    const char *step;
    uint32_t cycle; /* repeat number, from 0 */
    uint16_t level; /* rank of the step in its strategy, from 1 */
    int32_t on_day; /* local day it took effect; DAY_NONE while it is not handed over */
    bool task;      /* a follow-up, not a message */
    bool uncertain; /* handed to the server or not, nobody knows: holds its step */
};

/* An open instalment. Ordered by due_on, then id. */
struct open_instalment {
    uint64_t id, item_id;
    const char *number;
    uint16_t seq;
    bool is_fee; /* kind fee or interest: starts no reminder and no further fee */
    bool due_missing;
    int32_t issued_on, due_on;
    int64_t amount_minor, open_minor; /* open > 0 */
    int64_t disputed_minor;           /* open part under open disputes, 0..open */
    int64_t promised_minor;           /* open part under open promises, 0..open */
    int64_t held_minor;               /* open part under holds, 0..open */
    struct taken *taken;              /* by script, level, cycle */
    size_t taken_n;
};

/* An unapplied credit or payment. Ordered by issued_on, then id. */
struct open_credit {
    uint64_t item_id;
    const char *number;
    int32_t issued_on;
    int64_t open_minor; /* > 0 */
};

/* What a promise is for, and how much of that came. */
struct snap_promise_item {
    uint64_t instalment_id;
    int64_t minor, kept_minor;
};

/* kept_minor and state come from promise_judge (domain/promise.h). */
struct snap_promise {
    uint64_t id;
    int64_t amount_minor, kept_minor;
    int32_t made_on, promised_on, judged_on;
    struct snap_promise_item *items; /* by instalment_id; none: judged on payments */
    size_t items_n;
    enum promise_state {
        PROMISE_OPEN,
        PROMISE_KEPT,
        PROMISE_PARTLY,
        PROMISE_BROKEN,
        PROMISE_CANCELLED,
    } state;
};

struct snap_dispute {
    uint64_t id, item_id;
    int64_t amount_minor;
    const char *reason_code;
    int32_t opened_on, target_on; /* target DAY_NONE if none */
};

struct snap_hold {
    uint64_t id, item_id; /* item 0: everything */
    bool legal;
    int64_t amount_minor; /* -1: the whole */
    int32_t until_on;     /* DAY_NONE: until lifted */
    const char *reason;
    bool autopay;  /* no person's: it is collected by itself */
    bool transfer; /* no person's: the customer says that it is on its way */
};

/* Who could be written to. Ordered by id. Only active contacts. */
struct snap_contact {
    uint64_t id;
    const char *name, *email, *language, *time_zone; /* NULL where unknown */
    bool billing, statement, dispute, legal;
    bool consent, suppressed;
};

/* What waits for a person. Only the worklist reads it: no script, no guard, and no part
 * of the canonical form. */
struct snap_waiting {
    bool reply;            /* the customer wrote last … */
    int32_t reply_on;      /* … that day, and waits */
    const char *task_kind; /* of the open task due first, whoever made it; NULL: none */
    int32_t task_on;       /* when it is due, or snoozed to */
    bool mail_failed;      /* an open task says that mail could not be delivered … */
    bool approval;         /* … that somebody has to agree … */
    bool risk;             /* … that the risk has become high */
};

struct snapshot {
    /* who */
    uint64_t case_id, customer_id, division_id;
    const char *customer_number, *customer_name;
    char currency[4];
    const char *language, *country, *region, *time_zone; /* the debtor's, never NULL */
    const char *division_country, *division_region, *division_time_zone;
    enum customer_status {
        CUSTOMER_ACTIVE,
        CUSTOMER_ON_HOLD,
        CUSTOMER_LEGAL,
        CUSTOMER_CLOSED
    } status;
    enum customer_kind {
        CUSTOMER_BUSINESS,
        CUSTOMER_PUBLIC_BODY,
        CUSTOMER_CONSUMER
    } kind;
    const char *payment_method; /* NULL if unknown */
    int32_t since_on;           /* DAY_NONE if unknown */
    int64_t credit_limit_minor; /* -1 if none in this currency */
    enum risk_class risk;       /* of what is open, as its forecast says */
    int32_t late_permille;      /* of it, probably unpaid 30 days after due; where the
                                   class is known. Moves in steps: domain/risk.h */
    /* when */
    int32_t today;  /* local day of the division */
    int64_t now_at; /* the instant of evaluation, µs; not part of the canonical form */
    /* what */
    struct open_instalment *instalments;
    size_t instalments_n;
    struct open_credit *credits;
    size_t credits_n;
    struct snap_promise *promises; /* not cancelled, by judged_on, id; open and the
                                      judged of two years */
    size_t promises_n;
    struct snap_dispute *disputes; /* open, by id */
    size_t disputes_n;
    struct snap_hold *holds; /* in force today, by id */
    size_t holds_n;
    struct snap_contact *contacts;
    size_t contacts_n;
    bool has_address;  /* a postal one: street, and postcode or town */
    const char **tags; /* sorted bytewise, unique */
    size_t tags_n;
    /* dedup keys of the engine's own tasks ever raised for this case, open or done:
     * one cause makes one task. Sorted bytewise. Those that begin with "step:" may
     * be left out. */
    const char **raised;
    size_t raised_n;
    uint32_t open_tasks; /* follow-ups of the case that are open and due by today */
    /* what happened */
    int32_t last_contact_on; /* last outbound message handed over in any case of the
                                customer; DAY_NONE */
    bool contact_pending;    /* a message is planned and not yet handed over */
    uint16_t contacts_30d;   /* messages handed over in the last 30 days */
    int32_t last_payment_on; /* DAY_NONE */
    int64_t synced_at; /* newest ERP or bank sync of the division, µs; INSTANT_NONE: no
                          source is tracked */
    uint32_t broken_promises; /* in the last two years */
    int32_t
        average_days_late;  /* of items closed in the last year, weighted; 0 if none */
    uint32_t closed_items;  /* in the last year */
    uint64_t pin_script_id; /* 0: none */
    bool mail_uncertain;    /* an open question whether a mail went out */
    struct snap_waiting waiting;
};

/* Figures every part of the engine uses; computed once per snapshot. */
struct snap_sums {
    int64_t open_minor;    /* debit side */
    int64_t overdue_minor; /* due before today, fees included */
    int64_t not_due_minor;
    int64_t bucket_minor[5]; /* not due, 1-30, 31-60, 61-90, 91+ */
    int64_t unapplied_minor; /* credit side, >= 0 */
    int64_t disputed_minor, promised_minor, held_minor;
    int32_t oldest_due_on; /* of what is overdue; DAY_NONE */
    int32_t days_late;     /* of the oldest; 0 when nothing is overdue */
};

void snapshot_sums(const struct snapshot *s, struct snap_sums *out);

/*
 * Who gets a message for that contact role ("billing", "statement", "dispute",
 * "legal"): has the role, an address, consent, and is not suppressed. Roles other
 * than billing fall back to billing when nobody has them. NULL: nobody; then *why
 * is one plain clause. The lowest id; contact_receives says it of each.
 */
const struct snap_contact *snapshot_recipient(
    const struct snapshot *s, const char *role, const char **why);
/* Whether a message can reach the customer: by e-mail somebody for that contact role,
 * by letter a postal address. When not, *why (may be NULL) is one plain clause. */
bool snapshot_reaches(
    const struct snapshot *s, const char *role, bool by_letter, const char **why);
bool contact_has_role(const struct snap_contact *c, const char *role);
bool contact_receives(const struct snap_contact *c);

/* What may be asked for of an instalment: open minus disputed, promised and held, each
 * cent once; >= 0. */
int64_t instalment_free_minor(const struct open_instalment *i);

/* Appends the canonical form: JSON, keys and arrays in fixed order, integers only. */
void snapshot_canonical(const struct snapshot *s, struct buf *out);

#endif
