#include "service/opt_out.h"

#include <string.h>

#include "base/text.h"
#include "db/tx.h"
#include "store/activity.h"
#include "store/audit.h"
#include "store/case.h"
#include "store/q_opt_out.h"

static char *
mac_of(struct arena *a, const uint8_t key[static SECRET_KEY_BYTES], uint64_t contact_id,
    const char *email)
{
    const char *text =
        arena_fmt(a, "opt_out:%llu:%s", (unsigned long long)contact_id, email);
    uint8_t mac[SECRET_MAC_BYTES];

    secret_hmac(key, SECRET_KEY_BYTES, text, strlen(text), mac);
    return secret_base64url(a, mac, sizeof mac);
}

char *
opt_out_token(struct arena *a, const uint8_t key[static SECRET_KEY_BYTES],
    uint64_t contact_id, const char *email)
{
    return arena_fmt(a, "%llu.%s", (unsigned long long)contact_id,
        mac_of(a, key, contact_id, email));
}

static enum err
contact_of(struct db *db, struct arena *a, const uint8_t key[static SECRET_KEY_BYTES],
    const char *token, struct opt_out_contact *c)
{
    const char *dot = strchr(token, '.');
    uint64_t id;
    enum err e;

    if (!dot || text_u64(arena_strn(a, token, (size_t)(dot - token)), &id))
        return ERR_NOT_FOUND;
    if ((e = opt_out_contact(db, a, id, c)))
        return e;
    return secret_equal_text(dot + 1, mac_of(a, key, id, c->email)) ? OK
                                                                    : ERR_NOT_FOUND;
}

enum err
opt_out_look(struct db *db, struct arena *a, const uint8_t key[static SECRET_KEY_BYTES],
    const char *token, struct opt_out *out)
{
    struct opt_out_contact c;
    enum err e = contact_of(db, a, key, token, &c);

    if (e)
        return e;
    *out = (struct opt_out){ .contact_id = c.id,
        .customer_id = c.customer_id,
        .email = c.email,
        .language = c.language,
        .done = !c.email_consent };
    return OK;
}

struct work {
    struct arena *arena;
    const struct actor *by;
    const uint8_t *key;
    const char *token;
    struct opt_out *out;
};

/* Cases first, as everybody locks them; then what the contact says now. */
static enum err
opt_out(struct db *db, void *arg)
{
    struct work *w = arg;
    struct opt_out *o = w->out;
    uint64_t changed;
    enum err e;

    if ((e = opt_out_look(db, w->arena, w->key, w->token, o)) || o->done)
        return e;
    if ((e = case_lock_customer(db, w->arena, o->customer_id)) ||
        (e = opt_out_history(db, o->contact_id, w->by->now_us, NULL)) ||
        (e = opt_out_set(db, o->contact_id, w->by->now_us, &changed)) || !changed)
        return e;
    if ((e = activity_add(db, &(struct activity){ .customer_id = o->customer_id,
                                  .kind = "contact",
                                  .by = w->by,
                                  .ref_kind = "contact",
                                  .ref_id = o->contact_id,
                                  .title = arena_fmt(w->arena,
                                      "%s asked for no more mail", o->email) })) ||
        (e = audit_add(db, &(struct audit){ .by = w->by,
                               .action = "contact.opt_out",
                               .object_kind = "contact",
                               .object_id = o->contact_id,
                               .customer_id = o->customer_id,
                               .before = "{\"email_consent\":true}",
                               .after = "{\"email_consent\":false}" })))
        return e;
    return case_touch_customer(db, o->customer_id, "contact");
}

enum err
opt_out_confirm(struct db *db, struct arena *a, const struct actor *by,
    const uint8_t key[static SECRET_KEY_BYTES], const char *token, struct opt_out *out)
{
    struct work w = { .arena = a, .by = by, .key = key, .token = token, .out = out };

    return db_retry(db, opt_out, &w);
}
