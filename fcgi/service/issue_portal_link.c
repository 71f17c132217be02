#include "service/issue_portal_link.h"

#include <string.h>

#include "base/date.h"
#include "base/rand.h"
#include "base/sha.h"
#include "db/lock.h"
#include "store/audit.h"
#include "store/q_access_link.h"
#include "store/setting.h"

enum { TOKEN_BYTES = 32 };

enum err
issue_portal_link(struct db *db, struct arena *a, const struct actor *by,
    const struct portal_link_in *in, struct portal_link *out)
{
    uint8_t hash[SHA_BYTES];
    const char *token = rand_token(a, TOKEN_BYTES);
    int64_t days = in->days;
    struct access_link_insert_in row = { .token_hash = hash,
        .customer_id = in->customer_id,
        .contact_id = in->contact_id,
        .scope = in->scope,
        .item_id = in->item_id,
        .outbox_id = in->outbox_id,
        .created_at = by->now_us };
    struct audit done = { .by = by,
        .action = "access_link.issue",
        .object_kind = "access_link",
        .customer_id = in->customer_id };
    enum err e;

    if (!days &&
        (e = setting_read_i64(db, a, "portal_link_days", PORTAL_LINK_DAYS, &days)))
        return e;
    sha_of(token, strlen(token), hash);
    row.expires_at = by->now_us + days * DATE_US_PER_DAY;
    if ((e = db_id(db, &row.id)) || (e = access_link_insert(db, &row, NULL)))
        return e;
    done.object_id = out->id = row.id;
    done.after = AUDIT_TEXTS(a, "scope", in->scope, "item_id", audit_id(a, in->item_id),
        "contact_id", audit_id(a, in->contact_id), "expires_at",
        audit_instant(a, row.expires_at));
    out->url = arena_fmt(a, "%s/p/%s", in->public_url, token);
    out->expires_at = row.expires_at;
    return audit_add(db, &done);
}
