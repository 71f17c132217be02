#include "service/found_company.h"

#include <string.h>

#include "base/json.h"
#include "base/rand.h"
#include "base/totp.h"
#include "db/lock.h"
#include "store/q_api_client.h"
#include "store/q_contact.h"
#include "store/q_load.h"
#include "store/q_payment_view.h"
#include "store/q_person.h"
#include "store/q_portal_people.h"
#include "store/q_user.h"

enum { PASSWORD_BYTES = 15, SECRET_BYTES = 32, INSTALLATION_BYTES = 9 };

static const char *
quoted(struct arena *a, const char *text)
{
    struct buf b;

    buf_init(&b, a);
    json_quote(&b, text, strlen(text));
    return b.text;
}

enum err
found_settings(struct db *db, struct arena *a, const struct company *c)
{
    const struct load_setting rows[] = {
        { "company.name", c->now_us, quoted(a, c->name) },
        { "company.mail_from_name", c->now_us, quoted(a, c->name) },
        { "company.demo", c->now_us, c->demo ? "true" : "false" },
        { "base_currency", c->now_us, quoted(a, c->currency) },
        { "promise_tolerance_days", c->now_us, "2" },
        /* nobody feeds the demo; it shall live for a fortnight all the same */
        { "stale_after_hours", c->now_us, c->demo ? "336" : "72" },
        { "portal_link_days", c->now_us, "30" },
        { "installation_id", c->now_us, quoted(a, rand_token(a, INSTALLATION_BYTES)) },
    };
    /* an account of nobody's, from the examples of ISO 13616 */
    const struct load_setting account = { "company.iban", c->now_us,
        "\"DE89370400440532013000\"" };
    enum err e = load_setting(db, rows, sizeof rows / sizeof *rows, NULL);

    if (e || !c->demo)
        return e;
    e = load_setting(db, &account, 1, NULL);
    return e ? e : payment_providers_of_all(db, "transfer,sandbox", NULL);
}

enum err
found_division(struct db *db, const char *code, const struct company *c)
{
    struct load_division row = { .code = code,
        .name = c->name,
        .country = "DE",
        .time_zone = "Europe/Berlin",
        .cash_authority = "erp",
        .created_at = c->now_us };
    enum err e;

    memcpy(row.currency, c->currency, sizeof row.currency);
    if ((e = db_id(db, &row.id)))
        return e;
    return load_division(db, &row, 1, NULL);
}

enum err
found_user(struct db *db, const char *email, const char *name, const char *role,
    const struct company *c)
{
    struct load_user row = { .email = email,
        .name = name,
        .role = role,
        .language = "en",
        .created_at = c->now_us };
    enum err e;

    if ((e = db_id(db, &row.id)))
        return e;
    return load_user(db, &row, 1, NULL);
}

enum err
found_login(struct db *db, struct arena *a,
    const uint8_t master[static SECRET_KEY_BYTES], const char *email, bool totp,
    struct login *out)
{
    struct user_for_login user;
    uint8_t key[SECRET_KEY_BYTES];
    char *hash;
    enum err e;

    *out = (struct login){ .email = email, .password = rand_token(a, PASSWORD_BYTES) };
    if ((e = user_for_login(db, a, email, &user)) ||
        (e = secret_hash_password(a, out->password, &hash)) ||
        (e = user_set_password(db, user.id, hash, NULL)) || !totp)
        return e;
    out->totp_secret = totp_new_secret(a);
    secret_derive(master, "totp", key);
    return user_set_totp(db, user.id,
        secret_seal(a, key, out->totp_secret, strlen(out->totp_secret)), NULL);
}

enum err
found_person(struct db *db, struct arena *a, uint64_t customer_id, uint64_t contact_id,
    int64_t now_us, struct login *out)
{
    struct contact_of_customer *c;
    uint64_t id;
    char *hash;
    size_t n;
    enum err e = contact_of_customer(db, a, customer_id, contact_id, &c, &n);

    if (e || !n || !c->email)
        return e ? e : ERR_NOT_FOUND;
    *out =
        (struct login){ .email = c->email, .password = rand_token(a, PASSWORD_BYTES) };
    if ((e = db_id(db, &id)) || (e = secret_hash_password(a, out->password, &hash)) ||
        (e = person_insert(db, id, c->email, c->name, c->language, now_us, NULL)) ||
        (e = person_set_password(db, id, hash, NULL)))
        return e;
    return portal_member_put(db, id, customer_id, "admin", contact_id, now_us, NULL);
}

enum err
found_client(struct db *db, struct arena *a,
    const uint8_t master[static SECRET_KEY_BYTES], const char *id, const char *name,
    int64_t now_us, const char **secret)
{
    uint8_t key[SECRET_KEY_BYTES];
    struct api_client_insert_in row = { .id = id,
        .name = name,
        .algorithm = "HS256",
        .scopes = "read write",
        .created_at = now_us };

    *secret = rand_token(a, SECRET_BYTES);
    secret_derive(master, "client", key);
    row.key_sealed = secret_seal(a, key, *secret, strlen(*secret));
    return api_client_insert(db, &row, NULL);
}
