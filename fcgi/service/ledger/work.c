#include "service/ledger/work.h"

#include <stdlib.h>
#include <string.h>

#include "base/date.h"
#include "base/json.h"
#include "base/text.h"
#include "base/zone.h"
#include "db/lock.h"

void
led_init(struct led *w, struct db *db, struct arena *a, struct arena *out,
    const struct ledger_call *call)
{
    *w = (struct led){
        .db = db, .a = a, .out = out, .call = call, .now = call->by->now_us
    };
    map_init(&w->customers, a);
    map_init(&w->cases, a);
    map_init(&w->locked, a);
    map_init(&w->touched, a);
    map_init(&w->stale_by_case, a);
    map_init(&w->item_by_key, a);
    map_init(&w->item_by_id, a);
    map_init(&w->inst_by_id, a);
    map_init(&w->allocs, a);
    map_init(&w->confirmed, a);
    map_init(&w->named, a);
}

bool
led_open(const struct led *w, size_t i)
{
    return w->results[i]->status == LEDGER_STATUS__MAX;
}

void
led_done(struct led *w, size_t i, enum ledger_status status, uint64_t id)
{
    w->results[i]->status = status;
    w->results[i]->id = id;
}

void
led_refuse(struct led *w, size_t i, const char *field, const char *fmt, ...)
{
    va_list ap;

    va_start(ap, fmt);
    *w->results[i] = (struct ledger_result){
        .status = LEDGER_REFUSED, .field = field, .message = arena_vfmt(w->out, fmt, ap)
    };
    va_end(ap);
}

void
led_park(struct led *w, size_t i, const char *fmt, ...)
{
    va_list ap;
    char *waits_for;

    va_start(ap, fmt);
    waits_for = arena_vfmt(w->out, fmt, ap);
    va_end(ap);
    *w->results[i] =
        (struct ledger_result){ .status = LEDGER_PARKED, .waits_for = waits_for };
    *LIST_ADD(w->a, w->parks) = (struct led_park){
        .row = w->rows[i], .result = w->results[i], .waits_for = waits_for
    };
}

void
led_arrived(struct led *w, const char *fmt, ...)
{
    va_list ap;

    if (w->call->import_title && w->arrived.n >= LEDGER_BATCH__MAX * 4)
        return;
    va_start(ap, fmt);
    *LIST_ADD(w->a, w->arrived) = arena_vfmt(w->out, fmt, ap);
    va_end(ap);
}

void
led_touch(struct led *w, uint64_t case_id)
{
    if (map_id(&w->touched, case_id))
        return;
    map_put_id(&w->touched, case_id, w);
    *LIST_ADD(w->a, w->touch_ids) = case_id;
}

void
led_stale(struct led *w, uint64_t case_id, int32_t from_on)
{
    size_t at = (size_t)(uintptr_t)map_id(&w->stale_by_case, case_id);

    if (at) {
        if (from_on < w->stale.at[at - 1].from_on)
            w->stale.at[at - 1].from_on = from_on;
        return;
    }
    *LIST_ADD(w->a, w->stale) =
        (struct daily_stale_put){ .case_id = case_id, .from_on = from_on };
    map_put_id(&w->stale_by_case, case_id, (void *)(uintptr_t)w->stale.n);
}

void
led_synced(struct led *w, uint64_t division_id)
{
    for (size_t i = 0; i < w->synced.n; i++)
        if (w->synced.at[i] == division_id)
            return;
    *LIST_ADD(w->a, w->synced) = division_id;
}

const char *
led_item_key(
    struct arena *a, const char *system, const char *kind, const char *source_id)
{
    size_t n = strlen(system), k = strlen(kind), m = strlen(source_id);
    char *key = arena_alloc(a, n + k + m + 3);

    memcpy(key, system, n + 1);
    key[n] = '\n';
    memcpy(key + n + 1, kind, k + 1);
    key[n + 1 + k] = '\n';
    memcpy(key + n + k + 2, source_id, m + 1);
    return key;
}

struct led_item *
led_find_item(
    struct led *w, const char *system, const char *kind, const char *source_id)
{
    return map_text(&w->item_by_key, led_item_key(w->a, system, kind, source_id));
}

struct led_item *
led_new_item(struct led *w)
{
    return arena_new_of(w->a, struct led_item);
}

void
led_add_item(struct led *w, struct led_item *item)
{
    *LIST_ADD(w->a, w->items) = item;
    map_put_id(&w->item_by_id, item->v.id, item);
    map_put_text(&w->item_by_key,
        led_item_key(w->a, item->v.source_system, item->v.kind, item->v.source_id),
        item);
}

