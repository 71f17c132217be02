#include "script/value.h"

#include <string.h>

const struct script_value *
value_get(const struct script_value *v, const char *name)
{
    size_t lo = 0, hi;

    if (!v || v->kind != VALUE_TABLE)
        return NULL;
    hi = v->table.members_n;
    while (lo < hi) {
        size_t mid = lo + (hi - lo) / 2;
        int order = strcmp(name, v->table.members[mid].name);

        if (order == 0)
            return &v->table.members[mid].value;
        if (order < 0)
            hi = mid;
        else
            lo = mid + 1;
    }
    return NULL;
}

const char *
value_text(const struct script_value *v, const char *name, const char *absent)
{
    const struct script_value *m = value_get(v, name);

    return m && m->kind == VALUE_TEXT ? m->text : absent;
}

int64_t
value_int(const struct script_value *v, const char *name, int64_t absent)
{
    const struct script_value *m = value_get(v, name);

    return m && m->kind == VALUE_INT ? m->i : absent;
}

bool
value_bool(const struct script_value *v, const char *name, bool absent)
{
    const struct script_value *m = value_get(v, name);

    return m && m->kind == VALUE_BOOL ? m->b : absent;
}

size_t
value_count(const struct script_value *v)
{
    return v && v->kind == VALUE_TABLE ? v->table.list_n : 0;
}

const struct script_value *
value_at(const struct script_value *v, size_t i)
{
    return i < value_count(v) ? &v->table.list[i] : NULL;
}
