#include "service/import_profile.h"

#include <stdio.h>
#include <string.h>

#include "base/buf.h"
#include "base/money.h"
#include "base/text.h"
#include "base/zone.h"
#include "script/script.h"
#include "store/q_import_profile.h"

enum { FILE__MAX = 256 << 10 };

/* The shipped file; NULL: there is none. */
static const char *
read_file(struct arena *a, const char *lua_dir, const char *name)
{
    const char *path = arena_fmt(a, "%s/profiles/%s.lua", lua_dir, name);
    FILE *f = fopen(path, "rb");
    char *text;
    size_t n;

    if (!f)
        return NULL;
    text = arena_alloc(a, FILE__MAX + 1);
    n = fread(text, 1, FILE__MAX, f);
    if (ferror(f))
        n = 0;
    fclose(f);
    text[n] = '\0';
    return text;
}

static bool
is_name(const char *name)
{
    size_t n = strlen(name);

    return n && n <= 64 && strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789-_") == n;
}

/* A value under way; the first thing that is wrong stays in why. */
struct reading {
    struct arena *a;
    const struct script_value *v;
    const char *why;
};

static void
wrong(struct reading *r, const char *key, const char *must)
{
    if (!r->why)
        r->why = arena_fmt(r->a, "%s must be %s", key, must);
}

static const char *
text_of(struct reading *r, const char *key)
{
    const struct script_value *m = value_get(r->v, key);

    if (!m || m->kind == VALUE_NIL)
        return NULL;
    if (m->kind != VALUE_TEXT) {
        wrong(r, key, "a text");
        return NULL;
    }
    return arena_str(r->a, m->text);
}

/* One character, '\0' when absent. */
static char
mark_of(struct reading *r, const char *key, const char *allowed)
{
    const char *s = text_of(r, key);

    if (!s)
        return 0;
    if (strlen(s) != 1 || !strchr(allowed, s[0])) {
        wrong(r, key, arena_fmt(r->a, "one of %s", allowed));
        return 0;
    }
    return s[0];
}

static size_t
choice_of(struct reading *r, const char *key, const char *const *names, size_t n)
{
    const char *s = text_of(r, key);

    for (size_t i = 0; s && i < n; i++)
        if (strcmp(s, names[i]) == 0)
            return i;
    if (s)
        wrong(r, key, arena_fmt(r->a, "%s or %s", names[0], names[1]));
    return 0;
}

static size_t
list_of(struct reading *r, const char *key, const char **out)
{
    const struct script_value *list = value_get(r->v, key);
    size_t n = value_count(list);

    if (n > AR_LIST__MAX) {
        wrong(r, key, "shorter");
        return 0;
    }
    for (size_t i = 0; i < n; i++) {
        const struct script_value *e = value_at(list, i);

        if (e->kind != VALUE_TEXT) {
            wrong(r, key, "a list of column names");
            return 0;
        }
        out[i] = arena_str(r->a, e->text);
    }
    return n;
}

static void
read_columns(struct reading *r, struct ar_profile *p)
{
    const struct script_value *columns = value_get(r->v, "columns");
    const char *optional[AR_LIST__MAX];
    size_t n = list_of(r, "optional", optional);

    if (!columns || columns->kind != VALUE_TABLE) {
        wrong(r, "columns", "a table");
        return;
    }
    for (size_t i = 0; i < columns->table.members_n; i++) {
        const struct script_member *m = &columns->table.members[i];
        enum ar_field f = 0;

        while (f < AR_FIELD__MAX && strcmp(ar_field_name(f), m->name) != 0)
            f++;
        if (f == AR_FIELD__MAX || m->value.kind != VALUE_TEXT)
            wrong(r, arena_fmt(r->a, "columns.%s", m->name),
                "a known field, and a column's name");
        else
            p->column[f] = arena_str(r->a, m->value.text);
    }
    for (enum ar_field f = 0; f < AR_FIELD__MAX; f++)
        for (size_t i = 0; i < n; i++)
            if (strcmp(ar_field_name(f), optional[i]) == 0)
                p->optional[f] = true;
}

