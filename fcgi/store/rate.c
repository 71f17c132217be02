#include "store/rate.h"

#include "base/clock.h"
#include "base/date.h"
#include "store/q_login.h"

enum err
rate_take(struct db *db, struct arena *a, const char *subject, struct rate r,
    int64_t *retry_after_s)
{
    int64_t now = clock_real_us(), window = r.window_s * DATE_US_PER_S;
    struct login_attempt_count got;
    enum err e;

    if ((e = login_attempt_take(db, subject, now, now - window, NULL)))
        return e;
    if ((e = login_attempt_count(db, a, subject, &got)))
        return e == ERR_NOT_FOUND ? OK : e; /* another's success just cleared it */
    if (got.failures <= r.most)
        return OK;
    *retry_after_s = (got.window_at + window - now) / DATE_US_PER_S + 1;
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
