#include "base/conf.h"

#include <ctype.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"

enum kind { KIND_TEXT, KIND_INT, KIND_BOOL, KIND_CHOICE };

struct key {
    const char *name;
    enum kind kind;
    size_t at;             /* offset in struct conf */
    const char *otherwise; /* the default */
    bool required, secret;
    int64_t min, max;
    const char *const *choices;
};

static const char *const TLS[] = { "none", "starttls", "tls", NULL };

#define AT(field) .at = offsetof(struct conf, field), .name = #field
#define TEXT(field) AT(field), .kind = KIND_TEXT
#define INT(field, low, high) AT(field), .kind = KIND_INT, .min = (low), .max = (high)

static const struct key KEYS[] = {
    { TEXT(db_socket), .required = true },
    { TEXT(db_user), .required = true },
    { TEXT(db_password), .secret = true },
    { TEXT(db_name), .required = true },
    { TEXT(web_socket) },
    { TEXT(public_url), .required = true },
    { TEXT(var_dir), .required = true },
    { TEXT(mail_folder) },
    { TEXT(smtp_url) },
    { TEXT(smtp_user) },
    { TEXT(smtp_password), .secret = true },
    { AT(smtp_tls), .kind = KIND_CHOICE, .choices = TLS, .otherwise = "starttls" },
    { TEXT(mail_from) },
    { INT(mail_rate, 0, 1000000), .otherwise = "600" },
    { INT(mail_rate_seconds, 1, 86400), .otherwise = "60" },
    { TEXT(push_url) },
    { TEXT(mail_reply) },
    { TEXT(imap_url) },
    { TEXT(imap_user) },
    { TEXT(imap_password), .secret = true },
    { AT(imap_tls), .kind = KIND_CHOICE, .choices = TLS, .otherwise = "tls" },
    { TEXT(imap_mailbox), .otherwise = "INBOX" },
    { TEXT(imap_move_to) },
    { INT(imap_poll_seconds, 1, 86400), .otherwise = "60" },
    { TEXT(clamd) },
    { TEXT(stripe_url), .otherwise = "https://api.stripe.com" },
    { TEXT(stripe_key), .secret = true },
    { TEXT(stripe_webhook_secret), .secret = true },
    { TEXT(secret_file) },
    { TEXT(lua_dir), .otherwise = "lua" },
    { INT(web_threads, 1, 256), .otherwise = "8" },
    { INT(worker_threads, 1, 256), .otherwise = "2" },
    { TEXT(token_issuer), .otherwise = "dunlin" },
    { TEXT(token_audience), .otherwise = "dunlin" },
    { AT(test), .kind = KIND_BOOL, .otherwise = "false" },
    { TEXT(clock_file) },
};

enum { N_KEYS = sizeof KEYS / sizeof *KEYS, FILE__MAX = 64 * 1024, NAME_SIZE = 64 };

/* A local part has 64 bytes; a sign and the token of an answer need 40 of them. */
enum { REPLY_LOCAL__MAX = 24 };

/* One reading of one configuration. */
struct reading {
    struct conf *c;
    struct arena *a;
    char *why;
    size_t why_size;
    bool given[N_KEYS];
};

__attribute__((format(printf, 2, 3))) static enum err
fail(struct reading *r, const char *fmt, ...)
{
    va_list ap;

    va_start(ap, fmt);
    vsnprintf(r->why, r->why_size, fmt, ap);
    va_end(ap);
    return ERR_INVALID;
}

static void *
field(const struct conf *c, const struct key *k)
{
    return (char *)(uintptr_t)c + k->at;
}

static enum err
set_choice(struct reading *r, const struct key *k, const char *v, const char *where)
{
    struct buf names;

    for (int64_t i = 0; k->choices[i]; i++)
        if (strcmp(v, k->choices[i]) == 0) {
            *(int64_t *)field(r->c, k) = i;
            return OK;
        }
    buf_init(&names, r->a);
    for (size_t i = 0; k->choices[i]; i++)
        buf_fmt(&names, "%s%s", i ? ", " : "", k->choices[i]);
    return fail(r, "%s: '%s' must be one of: %s", where, k->name, names.text);
}

