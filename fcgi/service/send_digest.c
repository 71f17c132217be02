#include "service/send_digest.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/buf.h"
#include "base/date.h"
#include "base/text.h"
#include "base/zone.h"
#include "db/tx.h"
#include "service/digest_words.h"
#include "service/notify.h"
#include "service/send_staff_mail.h"
#include "store/q_digest.h"
#include "store/q_worklist_sum.h"

enum {
    REMIND__MAX = 300, /* a call */
    REMIND_DAYS = 7,   /* an older task is no news */
    DIGEST_ROWS = 50,  /* a mail */
    PERIOD__SIZE = 32,
    HOUR_FIRST = 7, /* of the hourly one */
    HOUR_LAST = 19,
    SINCE_DAYS = 7 /* of the first mail ever */
};

static enum err
company_zone_name(struct db *db, struct arena *a, const char **name)
{
    struct worklist_first_zone first;
    enum err e = worklist_first_zone(db, a, &first);

    *name = e ? "UTC" : first.time_zone;
    return e == ERR_NOT_FOUND ? OK : e;
}

/* -- what falls due ------------------------------------------------------------- */

static enum err
tell_due(struct db *db, struct arena *a, const struct digest_fallen *f)
{
    char day[DATE_TEXT__SIZE];

    date_format(f->due_on, day);
    return notify(db, a, f->assignee_id, NOTIFY_DUE, f->title, "follow_up", f->id,
        f->customer_id, arena_fmt(a, "due:%" PRIu64 ":%s", f->id, day));
}

enum err
remind_due(struct db *db, struct arena *a, int64_t now_at, bool *more)
{
    struct digest_fallen *row;
    const char *zone;
    int32_t today;
    size_t n = 0;
    enum err e = company_zone_name(db, a, &zone);

    *more = false;
    if (e)
        return e;
    today = zone_day(zone_find(zone), now_at);
    e = digest_fallen(db, a, today - REMIND_DAYS, today, REMIND__MAX, &row, &n);
    for (size_t i = 0; !e && i < n; i++)
        e = tell_due(db, a, &row[i]);
    *more = !e && n == REMIND__MAX;
    return e;
}

/* -- one mail -------------------------------------------------------------- */

struct digest {
    const struct digest_readers *to;
    const char *period, *public_url;
    int64_t now_at;
    int32_t today;
    struct digest_rows *row;
    size_t n;
    bool cut; /* there are more rows */
    uint32_t due_n;
};

static char *
row_url(struct arena *a, const struct digest *d, const struct digest_rows *r)
{
    if (text_eq(r->ref_kind, "outbox"))
        return arena_fmt(a, "%s/app/outbox/%" PRIu64, d->public_url, r->ref_id);
    if (r->customer_id)
        return arena_fmt(a, "%s/app/customers/%" PRIu64, d->public_url, r->customer_id);
    return arena_fmt(a, "%s/app/worklist", d->public_url);
}

static char *
write_text(struct arena *a, const struct digest *d)
{
    const char *lang = d->to->language;
    struct buf b;

    buf_init(&b, a);
    buf_fmt(&b, digest_word(DIGEST_HELLO, lang), d->to->name);
    buf_text(&b, "\n\n");
    if (d->due_n) {
        buf_fmt(&b, digest_word(DIGEST_DUE, lang), d->due_n);
        buf_fmt(&b, "\n%s/app/worklist\n\n", d->public_url);
    }
    if (d->n)
        buf_fmt(&b, "%s\n\n", digest_word(DIGEST_NEWS, lang));
    for (size_t i = 0; i < d->n; i++) {
        const struct digest_rows *r = &d->row[i];

        buf_fmt(&b, "- %s: %s%s%s%s\n", digest_kind(r->kind, lang),
            digest_title(a, r->kind, r->title, lang), r->customer_name ? " (" : "",
            r->customer_name ? r->customer_name : "", r->customer_name ? ")" : "");
        if (r->cause)
            buf_fmt(&b, "  %s\n", digest_cause(r->cause, lang));
        buf_fmt(&b, "  %s\n", row_url(a, d, r));
    }
    if (d->cut)
        buf_fmt(&b, "\n%s\n", digest_word(DIGEST_MORE, lang));
    buf_fmt(&b, "\n--\n%s\n", digest_word(DIGEST_FOOT, lang));
    return b.text;
}

static void
html_row(
    struct buf *b, struct arena *a, const struct digest *d, const struct digest_rows *r)
{
    buf_text(b, "<li>");
    text_html(b, digest_kind(r->kind, d->to->language));
    buf_text(b, ": <a href=\"");
    text_html(b, row_url(a, d, r));
    buf_text(b, "\">");
    text_html(b, digest_title(a, r->kind, r->title, d->to->language));
    buf_text(b, "</a>");
    if (r->customer_name) {
        buf_text(b, " (");
        text_html(b, r->customer_name);
        buf_text(b, ")");
    }
    if (r->cause) {
        buf_text(b, "<br>");
        text_html(b, digest_cause(r->cause, d->to->language));
    }
    buf_text(b, "</li>\n");
}

