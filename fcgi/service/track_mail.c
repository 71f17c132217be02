#include "service/track_mail.h"

#include <string.h>

#include "base/text.h"
#include "render/track.h"
#include "service/mail_link.h"
#include "store/q_tracking.h"
#include "store/setting.h"

enum { OPENED_PART = UINT16_MAX, URL__MAX = 1000 };

static enum err
allowed(struct db *db, struct arena *a, const char *setting, bool *yes)
{
    const char *value;
    enum err e = setting_read(db, a, setting, "0", &value);

    *yes = !e && (text_eq(value, "1") || text_eq(value, "true"));
    return e;
}

/* Where the i-th link leads, kept; its address over us. */
static enum err
lead_over_us(struct db *db, struct arena *a, const struct mail_keys *keys,
    const char *public_url, uint64_t outbox_id, const char *portal_link,
    const char *const *urls, size_t n, const char **leads)
{
    struct tracking_target_put *rows =
        arena_new_n(a, n + 1, struct tracking_target_put);

    for (size_t i = 0; i < n; i++) {
        uint32_t no = (uint32_t)i + 1;

        rows[i] = (struct tracking_target_put){ outbox_id, no,
            portal_link && text_eq(urls[i], portal_link) ? NULL : urls[i] };
        leads[i] = strlen(urls[i]) > URL__MAX
                       ? urls[i]
                       : arena_fmt(a, "%s/api/portal/v1/mail/%s/links/%u", public_url,
                             mail_token(a, keys->track, outbox_id, no), no);
        if (leads[i] == urls[i])
            rows[i].url = NULL;
    }
    return n ? tracking_target_put(db, rows, n, NULL) : OK;
}

enum err
track_mail(struct db *db, struct arena *a, const struct mail_settings *may,
    const struct mail_keys *keys, const char *public_url, uint64_t outbox_id,
    const char *portal_link, const char *html, const char **out)
{
    const char *urls[TRACK_LINKS__MAX], *leads[TRACK_LINKS__MAX], *picture = NULL;
    size_t n = 0;
    enum err e;

    *out = html;
    if ((!may->track_opens && !may->track_clicks) || !html)
        return OK;
    if (may->track_clicks)
        n = track_find(a, html, public_url, portal_link, urls);
    if ((e = lead_over_us(
             db, a, keys, public_url, outbox_id, portal_link, urls, n, leads)))
        return e;
    if (may->track_opens)
        picture = arena_fmt(a, "%s/api/portal/v1/mail/%s/opened", public_url,
            mail_token(a, keys->track, outbox_id, OPENED_PART));
    *out = track_put(a, html, public_url, portal_link, leads, n, picture);
    return OK;
}

/* -- what comes back --------------------------------------------------------- */

static enum err
note(struct db *db, struct arena *a, const char *setting, uint64_t outbox_id,
    const char *kind, uint32_t no, int64_t now_at)
{
    bool yes;
    enum err e = allowed(db, a, setting, &yes);

    return e || !yes ? e : tracking_note(db, outbox_id, kind, no, now_at, NULL);
}

enum err
track_opened(struct db *db, struct arena *a, const struct mail_keys *keys,
    const char *token, int64_t now_at)
{
    uint64_t id;
    enum err e = mail_token_read(keys->track, token, OPENED_PART, &id);

    return e ? e : note(db, a, "tracking.opens", id, "opened", 0, now_at);
}

enum err
track_clicked(struct db *db, struct arena *a,
    const uint8_t master[static SECRET_KEY_BYTES], const char *public_url,
    const char *token, uint32_t no, int64_t now_at, const char **url)
{
    struct tracking_target target;
    struct tracking_portal_link link;
    struct mail_keys keys;
    uint8_t link_key[SECRET_KEY_BYTES];
    uint64_t id;
    enum err e;

    mail_keys(&keys, master);
    if (no == 0 || no > TRACK_LINKS__MAX)
        return ERR_NOT_FOUND;
    if ((e = mail_token_read(keys.track, token, no, &id)) ||
        (e = tracking_target(db, a, id, no, &target)) ||
        (e = note(db, a, "tracking.clicks", id, "clicked", no, now_at)))
        return e;
    *url = target.url;
    if (*url)
        return OK;
    if ((e = tracking_portal_link(db, a, id, now_at, &link)))
        return e;
    secret_derive(master, "portal-link", link_key);
    *url = arena_fmt(a, "%s/p/%s", public_url, mail_link_token(a, link_key, link.id));
    return OK;
}