static enum err
set(struct reading *r, const struct key *k, const char *v, const char *where)
{
    int64_t n;

    if (text_has_control(v, strlen(v)) || !text_is_utf8(v, strlen(v)))
        return fail(r, "%s: '%s' holds a control byte or is not UTF-8", where, k->name);
    switch (k->kind) {
    case KIND_TEXT:
        *(const char **)field(r->c, k) = arena_str(r->a, v);
        return OK;
    case KIND_INT:
        if (text_i64(v, &n) || n < k->min || n > k->max)
            return fail(r, "%s: '%s' must be a number from %lld to %lld", where,
                k->name, (long long)k->min, (long long)k->max);
        *(int64_t *)field(r->c, k) = n;
        return OK;
    case KIND_BOOL:
        if (strcmp(v, "true") != 0 && strcmp(v, "false") != 0)
            return fail(r, "%s: '%s' must be true or false", where, k->name);
        *(bool *)field(r->c, k) = *v == 't';
        return OK;
    case KIND_CHOICE:
        return set_choice(r, k, v, where);
    }
    return ERR_BUG;
}

static enum err
line_set(struct reading *r, char *line, const char *where)
{
    char *name = text_trim(r->a, line), *mark, *value;

    if (!*name || *name == '#')
        return OK;
    if (!(mark = strchr(name, '=')))
        return fail(r, "%s: expected 'key = value'", where);
    *mark = '\0';
    value = text_trim(r->a, mark + 1);
    name = text_trim(r->a, name);
    for (size_t i = 0; i < N_KEYS; i++) {
        if (strcmp(name, KEYS[i].name) != 0)
            continue;
        if (r->given[i])
            return fail(r, "%s: '%s' is set twice", where, name);
        r->given[i] = true;
        return set(r, &KEYS[i], value, where);
    }
    return fail(r, "%s: unknown key '%.60s'", where, name);
}

static enum err
read_file(struct reading *r, const char *path, char **text)
{
    FILE *f = fopen(path, "re");
    size_t n;

    if (!f) {
        (void)fail(r, "%s: %s", path, strerror(errno));
        return ERR_NOT_FOUND;
    }
    *text = arena_alloc(r->a, FILE__MAX + 1);
    n = fread(*text, 1, FILE__MAX + 1, f);
    if (ferror(f)) {
        (void)fail(r, "%s: cannot be read", path);
        fclose(f);
        return ERR_NOT_FOUND;
    }
    fclose(f);
    if (n > FILE__MAX)
        return fail(r, "%s: larger than %d bytes", path, FILE__MAX);
    (*text)[n] = '\0';
    if (strlen(*text) != n)
        return fail(r, "%s: holds a NUL byte", path);
    return OK;
}

static enum err
file_set(struct reading *r, const char *path)
{
    char *text, *end;
    enum err e;

    if ((e = read_file(r, path, &text)))
        return e;
    for (int n = 1; text; n++, text = end) {
        if ((end = strchr(text, '\n')))
            *end++ = '\0';
        if ((e = line_set(r, text, arena_fmt(r->a, "%s:%d", path, n))))
            return e;
    }
    return OK;
}

static enum err
environment_set(struct reading *r)
{
    enum err e;

    for (size_t i = 0; i < N_KEYS; i++) {
        char name[NAME_SIZE] = "DUNLIN_";
        size_t n = strlen(name);
        const char *v;

        for (const char *s = KEYS[i].name; *s; s++)
            name[n++] = (char)toupper((unsigned char)*s);
        if (!(v = getenv(name)))
            continue;
        if ((e = set(r, &KEYS[i], v, name)))
            return e;
        r->given[i] = true;
    }
    return OK;
}

static enum err
defaults_set(struct reading *r)
{
    enum err e;

    *r->c = (struct conf){ 0 };
    for (size_t i = 0; i < N_KEYS; i++) {
        const char *v = KEYS[i].otherwise;

        if ((v || KEYS[i].kind == KIND_TEXT) &&
            (e = set(r, &KEYS[i], v ? v : "", "default")))
            return e;
    }
    return OK;
}

static void
below_var(struct reading *r, const char **path, const char *name)
{
    if (!**path)
        *path = arena_fmt(r->a, "%s/%s", r->c->var_dir, name);
}