static char *
write_html(struct arena *a, const struct digest *d)
{
    const char *lang = d->to->language;
    struct buf b;

    buf_init(&b, a);
    buf_text(&b, "<!doctype html>\n<html><body>\n<p>");
    text_html(&b, arena_fmt(a, digest_word(DIGEST_HELLO, lang), d->to->name));
    buf_text(&b, "</p>\n");
    if (d->due_n) {
        buf_text(&b, "<p><a href=\"");
        text_html(&b, arena_fmt(a, "%s/app/worklist", d->public_url));
        buf_text(&b, "\">");
        text_html(&b, arena_fmt(a, digest_word(DIGEST_DUE, lang), d->due_n));
        buf_text(&b, "</a></p>\n");
    }
    if (d->n) {
        buf_fmt(&b, "<p>%s</p>\n<ul>\n", digest_word(DIGEST_NEWS, lang));
        for (size_t i = 0; i < d->n; i++)
            html_row(&b, a, d, &d->row[i]);
        buf_text(&b, "</ul>\n");
    }
    if (d->cut)
        buf_fmt(&b, "<p>%s</p>\n", digest_word(DIGEST_MORE, lang));
    buf_fmt(&b, "<p><small>%s</small></p>\n</body></html>\n",
        digest_word(DIGEST_FOOT, lang));
    return b.text;
}

static enum err
queue_mail(struct db *db, struct arena *a, const struct digest *d)
{
    enum err e = digest_made(
        db, d->to->user_id, d->period, d->now_at, (uint32_t)d->n + d->due_n, NULL);

    if (e || (!d->n && !d->due_n))
        return e;
    return staff_mail_queue(db, a, d->to->user_id, "digest",
        arena_fmt(a, "digest:%" PRIu64 ":%s", d->to->user_id, d->period),
        arena_fmt(
            a, digest_word(DIGEST_SUBJECT, d->to->language), (unsigned)d->n, d->due_n),
        write_text(a, d), write_html(a, d), d->now_at);
}

/* -- whose time has come --------------------------------------------------- */

/* False: not now, or it was made already. */
static bool
find_period(const struct digest_readers *r, const struct zone *zone, int64_t now_at,
    char out[static PERIOD__SIZE])
{
    int hour = zone_minute_of_day(zone, now_at) / 60;
    char day[DATE_TEXT__SIZE];

    date_format(zone_day(zone, now_at), day);
    if (text_eq(r->digest, "daily")) {
        if (hour < (int)r->digest_hour)
            return false;
        snprintf(out, PERIOD__SIZE, "%s", day);
        /* one made as an hourly one today will do */
        return !r->last_period || strncmp(day, r->last_period, strlen(day)) > 0;
    }
    snprintf(out, PERIOD__SIZE, "%sT%02d", day, hour);
    return hour >= HOUR_FIRST && hour <= HOUR_LAST &&
           (!r->last_period || strcmp(out, r->last_period) > 0);
}

static enum err
fill(struct db *db, struct arena *a, struct digest *d)
{
    int64_t since = d->to->last_at == INSTANT_NONE
                        ? d->now_at - SINCE_DAYS * DATE_US_PER_DAY
                        : d->to->last_at;
    struct digest_due due = { 0 };
    enum err e;

    if ((e = digest_rows(db, a, d->to->user_id, d->to->scope, since, DIGEST_ROWS + 1,
             &d->row, &d->n)))
        return e;
    if ((d->cut = d->n > DIGEST_ROWS))
        d->n = DIGEST_ROWS;
    if (text_eq(d->to->digest, "daily")) {
        if ((e = digest_due(db, a, d->to->user_id, d->today, &due)))
            return e;
        d->due_n = (uint32_t)due.due_n;
    }
    return OK;
}

static enum err
send_one(struct db *db, struct arena *a, struct digest *d)
{
    enum err e;

    if ((e = fill(db, a, d)) || (e = db_begin(db)))
        return e;
    e = db_end(db, queue_mail(db, a, d));
    return e == ERR_CONFLICT ? OK : e; /* another worker made it */
}

enum err
send_digests(struct db *db, struct arena *a, int64_t now_at, const char *public_url)
{
    struct digest_readers *r;
    const char *company;
    size_t n = 0;
    enum err e = company_zone_name(db, a, &company);

    if (!e)
        e = digest_readers(db, a, &r, &n);
    for (size_t i = 0; !e && i < n; i++) {
        const struct zone *zone = zone_find(r[i].time_zone ? r[i].time_zone : company);
        char period[PERIOD__SIZE];
        struct digest d = { .to = &r[i],
            .period = period,
            .public_url = public_url,
            .now_at = now_at,
            .today = zone_day(zone, now_at) };

        if (find_period(&r[i], zone, now_at, period))
            e = send_one(db, a, &d);
    }
    return e;
}
