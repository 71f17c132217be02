#ifndef DOMAIN_GUARD_H
#define DOMAIN_GUARD_H

#include "domain/propose.h"

/*
 * What no script can lift. Each proposal passes every guard in the order below;
 * the first that holds is recorded with its reason and the day it lets go.
 */
enum guard {
    GUARD_NONE,
    GUARD_SETTLED,  /* nothing open */
    GUARD_NET_ZERO, /* unapplied credits cover what is overdue: apply them first */
    GUARD_CUSTOMER, /* the customer is on hold, at law, closed */
    GUARD_HOLD,
    GUARD_DISPUTE, /* wholly disputed; a partly disputed item goes on with the rest */
    GUARD_PROMISE,
    GUARD_UNCERTAIN, /* an earlier mail's fate is unknown */
    GUARD_EXCLUDED,  /* tag or payment method the strategy leaves out */
    GUARD_MINIMUM,   /* below the minimum amount or total */
    GUARD_STALE,     /* newest cash data is older than the limit */
    GUARD_RECIPIENT, /* nobody to write to: no address, opted out, suppressed */
    GUARD_GAP,       /* minimum gap since any outbound message */
    GUARD_PENDING,   /* a message is already on its way */
    GUARD_CAP,       /* contacts in 30 days */
    GUARD_LEGAL_GAP, /* the country's minimum interval */
    GUARD_APPROVAL,  /* a person has to agree first */
    GUARD_YIELD,   /* an upcoming notice gives way to an overdue step due within the gap
                    */
    GUARD_NO_ITEM, /* a person's reminder that names nothing; domain/manual.h */
    GUARD_NOT_DUE, /* a person's reminder of what is not overdue */
    GUARD__MAX
};

const char *guard_name(enum guard g);

/* Limits of the installation and the country, beside the strategy's own. */
struct guard_limits {
    int64_t stale_after_us;      /* 0: no limit */
    uint16_t legal_min_gap_days; /* 0: none */
    uint16_t quiet_from_minute;  /* local minute of the day from which no mail goes
                                    out until the next morning; 0: midnight */
    bool by_person;              /* a person's own message; needs no approval */
    bool confirmed; /* that person confirmed with a reason: gap and caps may pass */
    bool beside; /* it answers what the customer has just done and asks for nothing: it
                    goes beside what is on its way */
};

struct held {
    size_t proposal; /* index into proposals->list */
    enum guard guard;
    int32_t until_on;   /* first day it may pass by itself; DAY_NONE: unknown */
    const char *detail; /* one plain sentence, in the arena */
};

/*
 * The list of held is in the order of the proposals; the caller's arrays have room
 * for one entry each. Item guards come first; an instalment below the minimum
 * amount rides along when a message goes out anyway.
 *
 * pass[k] is set for each proposal no guard held; the others appear in held.
 * For task steps only settled, hold, dispute, promise, customer and excluded apply.
 */
void guard_check(const struct snapshot *s, const struct strategy *st,
    const struct proposals *p, const struct guard_limits *limits, struct arena *a,
    bool *pass, struct held *held, size_t *held_n);

/*
 * The guards of a message that asks for no item: customer, a hold of everything,
 * recipient, gap, pending, cap. step: its recipient and channel. False: none holds.
 */
bool guard_contact(const struct snapshot *s, const struct strategy *st,
    const struct guard_limits *limits, const struct step *step, struct arena *a,
    struct held *h);

/* Whether a person may pass it on confirmation with a reason: the minimum gap and the
 * contact cap, no other. */
bool guard_may_confirm(enum guard g);

#endif
