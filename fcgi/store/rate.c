#include "store/rate.h"

#include "base/clock.h"
#include "base/date.h"
#include "db/tx.h"
#include "store/q_login.h"

struct take {
    struct arena *arena;
    const char *subject;
    int64_t now, window_from;
    struct login_attempt_count counted;
};

/* In one transaction: a try reads the count that it made itself. */
static enum err
count_try(struct db *db, void *in)
{
    struct take *t = in;
    enum err e = login_attempt_take(db, t->subject, t->now, t->window_from, NULL);

    return e ? e : login_attempt_count(db, t->arena, t->subject, &t->counted);
}

enum err
rate_take(struct db *db, struct arena *a, const char *subject, struct rate r,
    int64_t *retry_after_s)
{
    int64_t now = clock_real_us(), window = r.window_s * DATE_US_PER_S;
    struct take t = {
        .arena = a, .subject = subject, .now = now, .window_from = now - window
    };
    enum err e = db_retry(db, count_try, &t);

    if (e || t.counted.failures <= r.most)
        return e;
    *retry_after_s = (t.counted.window_at + window - now) / DATE_US_PER_S + 1;
    return ERR_LIMIT;
}

enum err
rate_give_back(struct db *db, const char *subject)
{
    return login_attempt_back(db, subject, NULL);
}

enum err
rate_clear(struct db *db, const char *subject)
{
    return login_attempt_clear(db, subject, NULL);
}
