#include "job/fetch_mail.h"

#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/log.h"
#include "base/secret.h"
#include "base/text.h"
#include "db/lock.h"
#include "db/tx.h"
#include "net/imap.h"
#include "service/mail_token.h"
#include "service/receive_mail.h"
#include "store/q_inbound.h"

enum {
    TAKE__MAX = 200,         /* of one look */
    MESSAGE__MAX = 32 << 20, /* bytes; of a larger one the header is read */
    MAILBOX_NAME__SIZE = 150
};

static const char LOCK[] = "fetch_mail";

struct fetch_mail {
    struct db *db;
    struct arena *home;  /* what lives as long as this */
    struct arena *look;  /* one look */
    struct arena *arena; /* one message */
    const struct conf *conf;
    struct mail_keys keys;
    struct mail_source source;
    const atomic_bool *stop;
    struct fetch_counts counts;
};

/* "ar@imap.example:993/INBOX" */
static const char *
name_of(struct arena *a, const struct conf *conf)
{
    const char *host = strstr(conf->imap_url, "://");
    char *name = arena_alloc(a, MAILBOX_NAME__SIZE);

    host = host ? host + 3 : conf->imap_url;
    text_copy(name, MAILBOX_NAME__SIZE,
        arena_fmt(a, "%s@%.*s/%s", conf->imap_user, (int)strcspn(host, "/"), host,
            conf->imap_mailbox));
    return name;
}

enum err
fetch_mail_open(struct fetch_mail **out, const struct conf *conf, const struct db *like)
{
    struct fetch_mail *f = calloc(1, sizeof *f);
    uint8_t master[SECRET_KEY_BYTES];
    enum err e = OK;

    if (!f)
        abort();
    f->home = arena_new();
    f->look = arena_new();
    f->arena = arena_new();
    f->conf = conf;
    if (*conf->imap_url && !(e = db_open_like(&f->db, like)))
        e = secret_load_key(conf->secret_file, true, master);
    if (e) {
        fetch_mail_close(f);
        *out = NULL;
        return e;
    }
    if (*conf->imap_url) {
        mail_keys(&f->keys, master);
        f->source = (struct mail_source){ .conf = conf,
            .mailbox = name_of(f->home, conf),
            .reply_base = conf->mail_reply,
            .reply_key = f->keys.reply };
    }
    *out = f;
    return OK;
}

void
fetch_mail_close(struct fetch_mail *f)
{
    if (!f)
        return;
    db_close(f->db);
    arena_free(f->home);
    arena_free(f->look);
    arena_free(f->arena);
    free(f);
}

struct fetch_counts
fetch_mail_counts(const struct fetch_mail *f)
{
    return f->counts;
}

void
fetch_mail_stop_on(struct fetch_mail *f, const atomic_bool *stop)
{
    f->stop = stop;
}

/* -- one message ----------------------------------------------------------- */

static enum err
mark(struct fetch_mail *f, struct imap *m, uint64_t id, uint32_t uid)
{
    enum err e = imap_mark(m, f->arena, uid, f->conf->imap_move_to);

    if (e == ERR_INVALID) {
        log_warn("mail_not_marked", kv("inbound_id", id), kv("why", imap_why(m)));
        return OK; /* kept all the same; tried again at the next look */
    }
    return e ? e : inbound_marked(f->db, id, NULL);
}

static enum err
take_one(struct fetch_mail *f, struct imap *m, uint32_t uidvalidity, uint32_t uid)
{
    struct mail_fetched got = {
        .uidvalidity = uidvalidity, .uid = uid, .now_at = clock_now_us()
    };
    enum received_as as;
    uint64_t id = 0;
    char *raw;
    enum err e = imap_fetch(m, f->arena, uid, MESSAGE__MAX, &raw, &got.n);

    if (e == ERR_NOT_FOUND)
        return OK; /* somebody took it away */
    got.header_only = e == ERR_LIMIT;
    got.raw = raw;
    if (e && e != ERR_LIMIT)
        return e;
    e = receive_mail(f->db, f->arena, &f->source, &got, &id, &as);
    if (e == ERR_DOWN || e == ERR_CONFLICT)
        return e;
    if (e) { /* one that cannot be kept does not hold up the others */
        log_error("mail_not_kept", kv("uid", uid), kv("err", err_name(e)));
        return OK;
    }
    f->counts.tied += as == RECEIVED_TIED;
    f->counts.unassigned += as == RECEIVED_UNASSIGNED;
    f->counts.copies += as == RECEIVED_COPY;
    log_info("mail_received", kv("inbound_id", id), kv("tied", as == RECEIVED_TIED));
    return mark(f, m, id, uid);
}

