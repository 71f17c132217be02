/* Any bytes: parsed or refused, read by every getter, with a fault for each
 * refusal; whatever is told about it is sound JSON-safe text. */
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include "base/jsonin.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
check(bool ok)
{
    if (!ok)
        abort();
}

static void
read_all(struct jval *v, int depth)
{
    static const char *const NAMES[] = { "a", "b" };
    char currency[4] = "EUR";
    const char *text;
    uint64_t id;
    int64_t n;
    int32_t day;
    size_t k;
    bool b;

    (void)jsonin_text(v, "name", JSONIN_NEED, 20, &text);
    (void)jsonin_prose(v, "note", JSONIN_MAY, 20, &text);
    if (jsonin_id(v, "id", JSONIN_MAY, &id))
        check(id != 0);
    if (jsonin_i64(v, "n", JSONIN_MAY, -5, 5, &n))
        check(n >= -5 && n <= 5);
    (void)jsonin_bool(v, "b", JSONIN_MAY, &b);
    (void)jsonin_day(v, "day", JSONIN_MAY, &day);
    (void)jsonin_instant(v, "at", JSONIN_MAY, &n);
    (void)jsonin_currency(v, "currency", JSONIN_MAY, currency);
    (void)jsonin_money(v, "amount", JSONIN_MAY, currency, &n);
    if (jsonin_enum(v, "kind", JSONIN_MAY, NAMES, 2, &k))
        check(k < 2);
    check(depth <= JSONIN_LIMITS.depth);
    for (struct jval *e = jsonin_first(v); e; e = jsonin_next(e))
        read_all(e, depth + 1);
    jsonin_end(v);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena *a = arena_new();
    struct faults f;
    struct jsonin in;
    enum err e;

    faults_init(&f, a);
    e = jsonin_parse(&in, a, &f, (const char *)data, size, NULL);
    check((e == OK) == (in.root != NULL));
    check((e == OK) == (f.n == 0));
    if (in.root)
        read_all(in.root, 1);
    for (size_t i = 0; i < f.n; i++)
        check(f.list[i].message && (!*f.list[i].pointer || *f.list[i].pointer == '/'));
    arena_free(a);
    return 0;
}