static void
read_division(struct reading *r, struct ar_profile *p, struct profile_division *d)
{
    const struct script_value *v = value_get(r->v, "division");
    struct reading in = { .a = r->a, .v = v };
    const char *currency;

    *d = (struct profile_division){ 0 };
    if (!v || v->kind != VALUE_TABLE) {
        p->division = text_of(r, "division");
        return;
    }
    p->division = d->code = text_of(&in, "code");
    d->name = text_of(&in, "name");
    d->country = text_of(&in, "country");
    d->time_zone = text_of(&in, "time_zone");
    currency = text_of(&in, "currency");
    if (!d->code || !d->name || !d->country || strlen(d->country) != 2 ||
        !d->time_zone || !zone_valid(d->time_zone) || !currency ||
        !money_known(currency))
        wrong(r, "division", "a code, or code, name, country, time_zone and currency");
    else
        (void)text_copy(d->currency, sizeof d->currency, currency);
}

static void
read_keys(struct reading *r)
{
    static const char *const known[] = { "source_system", "encoding", "delimiter",
        "date_order", "decimal", "group", "currency", "known", "division", "columns",
        "optional", "filled", "ignore", NULL };

    if (r->v->kind != VALUE_TABLE) {
        wrong(r, "the profile", "a table");
        return;
    }
    for (size_t i = 0; i < r->v->table.members_n; i++) {
        size_t k = 0;

        while (known[k] && strcmp(known[k], r->v->table.members[i].name) != 0)
            k++;
        if (!known[k] && !r->why)
            r->why = arena_fmt(
                r->a, "'%s' is no part of a profile", r->v->table.members[i].name);
    }
}

static void
read_profile(struct reading *r, struct ar_profile *p, struct profile_division *d)
{
    static const char *const encodings[] = { "utf-8", "windows-1252" };
    static const char *const known[] = { "import", "effective" };
    const char *order = text_of(r, "date_order"), *currency;

    p->source_system = text_of(r, "source_system");
    p->encoding = choice_of(r, "encoding", encodings, 2) ? CSV_WINDOWS_1252 : CSV_UTF8;
    p->delimiter = mark_of(r, "delimiter", ",;\t|");
    if (!p->delimiter)
        p->delimiter = ',';
    p->has_date_order = order != NULL;
    if (order && strcmp(order, "dmy") == 0)
        p->date_order = DATE_DMY;
    else if (order && strcmp(order, "mdy") == 0)
        p->date_order = DATE_MDY;
    else if (order && strcmp(order, "ymd") != 0)
        wrong(r, "date_order", "dmy, mdy or ymd");
    p->decimal = mark_of(r, "decimal", ".,");
    p->group = mark_of(r, "group", ".,' ");
    if (p->decimal && !p->group)
        p->group = p->decimal == '.' ? ',' : '.';
    currency = text_of(r, "currency");
    p->currency = currency;
    p->known_effective = choice_of(r, "known", known, 2) == 1;
    p->ignore_n = list_of(r, "ignore", p->ignore);
    p->filled_n = list_of(r, "filled", p->filled);
    read_columns(r, p);
    read_division(r, p, d);
}

enum err
import_profile(struct db *db, struct arena *a, const char *lua_dir, const char *name,
    struct ar_profile *out, struct profile_division *division, const char **why)
{
    struct script_source source = { .kind = SCRIPT_PROFILE };
    struct import_profile_active stored;
    struct script_host *host;
    struct script *script;
    struct reading r = { .a = a };
    enum err e;

    *why = arena_fmt(a, "there is no import profile '%s'", name);
    if (!is_name(name))
        return ERR_NOT_FOUND;
    e = import_profile_active(db, a, name, &stored);
    if (e && e != ERR_NOT_FOUND)
        return e;
    source.name = arena_str(a, name);
    source.body = e ? read_file(a, lua_dir, name) : stored.body;
    if (!source.body)
        return ERR_NOT_FOUND;
    source.len = strlen(source.body);
    host = script_host_new(&SCRIPT_BUDGET);
    if ((e = script_load(host, &source, &script))) {
        *why = arena_str(a, script_fault(host));
    } else {
        *out = (struct ar_profile){ .name = source.name };
        r.v = script_data(script);
        read_keys(&r);
        if (!r.why)
            read_profile(&r, out, division);
        if (!r.why)
            r.why = ar_profile_fault(out);
        if (r.why) {
            *why = arena_fmt(a, "profile '%s': %s", name, r.why);
            e = ERR_INVALID;
        }
    }
    script_host_free(host);
    return e;
}