/* -- one look -------------------------------------------------------------- */

static enum err
mark_rest(struct fetch_mail *f, struct imap *m, uint32_t uidvalidity)
{
    struct inbound_unmarked *rows;
    size_t n;
    enum err e = inbound_unmarked(
        f->db, f->look, f->source.mailbox, uidvalidity, TAKE__MAX, &rows, &n);

    for (size_t i = 0; i < n && !e; i++) {
        arena_reset(f->arena);
        e = mark(f, m, rows[i].id, (uint32_t)rows[i].uid);
    }
    return e;
}

static enum err
take_new(struct fetch_mail *f, struct imap *m, uint32_t uidvalidity, bool *more)
{
    struct inbound_mailbox was = { 0 };
    uint32_t *uids, after = 0;
    size_t n;
    enum err e = inbound_mailbox(f->db, f->look, f->source.mailbox, &was);

    if (e && e != ERR_NOT_FOUND)
        return e;
    if (was.uidvalidity == uidvalidity)
        after = (uint32_t)was.last_uid;
    if ((e = imap_search(m, f->look, after, &uids, &n)))
        return e;
    *more = n > TAKE__MAX;
    for (size_t i = 0; i < n && i < TAKE__MAX; i++) {
        if (f->stop && atomic_load(f->stop))
            return ERR_CONFLICT;
        arena_reset(f->arena);
        if ((e = take_one(f, m, uidvalidity, uids[i])))
            return e;
    }
    return OK;
}

static enum err
connect_to(struct fetch_mail *f, struct imap **m)
{
    static const enum imap_tls TLS[] = { [CONF_TLS_NONE] = IMAP_TLS_NONE,
        [CONF_TLS_STARTTLS] = IMAP_TLS_STARTTLS,
        [CONF_TLS_TLS] = IMAP_TLS_TLS };
    const struct imap_conf c = { .url = f->conf->imap_url,
        .user = f->conf->imap_user,
        .password = f->conf->imap_password,
        .tls = TLS[f->conf->imap_tls],
        .in_tx = db_in_tx };

    return imap_open(m, &c);
}

/* Whose fault it was goes into the table, for the people who ask why nothing comes. */
static enum err
look(struct fetch_mail *f, bool *more)
{
    struct imap *m = NULL;
    uint32_t uidvalidity = 0;
    const char *fault = NULL;
    enum err e = connect_to(f, &m), put;

    if (!e)
        e = imap_select(m, f->conf->imap_mailbox, &uidvalidity);
    if (!e && !(e = mark_rest(f, m, uidvalidity)))
        e = take_new(f, m, uidvalidity, more);
    if (e == ERR_INVALID && !m)
        fault = "imap_url is none";
    else if (e && e != ERR_CONFLICT)
        fault = arena_str(f->look, m && *imap_why(m) ? imap_why(m) : err_name(e));
    imap_close(m);
    if (fault)
        log_warn("mail_not_fetched", kv("why", fault));
    put =
        inbound_mailbox_looked(f->db, f->source.mailbox, clock_real_us(), fault, NULL);
    return e == ERR_CONFLICT ? e : e ? ERR_DOWN : put;
}

enum err
fetch_mail_look(struct fetch_mail *f, bool *more)
{
    enum err e, freed;

    *more = false;
    if (!*f->conf->imap_url)
        return OK;
    arena_reset(f->look);
    if ((e = db_lock(f->db, LOCK, 0)))
        return e;
    e = look(f, more);
    freed = db_unlock(f->db, LOCK);
    return e ? e : freed;
}

enum err
fetch_mail_round(void *ctx, bool *more)
{
    enum err e = fetch_mail_look(ctx, more);

    return e == ERR_DOWN || e == ERR_CONFLICT ? OK : e;
}
