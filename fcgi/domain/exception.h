#ifndef DOMAIN_EXCEPTION_H
#define DOMAIN_EXCEPTION_H

#include <stdbool.h>
#include <stdint.h>

/*
 * Why a case needs a person. Derived at each evaluation from the snapshot and the plan;
 * a case may have several causes, kept as a set of bits in worklist_row.causes, of
 * which exception_first says what is to be done first. The numbers are stored: add at
 * the end.
 */
enum exception {
    EXCEPTION_FAULT,          /* its script failed */
    EXCEPTION_MAIL_UNCERTAIN, /* nobody knows whether a mail went out */
    EXCEPTION_MAIL_FAILED,    /* a mail could not be delivered */
    EXCEPTION_REPLY,          /* the customer wrote last */
    EXCEPTION_PROMISE_BROKEN, /* and nothing newer stands */
    EXCEPTION_PROMISE_DUE,    /* its day has come, and not all of it */
    EXCEPTION_DISPUTE_LATE,   /* open past its target */
    EXCEPTION_TASK,           /* a follow-up is due */
    EXCEPTION_NO_CONTACT,     /* a reminder has nobody to go to */
    EXCEPTION_NO_TEXT,    /* a reminder has no text in any language the reader has */
    EXCEPTION_STALE,      /* a reminder waits for newer cash data */
    EXCEPTION_CREDIT,     /* credit is not applied while something is overdue */
    EXCEPTION_EXHAUSTED,  /* no step is left */
    EXCEPTION_NO_ADDRESS, /* a reminder by post has no address to go to */
    EXCEPTION_APPROVAL,   /* a resolution, refund or step waits for somebody to agree */
    EXCEPTION_RISK,       /* the risk has become high, by what is still to come */
    EXCEPTION__MAX
};

/* "promise_due": as the API and the pages spell them; ended by NULL. */
extern const char *const EXCEPTION_NAME[EXCEPTION__MAX + 1];

static inline uint32_t
exception_bit(enum exception x)
{
    return UINT32_C(1) << x;
}

/* The one that comes first; EXCEPTION__MAX of an empty set. */
enum exception exception_first(uint32_t causes);

/* How soon that one is to be done: EXCEPTION__MAX is first of all, 1 is last, 0 is an
 * empty set. sql/fragments/worklist_urgency.sql orders by the same. */
int exception_urgency(uint32_t causes);

#endif