struct led_inst *
led_new_inst(struct led *w, struct led_item *item)
{
    struct led_inst *i = arena_new_of(w->a, struct led_inst);
    struct led_inst **all = arena_new_n(w->a, item->inst_n + 1, struct led_inst *);

    for (size_t k = 0; k < item->inst_n; k++)
        all[k] = item->inst[k];
    all[item->inst_n++] = i;
    item->inst = all;
    return i;
}

uint64_t
led_customer_id(const struct led *w, const char *source_id)
{
    const uint64_t *id = map_text(&w->customers, source_id);

    return id ? *id : 0;
}

const struct division_all *
led_division(const struct led *w, uint64_t id)
{
    for (size_t i = 0; i < w->divisions_n; i++)
        if (w->divisions[i].id == id)
            return &w->divisions[i];
    return NULL;
}

static const struct zone *
zone_of(const struct led *w, uint64_t division_id)
{
    const struct division_all *d = led_division(w, division_id);

    return d ? zone_find(d->time_zone) : NULL;
}

int64_t
led_known_at(
    const struct led *w, const struct ledger_row *row, uint64_t division_id, int32_t on)
{
    int64_t at = row->known_at;

    if (row->known_assumed && at == INSTANT_NONE)
        at = zone_instant(zone_of(w, division_id), on, 0);
    return at == INSTANT_NONE || at > w->now ? w->now : at;
}

int32_t
led_today(const struct led *w, uint64_t division_id)
{
    return zone_day(zone_of(w, division_id), w->now);
}

void
led_event(struct led *w, const struct led_item *item, const char *kind, int32_t on,
    int64_t known_at, const char *detail)
{
    *LIST_ADD(w->a, w->events) = (struct item_event_insert){ .item_id = item->v.id,
        .case_id = item->v.case_id,
        .kind = kind,
        .effective_on = on,
        .known_at = known_at,
        .recorded_at = w->now,
        .detail = detail };
}

static void
tell(struct led *w, uint64_t customer_id, uint64_t case_id, const char *kind,
    const char *ref_kind, uint64_t ref_id, const char *title)
{
    char line[300];

    (void)text_copy(line, sizeof line, title);
    *LIST_ADD(w->a, w->activities) = (struct ledger_activity_insert){
        .customer_id = customer_id,
        .case_id = case_id,
        .at = w->now,
        .kind = kind,
        .actor_kind = actor_kind_name(w->call->by->kind),
        .actor_id = w->call->by->id,
        .ref_kind = ref_kind,
        .ref_id = ref_id,
        .title = arena_str(w->a, line),
    };
}

void
led_tell(
    struct led *w, const struct led_item *item, const char *kind, const char *fmt, ...)
{
    va_list ap;

    if (w->call->import_title) {
        *LIST_ADD(w->a, w->told) = item->v.customer_id;
        return;
    }
    va_start(ap, fmt);
    tell(w, item->v.customer_id, item->v.case_id, kind, "item", item->v.id,
        arena_vfmt(w->a, fmt, ap));
    va_end(ap);
}

void
led_tell_customer(struct led *w, uint64_t customer_id, const char *kind,
    const char *ref_kind, uint64_t ref_id, const char *fmt, ...)
{
    va_list ap;

    if (w->call->import_title && strcmp(kind, "import") != 0) {
        *LIST_ADD(w->a, w->told) = customer_id;
        return;
    }
    va_start(ap, fmt);
    tell(w, customer_id, 0, kind, ref_kind, ref_id, arena_vfmt(w->a, fmt, ap));
    va_end(ap);
}

uint64_t
led_id(struct led *w)
{
    uint64_t id = 0;
    enum err e;

    if (!w->fault && (e = db_id(w->db, &id)))
        w->fault = e;
    return id;
}

void
led_set_init(struct led_set *s, struct arena *a)
{
    s->n = 0;
    buf_init(&s->b, a);
    buf_char(&s->b, '[');
}

static void
next(struct led_set *s)
{
    if (s->n++)
        buf_char(&s->b, ',');
}

void
led_set_text(struct led_set *s, const char *text)
{
    next(s);
    json_quote(&s->b, text, strlen(text));
}

void
led_set_texts(struct led_set *s, const char *const *texts, size_t n)
{
    next(s);
    for (size_t i = 0; i < n; i++) {
        buf_char(&s->b, i ? ',' : '[');
        json_quote(&s->b, texts[i], strlen(texts[i]));
    }
    buf_char(&s->b, ']');
}

void
led_set_id(struct led_set *s, uint64_t id)
{
    next(s);
    buf_u64(&s->b, id);
}

const char *
led_set_end(struct led_set *s)
{
    buf_char(&s->b, ']');
    return s->b.text;
}
