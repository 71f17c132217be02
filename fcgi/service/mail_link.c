#include "service/mail_link.h"

#include <string.h>

#include "base/date.h"
#include "base/sha.h"
#include "db/lock.h"
#include "store/audit.h"
#include "store/q_access_link.h"
#include "store/q_outbox.h"

char *
mail_link_token(
    struct arena *a, const uint8_t key[static SECRET_KEY_BYTES], uint64_t link_id)
{
    const char *text = arena_fmt(a, "access_link:%llu", (unsigned long long)link_id);
    uint8_t mac[SECRET_MAC_BYTES];

    secret_hmac(key, SECRET_KEY_BYTES, text, strlen(text), mac);
    return secret_base64url(a, mac, sizeof mac);
}

static enum err
issue(struct db *db, struct arena *a, const struct delivery *d,
    const struct delivery_about *m, uint64_t contact_id, struct mail_link *out)
{
    const struct actor by = delivery_actor(m->now_at);
    uint8_t hash[SHA_BYTES];
    struct access_link_insert_in row = { .token_hash = hash,
        .customer_id = m->customer_id,
        .contact_id = contact_id,
        .scope = "account",
        .outbox_id = m->outbox_id,
        .created_at = m->now_at };
    enum err e;

    if ((e = db_id(db, &row.id)))
        return e;
    out->token = mail_link_token(a, d->link_key, row.id);
    sha_of(out->token, strlen(out->token), hash);
    row.expires_at = m->now_at + d->settings->link_days * DATE_US_PER_DAY;
    if ((e = access_link_insert(db, &row, NULL)))
        return e;
    return audit_add(db, &(struct audit){ .by = &by,
                             .action = "access_link.issue",
                             .object_kind = "access_link",
                             .object_id = row.id,
                             .customer_id = m->customer_id });
}

enum err
mail_link(struct db *db, struct arena *a, const struct delivery *d,
    const struct delivery_about *m, uint64_t contact_id, bool tried,
    struct mail_link *out)
{
    struct mail_link_of before;
    enum err e = tried
                     ? mail_link_of(db, a, m->outbox_id, contact_id, m->now_at, &before)
                     : ERR_NOT_FOUND;

    if (!e)
        out->token = mail_link_token(a, d->link_key, before.id);
    else if (e == ERR_NOT_FOUND)
        e = issue(db, a, d, m, contact_id, out);
    if (e)
        return e;
    out->url = arena_fmt(a, "%s/p/%s", d->public_url, out->token);
    return OK;
}
