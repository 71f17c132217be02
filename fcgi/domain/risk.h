#ifndef DOMAIN_RISK_H
#define DOMAIN_RISK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * How much of what a case owes will probably be late, and what class that puts it in.
 * Pure. Late is: unpaid 30 days after due, which the forecast gives a probability for.
 *
 *    low      less than a tenth of the open amount
 *    medium   from a tenth
 *    high     from 35 %
 *
 * and one class higher where the credit limit is used up. A class that stands is left
 * for a lower one only when the share has fallen RISK_MARGIN below the line, so that a
 * case on a line does not go to and fro with each day's forecast.
 */
enum risk_class { RISK_UNKNOWN, RISK_LOW, RISK_MEDIUM, RISK_HIGH, RISK__MAX };

enum { RISK_MEDIUM_FROM = 100, RISK_HIGH_FROM = 350, RISK_MARGIN = 50 }; /* ‰ */

/* "low", "medium", "high"; NULL for RISK_UNKNOWN. */
extern const char *const RISK_NAME[RISK__MAX];
/* RISK_UNKNOWN for NULL and for what is none. */
enum risk_class risk_named(const char *name);

/* What a case owes, as its forecast sees it; all 0 at first. */
struct risk_sums {
    int64_t open_minor;
    double late; /* minor units that will be late, expected */
    /* of it what is not late yet: the news that aging does not bring */
    int64_t ahead_minor;
    double ahead;
};

void risk_add(
    struct risk_sums *s, int64_t open_minor, uint32_t late_permille, bool is_late);

/* Shares in thousandths; -1: nothing is open, nothing is not late yet. */
int32_t risk_late_permille(const struct risk_sums *s);
int32_t risk_ahead_permille(const struct risk_sums *s);

/* The use of a credit limit in thousandths, at most RISK_LIMIT__MAX; -1: no limit
 * (limit_minor < 0). A limit of 0 is used up by anything that is open. */
enum { RISK_LIMIT__MAX = 1000000 };
int32_t risk_limit_permille(int64_t open_minor, int64_t limit_minor);

/* late: -1 is RISK_UNKNOWN. was: the class that stands; RISK_UNKNOWN: none. Of one item
 * alone: its probability, no limit, none that stands. */
enum risk_class risk_judge(int32_t late, int32_t limit, enum risk_class was);

/* A case that has become high by what is still to come, which a person should know
 * before it is late. The first judgement of a case is no change. */
bool risk_is_news(enum risk_class was, enum risk_class is, int32_t ahead);

/* Whether a share (-1: none) has moved so far, by a tenth, that it is written down
 * anew though the class stands. */
enum { RISK_STEP = 100 };
bool risk_moved(int32_t was, int32_t is);

#endif