/* What comes back: where answers go, and where they are read. */
static enum err
incoming_check(struct reading *r, const char *path)
{
    struct conf *c = r->c;

    if (*c->imap_url && !text_starts(c->imap_url, "imap://") &&
        !text_starts(c->imap_url, "imaps://"))
        return fail(r, "%s: 'imap_url' must start with imap:// or imaps://", path);
    if (*c->imap_url && !*c->imap_user)
        return fail(r, "%s: 'imap_user' is required with 'imap_url'", path);
    if (*c->imap_url && !*c->mail_reply)
        c->mail_reply = c->mail_from;
    if (*c->imap_url && !*c->mail_reply)
        return fail(r, "%s: 'mail_reply' is required with 'imap_url'", path);
    if (!*c->mail_reply)
        return OK;
    if (!text_is_email(c->mail_reply))
        return fail(r, "%s: 'mail_reply' must be a mail address", path);
    if (strcspn(c->mail_reply, "@") > REPLY_LOCAL__MAX)
        return fail(r, "%s: 'mail_reply' has more than %d bytes before its @", path,
            REPLY_LOCAL__MAX);
    return OK;
}

/* What no single line can tell. */
static enum err
whole_check(struct reading *r, const char *path)
{
    struct conf *c = r->c;
    size_t n = strlen(c->public_url);

    for (size_t i = 0; i < N_KEYS; i++)
        if (KEYS[i].required && !**(const char **)field(c, &KEYS[i]))
            return fail(r, "%s: '%s' is required", path, KEYS[i].name);
    if (!text_starts(c->public_url, "http://") &&
        !text_starts(c->public_url, "https://"))
        return fail(r, "%s: 'public_url' must start with http:// or https://", path);
    while (n && c->public_url[n - 1] == '/')
        n--;
    c->public_url = arena_strn(r->a, c->public_url, n);
    if (*c->smtp_url && !text_starts(c->smtp_url, "smtp://") &&
        !text_starts(c->smtp_url, "smtps://"))
        return fail(r, "%s: 'smtp_url' must start with smtp:// or smtps://", path);
    if (*c->mail_from && !text_is_email(c->mail_from))
        return fail(r, "%s: 'mail_from' must be a mail address", path);
    if (*c->smtp_url && !*c->mail_from)
        return fail(r, "%s: 'mail_from' is required with 'smtp_url'", path);
    if (*c->clamd && *c->clamd != '/' && !strchr(c->clamd, ':'))
        return fail(r, "%s: 'clamd' must be the path of a socket, or host:port", path);
    if (*c->clock_file && !c->test)
        return fail(r, "%s: 'clock_file' needs 'test = true'", path);
    below_var(r, &c->web_socket, "web.sock");
    below_var(r, &c->mail_folder, "mail");
    below_var(r, &c->secret_file, "secret");
    return incoming_check(r, path);
}

enum err
conf_load(struct conf *c, struct arena *a, const char *path, char *why, size_t why_size)
{
    struct reading r = { .c = c, .a = a, .why = why, .why_size = why_size };
    enum err e;

    if ((e = defaults_set(&r)))
        return e;
    if (path && (e = file_set(&r, path)))
        return e;
    if ((e = environment_set(&r)))
        return e;
    return whole_check(&r, path ? path : "environment");
}

void
conf_show(const struct conf *c, struct buf *out)
{
    for (size_t i = 0; i < N_KEYS; i++) {
        const struct key *k = &KEYS[i];
        const void *at = field(c, k);

        buf_fmt(out, "%s = ", k->name);
        if (k->kind == KIND_TEXT && k->secret)
            buf_text(out, **(const char *const *)at ? "***" : "");
        else if (k->kind == KIND_TEXT)
            buf_text(out, *(const char *const *)at);
        else if (k->kind == KIND_INT)
            buf_i64(out, *(const int64_t *)at);
        else if (k->kind == KIND_BOOL)
            buf_text(out, *(const bool *)at ? "true" : "false");
        else
            buf_text(out, k->choices[*(const int64_t *)at]);
        buf_char(out, '\n');
    }
}
