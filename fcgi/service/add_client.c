#include "service/add_client.h"

#include <string.h>

#include "base/text.h"
#include "db/tx.h"
#include "store/audit.h"
#include "store/q_api_client.h"

enum { ID__MAX = 64, NAME__MAX = 200, SYSTEM__MAX = 32 };

static const char *
fault_of(const struct client_in *in)
{
    size_t n = strlen(in->id);

    if (!n || n > ID__MAX ||
        strspn(in->id, "abcdefghijklmnopqrstuvwxyz0123456789._-") != n)
        return "the id must be 1 to 64 of a-z 0-9 . _ -";
    if (in->name &&
        (strlen(in->name) > NAME__MAX || text_has_control(in->name, strlen(in->name))))
        return "the name must be one line of at most 200 bytes";
    if (!text_eq(in->algorithm, "HS256") && !text_eq(in->algorithm, "RS256") &&
        !text_eq(in->algorithm, "ES256"))
        return "the algorithm must be HS256, RS256 or ES256";
    if (!text_eq(in->scopes, "read") && !text_eq(in->scopes, "read write") &&
        !text_eq(in->scopes, "write"))
        return "the scopes must be \"read\", \"write\" or \"read write\"";
    if (in->source_system &&
        (!in->source_system[0] || strlen(in->source_system) > SYSTEM__MAX ||
            text_eq(in->source_system, "dunlin")))
        return "the source system must be 1 to 32 bytes, and not dunlin";
    return NULL;
}

static enum err
write(
    struct db *db, struct arena *a, const struct actor *by, const struct client_in *in)
{
    const struct audit audit = { .by = by,
        .action = "client.add",
        .object_kind = "client",
        .object_text = in->id,
        .after = arena_fmt(
            a, "{\"algorithm\":\"%s\",\"scopes\":\"%s\"}", in->algorithm, in->scopes) };
    uint8_t seal[SECRET_KEY_BYTES];
    struct api_client_insert_in row = { .id = in->id,
        .name = in->name ? in->name : in->id,
        .algorithm = in->algorithm,
        .scopes = in->scopes,
        .source_system = in->source_system,
        .created_at = by->now_us };
    enum err e;

    secret_derive(in->master, "client", seal);
    row.key_sealed = secret_seal(a, seal, in->key, in->key_n);
    if ((e = api_client_insert(db, &row, NULL)))
        return e;
    return audit_add(db, &audit);
}

enum err
add_client(struct db *db, struct arena *a, const struct actor *by,
    const struct client_in *in, const char **why)
{
    enum err e;

    if ((*why = fault_of(in)))
        return ERR_INVALID;
    if ((e = db_begin(db)))
        return e;
    return db_end(db, write(db, a, by, in));
}

static enum err
revoke(struct db *db, const struct actor *by, const char *id)
{
    const struct audit audit = {
        .by = by, .action = "client.revoke", .object_kind = "client", .object_text = id
    };
    uint64_t changed;
    enum err e;

    if ((e = api_client_revoke(db, id, by->now_us, &changed)))
        return e;
    return changed ? audit_add(db, &audit) : ERR_NOT_FOUND;
}

enum err
revoke_client(struct db *db, const struct actor *by, const char *id)
{
    enum err e;

    if ((e = db_begin(db)))
        return e;
    return db_end(db, revoke(db, by, id));
}
