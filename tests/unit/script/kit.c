#include "tests/unit/script/kit.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/date.h"

static struct contribution *list;
static size_t list_n;

static struct open_instalment items[] = {
    { .id = 1,
        .item_id = 11,
        .number = "R-1",
        .issued_on = KIT_TODAY - 70,
        .due_on = KIT_TODAY - 40,
        .amount_minor = 20000,
        .open_minor = 10000 },
    { .id = 2,
        .item_id = 12,
        .number = "R-2",
        .issued_on = KIT_TODAY - 35,
        .due_on = KIT_TODAY - 5,
        .amount_minor = 25000,
        .open_minor = 25000,
        .disputed_minor = 5000 },
    { .id = 3,
        .item_id = 13,
        .number = "R-3",
        .issued_on = KIT_TODAY - 20,
        .due_on = KIT_TODAY + 10,
        .amount_minor = 65000,
        .open_minor = 65000 },
};
static const char *tags[] = { "slow-payer", "vip" };

void
kit_open(struct kit *k)
{
    *k = (struct kit){ 0 };
    k->host = script_host_new(&SCRIPT_BUDGET);
    k->arena = arena_new();
    k->snap = (struct snapshot){
        .case_id = 1,
        .customer_id = 7,
        .customer_number = "C-7",
        .customer_name = "Muster & Söhne",
        .currency = "EUR",
        .language = "de",
        .country = "DE",
        .region = "BY",
        .time_zone = "Europe/Berlin",
        .since_on = KIT_TODAY - 100,
        .credit_limit_minor = -1,
        .today = KIT_TODAY,
        .instalments = items,
        .instalments_n = sizeof items / sizeof *items,
        .tags = tags,
        .tags_n = 2,
        .last_contact_on = DAY_NONE,
        .last_payment_on = KIT_TODAY - 12,
        .broken_promises = 1,
        .average_days_late = 17,
        .closed_items = 9,
    };
}

void
kit_close(struct kit *k)
{
    script_host_free(k->host);
    arena_free(k->arena);
}

static enum err
load(struct kit *k, enum script_kind kind, const char *name, const char *text, size_t n)
{
    enum err e = script_load(k->host,
        &(struct script_source){ .script_id = 3,
            .version_id = 4,
            .kind = kind,
            .name = name,
            .body = text,
            .len = n },
        &k->script);

    if (!e)
        script_see(k->host, script_strategy(k->script), &k->snap);
    return e;
}

enum err
kit_load(struct kit *k, enum script_kind kind, const char *text)
{
    return load(k, kind, "t", text, strlen(text));
}

enum err
kit_strategy(struct kit *k, const char *lines)
{
    return kit_load(k, SCRIPT_STRATEGY,
        arena_fmt(k->arena,
            "return strategy { name = 'T', steps = {\n"
            "step { id = 'first', at = after_due(3), send = 'reminder_first' } },\n"
            "%s }",
            lines));
}

enum err
kit_run(struct kit *k, const char *body)
{
    enum err e;

    list_n = 0;
    e = kit_strategy(k, arena_fmt(k->arena, "priority = function(c)\n%s\nend", body));
    if (e)
        return e;
    e = script_priority(k->host, k->script, k->arena, &list, &list_n);
    return e;
}

int64_t
kit_points(const struct kit *, const char *name)
{
    for (size_t i = 0; i < list_n; i++) {
        if (strcmp(list[i].name, name) == 0)
            return list[i].milli;
    }
    return INT64_MIN;
}

enum err
kit_file(struct kit *k, enum script_kind kind, const char *path)
{
    static char text[1 << 18];
    const char *slash = strrchr(path, '/');
    FILE *f = fopen(path, "r");
    size_t n;

    if (!f) {
        perror(path);
        abort();
    }
    n = fread(text, 1, sizeof text, f);
    fclose(f);
    return load(
        k, kind, arena_strn(k->arena, slash + 1, strlen(slash + 1) - 4), text, n);
}
