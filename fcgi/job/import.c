#include "job/import.h"

#include "base/clock.h"
#include "base/date.h"
#include "base/log.h"
#include "service/ledger.h"
#include "service/queue_import.h"

#define SWEEP_EVERY_US (10 * DATE_US_PER_MINUTE)

/* What a crash left waiting though its partner came. */
static enum err
sweep(struct importer *m)
{
    const struct actor by = { .kind = ACTOR_SYSTEM,
        .id = "import",
        .ip = "",
        .request_id = "",
        .now_us = clock_now_us() };
    struct arena *a;
    uint64_t applied;
    enum err e;

    if (clock_real_us() - m->swept_at < SWEEP_EVERY_US)
        return OK;
    m->swept_at = clock_real_us();
    a = arena_new();
    e = ledger_retry_parked(m->db, a, &by, &applied);
    if (!e && applied)
        log_info("parked_rows_applied", kv("rows", applied));
    arena_free(a);
    return e;
}

enum err
import_round(void *ctx, bool *more)
{
    struct importer *m = ctx;
    enum err e;

    if ((e = sweep(m)))
        return e;
    return import_next(m->db, m->conf, m->stop, more);
}
