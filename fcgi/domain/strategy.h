#ifndef DOMAIN_STRATEGY_H
#define DOMAIN_STRATEGY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * A strategy as declared: data. The functions a script may add (when, priority)
 * stay in the script and are asked through the callbacks of domain/propose.h.
 * Filled and validated by script/; text lives as long as the loaded script.
 */

enum {
    STRATEGY_STEPS__MAX = 32,
    STRATEGY_TAGS__MAX = 16,
    STRATEGY_CURRENCIES__MAX = 32
};

enum step_anchor { ANCHOR_DUE, ANCHOR_DOCUMENT, ANCHOR_PROMISE, ANCHOR_LAST_CONTACT };
enum step_kind { STEP_SEND, STEP_TASK };
enum catch_up { CATCH_UP_LATEST, CATCH_UP_ALL, CATCH_UP_NONE };

/* A fee a step claims at hand-over, per instalment and cycle. */
struct step_fee {
    enum { FEE_NONE, FEE_FIXED, FEE_PERCENT, FEE_LEGAL } kind;
    uint32_t rate_e6; /* FEE_PERCENT: fraction of the residual times 10^6 */
    /* FEE_FIXED: amount in the case's currency; a currency not listed has no fee */
    struct {
        char currency[4];
        int64_t minor;
    } fixed[STRATEGY_CURRENCIES__MAX];
    size_t fixed_n;
};

struct step {
    const char *id; /* unique in the strategy */
    enum step_kind kind;
    enum step_anchor anchor;
    int16_t offset_days;
    bool business_days;   /* offset counts business days of the debtor's calendar */
    const char *template; /* STEP_SEND */
    const char *task;     /* STEP_TASK: kind of follow-up: call, review … */
    bool upcoming;  /* offset before the due date: an upcoming notice, no arrears */
    uint16_t level; /* rank among the steps, from 1, in order of offset */
    uint16_t repeat_days; /* 0: once; else again every so many days */
    uint16_t repeat_max;  /* how many times in all, >= 1 */
    struct step_fee fee;
    const char *approval; /* role that has to agree first; NULL none */
    const char *to_role;  /* contact role; "billing" by default */
    bool by_letter;       /* STEP_SEND: on paper, by post; else by e-mail */
    bool attach_invoice, attach_statement, attach_letter;
    bool has_when;
    int line; /* of the script, where it is declared; 0: not known */
};

struct per_currency {
    struct {
        char currency[4];
        int64_t minor;
    } of[STRATEGY_CURRENCIES__MAX];
    size_t n;
};

struct strategy {
    uint64_t script_id, version_id; /* set by whoever loaded it */
    const char *name;
    enum catch_up catch_up;
    uint16_t min_gap_days; /* inclusive: last on the 1st, 14, allowed on the 15th;
                              default 5 */
    uint16_t grace_days;   /* added to the due date before arrears count */
    uint16_t
        send_minute; /* local time of sending, minutes after midnight; default 480 */
    bool business_days_only;   /* send only on business days of the debtor's calendar */
    uint16_t max_contacts_30d; /* 0: no cap */
    struct per_currency min_amount; /* an instalment below is not reminded by itself */
    struct per_currency min_total;  /* nothing goes out for a case below */
    struct per_currency threshold;  /* c.threshold for the script's functions */
    uint32_t min_share_e6; /* step-down minimum share of the open balance; 0 none */
    const char *exclude_tags[STRATEGY_TAGS__MAX];
    size_t exclude_tags_n;
    const char *
        exclude_methods[STRATEGY_TAGS__MAX]; /* payment methods, such as direct_debit */
    size_t exclude_methods_n;
    const char
        *segment; /* tag that chooses its customers; NULL: the default strategy */
    const char *segment_why;                /* "segment NAME"; NULL without a segment */
    int16_t rank;                           /* the highest whose segment matches wins */
    struct step steps[STRATEGY_STEPS__MAX]; /* by level */
    size_t steps_n;
    bool has_priority;
};

/* The amount for a currency, or -1 where the table has none. */
int64_t per_currency_get(const struct per_currency *t, const char currency[4]);

/*
 * Which strategy a case follows: a pin wins, else the highest rank whose segment
 * is among the tags (ties: lower script id), else the one without a segment.
 * *why: "pin", "segment NAME" or "default", static or the strategy's own text.
 * NULL only when there is none at all.
 */
const struct strategy *strategy_choose(const struct strategy *const *all, size_t n,
    uint64_t pin_script_id, const char *const *tags, size_t tags_n, const char **why);

#endif
