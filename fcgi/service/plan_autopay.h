#ifndef SERVICE_PLAN_AUTOPAY_H
#define SERVICE_PLAN_AUTOPAY_H

#include "domain/autopay.h"
#include "service/send_message.h"

/*
 * Looks what of an account is to be collected by itself next, plans it and tells the
 * customer by mail, in one transaction under the lock of the case. What comes to more
 * than his limit, and what nobody could be told of, is not collected: it is reminded of
 * as ever, and the latter asks for a person. Nothing is collected of a customer who is
 * on hold, at law or closed; what was let go meanwhile is told of anew when he is
 * active again.
 */
enum err plan_autopay(struct db *db, struct arena *a, const struct actor *by,
    const struct message_desk *desk, uint64_t case_id);

/* What the setting of an account is going to charge beside what is planned already,
 * as it stands now. held: nothing, while the customer is not active. */
struct autopay_expected {
    struct autopay_part *parts;
    size_t n;
    bool held;
};

enum err autopay_expect(struct db *db, struct arena *a, uint64_t case_id,
    uint64_t autopay_id, const struct autopay_rules *rules, int64_t now_at,
    struct autopay_expected *out);

/* Days between the notice and the charge, and until a second try (0: none), from
 * autopay_notice_days and autopay_retry_days. */
struct autopay_times {
    int64_t notice_days, retry_days;
};

enum err autopay_times_read(struct db *db, struct arena *a, struct autopay_times *out);

/*
 * A mail to who gets the bills that asks for nothing, about one or more charges; inside
 * a transaction of the caller's. *outbox_id 0: nobody may be mailed, *why.
 */
enum err autopay_mail(struct db *db, struct arena *a, const struct actor *by,
    const struct message_desk *desk, uint64_t case_id, const char *template,
    const char *subject, const char *body, uint64_t *outbox_id, const char **why);

/* The language of the customer, in which such a mail is written. */
enum err autopay_language(
    struct db *db, struct arena *a, uint64_t case_id, const char **language);

/* A task for whose customer it is; inside a transaction of the caller's. */
enum err autopay_task(struct db *db, struct arena *a, const struct actor *by,
    uint64_t case_id, uint64_t customer_id, int32_t today, const char *key,
    const char *title);

#endif
