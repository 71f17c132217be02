#include "service/check_script.h"

#include <string.h>

#include "base/buf.h"
#include "render/reminder.h"
#include "service/script_cases.h"
#include "store/q_script.h"
#include "store/q_template.h"

enum { ERRORS__MAX = 33 };

static void
add_error(struct script_check *c, int line, int column, const char *message)
{
    if (c->errors_n < ERRORS__MAX)
        c->errors[c->errors_n++] =
            (struct script_error){ .line = line, .column = column, .message = message };
}

/* "due+3", "document+5 business days" */
static const char *
at_text(struct arena *a, const struct step *s)
{
    static const char *const OF[] = { "due", "document", "promise", "contact" };

    return arena_fmt(a, "%s%+d%s", OF[s->anchor], s->offset_days,
        s->business_days ? " business days" : "");
}

static void
list_steps(struct arena *a, const struct strategy *st, struct script_check *out)
{
    out->name = arena_str(a, st->name);
    out->segment = st->segment ? arena_str(a, st->segment) : NULL;
    out->rank = st->rank;
    out->steps = arena_new_n(a, st->steps_n, struct script_step);
    for (size_t i = 0; i < st->steps_n; i++) {
        const struct step *s = &st->steps[i];

        out->steps[out->steps_n++] = (struct script_step){
            .id = arena_str(a, s->id),
            .kind = s->kind == STEP_SEND ? "send" : "task",
            .at = at_text(a, s),
            .what = arena_str(a, s->kind == STEP_SEND ? s->template : s->task),
            .line = s->line,
        };
    }
}

static void
list_tags(struct arena *a, const struct script *s, struct script_check *out)
{
    out->tags = arena_new_n(a, script_segments_n(s) + 1, const char *);
    for (size_t i = 0; i < script_segments_n(s); i++)
        out->tags[out->tags_n++] = arena_str(a, script_segment_tag(s, i));
}

/* Where a step's text names it, from the line of the step on; that line and column 0
 * where the name is put together by the script. */
static void
find_name(const struct script_text *text, const char *name, int *line, int *column)
{
    const char *at = text->body, *end = text->body + text->len, *start;
    size_t n = strlen(name);
    int now = 1;

    *column = 0;
    for (; at < end && now < *line; at++)
        now += *at == '\n';
    for (start = at; at + n + 2 <= end; at++) {
        if ((*at == '"' || *at == '\'') && at[n + 1] == *at &&
            memcmp(at + 1, name, n) == 0) {
            *line = now;
            *column = (int)(at - start) + 1;
            return;
        }
        if (*at == '\n') {
            now++;
            start = at + 1;
        }
    }
}

/* "; there are a, b", or "" where there is none. */
static enum err
list_known(struct db *db, struct arena *a, const char **out)
{
    struct template_list *t;
    struct buf b;
    size_t n;
    enum err e = template_list(db, a, &t, &n);

    buf_init(&b, a);
    for (size_t k = 0; k < n && !e; k++)
        if (!t[k].base_code && !reminder_topic_is_message(t[k].topic))
            buf_fmt(&b, "%s%s", b.len ? ", " : "; there are ", t[k].code);
    *out = b.text;
    return e;
}

static enum err
look_up_templates(struct db *db, struct arena *a, const struct script_text *text,
    struct script_check *out)
{
    const char *known_ones = NULL;

    for (size_t i = 0; i < out->steps_n; i++) {
        const struct script_step *s = &out->steps[i];
        struct template_known known;
        enum err e;

        if (strcmp(s->kind, "send") != 0)
            continue;
        e = template_known(db, a, s->what, &known);
        if (e == ERR_NOT_FOUND) {
            int line = s->line, column;

            find_name(text, s->what, &line, &column);
            if (!known_ones && (e = list_known(db, a, &known_ones)))
                return e;
            add_error(out, line, column,
                arena_fmt(a, "step '%s': there is no template '%s'%s", s->id, s->what,
                    known_ones));
        } else if (e) {
            return e;
        }
    }
    return OK;
}

static enum err
check_loaded(struct db *db, struct arena *a, const char *lua_dir, struct script_host *h,
    const struct script_text *text, struct script *s, struct script_check *out)
{
    enum err e;

    out->name = arena_str(a, script_name(s));
    if (script_strategy(s))
        list_steps(a, script_strategy(s), out);
    if (script_segments_n(s))
        list_tags(a, s, out);
    if (db && (e = look_up_templates(db, a, text, out)))
        return e;
    if (lua_dir && (script_strategy(s) || script_segments_n(s)))
        return script_cases(
            a, lua_dir, h, s, &out->cases, &out->cases_n, &out->cases_failed);
    return OK;
}

enum err
check_script(struct db *db, struct arena *a, const char *lua_dir,
    const struct script_text *text, struct script_check *out)
{
    struct script_host *h = script_host_new(&SCRIPT_BUDGET);
    struct script_source source = {
        .kind = text->kind,
        .name = text->name,
        .body = text->body,
        .len = text->len,
    };
    struct script *s;
    enum err e;

    *out = (struct script_check){ 0 };
    out->errors = arena_new_n(a, ERRORS__MAX, struct script_error);
    e = script_load(h, &source, &s);
    if (e == ERR_INVALID || e == ERR_LIMIT) {
        add_error(out, script_fault_line(h), 0, arena_str(a, script_fault(h)));
        e = OK;
    } else if (!e) {
        e = check_loaded(db, a, lua_dir, h, text, s, out);
    }
    script_host_free(h);
    out->loads = !e && out->errors_n == 0;
    return e;
}

static void
json_declares(struct json *j, const struct script_check *c)
{
    if (!c->name) {
        json_text(j, "declares", NULL);
        return;
    }
    json_open(j, "declares", '{');
    json_text(j, "name", c->name);
    json_text(j, "segment", c->segment);
    json_i64(j, "rank", c->rank);
    json_open(j, "steps", '[');
    for (size_t i = 0; i < c->steps_n; i++) {
        bool send = strcmp(c->steps[i].kind, "send") == 0;

        json_open(j, NULL, '{');
        json_text(j, "id", c->steps[i].id);
        json_text(j, "kind", c->steps[i].kind);
        json_text(j, "at", c->steps[i].at);
        json_text(j, "template", send ? c->steps[i].what : NULL);
        json_text(j, "task", send ? NULL : c->steps[i].what);
        json_close(j, '}');
    }
    json_close(j, ']');
    json_open(j, "tags", '[');
    for (size_t i = 0; i < c->tags_n; i++)
        json_text(j, NULL, c->tags[i]);
    json_close(j, ']');
    json_close(j, '}');
}

void
check_json(struct json *j, const char *key, const struct script_check *c)
{
    json_open(j, key, '{');
    json_bool(j, "ok", c->loads && c->cases_failed == 0);
    json_bool(j, "loads", c->loads);
    json_open(j, "errors", '[');
    for (size_t i = 0; i < c->errors_n; i++) {
        json_open(j, NULL, '{');
        json_i64(j, "line", c->errors[i].line);
        json_i64(j, "column", c->errors[i].column);
        json_text(j, "message", c->errors[i].message);
        json_close(j, '}');
    }
    json_close(j, ']');
    json_open(j, "cases", '[');
    for (size_t i = 0; i < c->cases_n; i++) {
        json_open(j, NULL, '{');
        json_text(j, "name", c->cases[i].name);
        json_bool(j, "ok", c->cases[i].fault == NULL);
        json_text(j, "message", c->cases[i].fault);
        json_close(j, '}');
    }
    json_close(j, ']');
    json_declares(j, c);
    json_close(j, '}');
}
