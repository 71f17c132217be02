#include "domain/audit_chain.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

enum { NUMBER__SIZE = 24 };

static void
add_bytes(struct sha *s, const char *text)
{
    char mark[NUMBER__SIZE];
    size_t n;

    if (!text) {
        sha_add(s, "-,", 2);
        return;
    }
    n = strlen(text);
    sha_add(s, mark, (size_t)snprintf(mark, sizeof mark, "%zu:", n));
    sha_add(s, text, n);
    sha_add(s, ",", 1);
}

void
audit_chain_seal(const uint8_t before[static SHA_BYTES], const struct audit_row *row,
    uint8_t out[static SHA_BYTES])
{
    char id[NUMBER__SIZE], at[NUMBER__SIZE], customer[NUMBER__SIZE];
    const char *const texts[] = { id, at, row->actor_kind, row->actor_id, row->ip,
        row->request_id, row->action, row->object_kind, row->object_id,
        row->customer_id ? customer : NULL, row->before, row->after };
    struct sha s;

    snprintf(id, sizeof id, "%" PRIu64, row->id);
    snprintf(at, sizeof at, "%" PRId64, row->at);
    snprintf(customer, sizeof customer, "%" PRIu64, row->customer_id);
    sha_start(&s);
    sha_add(&s, before, SHA_BYTES);
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        add_bytes(&s, texts[i]);
    sha_end(&s, out);
}

/* -- looking ------------------------------------------------------------------- */

static const struct {
    const char *name, *text;
} FAULTS[AUDIT__MAX] = {
    [AUDIT_BROKEN] = { "broken",
        "the row does not follow from the one before it: it was "
        "changed or moved, or rows before it were taken out" },
    [AUDIT_PUT_IN] = { "put_in", "the row stands among sealed rows without a seal: it "
                                 "was put in later" },
    [AUDIT_MISSING] = { "missing", "rows that were sealed are gone" },
    [AUDIT_TOO_MANY] = { "too_many", "there are more rows than were sealed" },
    [AUDIT_TAIL] = { "tail", "the chain does not end in the row that was sealed last" },
    [AUDIT_HEAD] = { "head", "the end of the chain is not as this installation wrote "
                             "it: somebody set it by hand" },
    [AUDIT_ANCHOR] = { "anchor", "the row that was written down elsewhere is gone or "
                                 "has another seal" },
};

const char *
audit_fault_name(enum audit_fault f)
{
    return FAULTS[f].name;
}

const char *
audit_fault_text(enum audit_fault f)
{
    return FAULTS[f].text;
}

void
audit_walk_tell(struct audit_walk *w, enum audit_fault f, uint64_t id, uint64_t n)
{
    w->faults_n++;
    if (w->told)
        w->told(w->ctx, f, id, n);
}

void
audit_walk_start(struct audit_walk *w,
    void (*told)(void *ctx, enum audit_fault f, uint64_t id, uint64_t n), void *ctx)
{
    *w = (struct audit_walk){ .told = told, .ctx = ctx };
}

void
audit_walk_row(struct audit_walk *w, const struct audit_row *row, const uint8_t *seal)
{
    uint8_t want[SHA_BYTES];

    if (!seal) {
        audit_walk_tell(w, AUDIT_PUT_IN, row->id, 1);
        return;
    }
    audit_chain_seal(w->seal, row, want);
    if (memcmp(want, seal, sizeof want) != 0)
        audit_walk_tell(w, AUDIT_BROKEN, row->id, 1);
    if (w->anchor && w->anchor->id == row->id &&
        memcmp(w->anchor->seal, seal, SHA_BYTES) == 0)
        w->anchored = true;
    memcpy(w->seal, seal, sizeof w->seal);
    w->last_id = row->id;
    w->rows_n++;
}

void
audit_walk_end(struct audit_walk *w, const struct audit_head *head)
{
    if (w->rows_n < head->rows_n)
        audit_walk_tell(w, AUDIT_MISSING, 0, head->rows_n - w->rows_n);
    if (w->rows_n > head->rows_n)
        audit_walk_tell(w, AUDIT_TOO_MANY, 0, w->rows_n - head->rows_n);
    if (w->last_id != head->last_id || memcmp(w->seal, head->seal, SHA_BYTES) != 0)
        audit_walk_tell(w, AUDIT_TAIL, head->last_id, 1);
    if (w->anchor && !w->anchored)
        audit_walk_tell(w, AUDIT_ANCHOR, w->anchor->id, 1);
}

static void
put_u64(uint8_t *to, uint64_t v)
{
    for (int i = 7; i >= 0; i--, v >>= 8)
        to[i] = (uint8_t)v;
}

void
audit_head_bytes(const struct audit_head *h, uint8_t out[static AUDIT_HEAD_BYTES])
{
    put_u64(out, h->last_id);
    put_u64(out + 8, h->rows_n);
    memcpy(out + 16, h->seal, SHA_BYTES);
}
