#include "service/change_pay_providers.h"

#include "db/tx.h"
#include "store/audit.h"
#include "store/q_payment_view.h"

static enum err
write(struct db *db, struct arena *a, const struct actor *by, uint64_t id,
    uint32_t version, const char *providers)
{
    struct payment_division_lock was;
    enum err e = payment_division_lock(db, a, id, &was);

    if (e)
        return e;
    if (was.version != version)
        return ERR_CONFLICT;
    if ((e = payment_division_set(db, id, providers, NULL)))
        return e;
    return audit_add(db, &(struct audit){ .by = by,
                             .action = "division.pay_providers",
                             .object_kind = "division",
                             .object_id = id,
                             .before = AUDIT_TEXTS(a, "providers", was.providers),
                             .after = AUDIT_TEXTS(a, "providers", providers) });
}

enum err
change_pay_providers(struct db *db, struct arena *a, const struct actor *by,
    uint64_t division_id, uint32_t version, const char *providers)
{
    enum err e = db_begin(db);

    return e ? e : db_end(db, write(db, a, by, division_id, version, providers));
}
