#include "service/send_staff_mail.h"

#include <string.h>

#include "base/clock.h"
#include "base/date.h"
#include "base/log.h"
#include "base/text.h"
#include "db/lock.h"
#include "db/tx.h"
#include "render/mail.h"
#include "service/mail_code.h"
#include "service/notify.h"
#include "service/portal_people.h"
#include "service/reset_token.h"
#include "store/case.h"
#include "store/q_password_reset.h"
#include "store/q_person.h"
#include "store/q_portal_people.h"
#include "store/q_saved_report.h"
#include "store/q_staff_mail.h"
#include "store/setting.h"

enum { SUBJECT__SIZE = 300, REASON__SIZE = 300, REPLY__SIZE = 500, AT_ONCE = 50 };

static const int64_t GIVE_UP_AFTER_US = DATE_US_PER_DAY;

/* What stands for what is only known, or may only be written, when the mail leaves. */
static const char LINK_MARK[] = "{link}", CODE_MARK[] = "{code}",
                  COMPANY_MARK[] = "{company}", CUSTOMER_MARK[] = "{customer}";

/* -- queueing -------------------------------------------------------------- */

enum err
staff_mail_add(struct db *db, struct arena *a, const struct staff_mail *m)
{
    int64_t now_at = clock_now_us();
    char *subject = arena_alloc(a, SUBJECT__SIZE);
    struct staff_mail_insert_in row = { .user_id = m->user_id,
        .person_id = m->person_id,
        .kind = m->kind,
        .dedup_key = m->dedup_key,
        .not_before = m->not_before ? m->not_before : now_at,
        .subject = subject,
        .body_text = m->text,
        .body_html = m->html,
        .reset_id = m->reset_id,
        .code_id = m->code_id,
        .invitation_id = m->invitation_id,
        .file_id = m->file_id,
        .created_at = now_at,
        .real_at = clock_real_us() };
    enum err e;

    text_copy(subject, SUBJECT__SIZE, m->subject);
    if ((e = db_id(db, &row.id)))
        return e;
    return staff_mail_insert(db, &row, NULL);
}

enum err
staff_mail_queue(struct db *db, struct arena *a, uint64_t user_id, const char *kind,
    const char *dedup_key, const char *subject, const char *text, const char *html,
    int64_t not_before)
{
    const struct staff_mail m = { .user_id = user_id,
        .kind = kind,
        .dedup_key = dedup_key,
        .subject = subject,
        .text = text,
        .html = html,
        .not_before = not_before };

    return staff_mail_add(db, a, &m);
}

/* -- claiming -------------------------------------------------------------- */

struct claim {
    struct arena *arena;
    const struct staff_post *p;
    int64_t now_at;
    uint32_t take;
    uint64_t *ids;
    size_t n;
    bool paced;
};

static enum err
claim(struct db *db, void *arg)
{
    struct claim *c = arg;
    struct staff_mail_claimable *rows;
    struct sender_look look;
    enum err e = keep_pace_look(db, c->arena, &c->p->pace, c->take, &look);

    c->n = 0;
    c->paced = !e && look.take == 0;
    if (e || c->paced)
        return e;
    if ((e = staff_mail_claimable(
             db, c->arena, c->now_at, look.real_at, look.take, &rows, &c->n)) ||
        c->n == 0 || (e = keep_pace_use(db, &c->p->pace, &look, c->n)))
        return e;
    c->ids = arena_new_n(c->arena, c->n, uint64_t);
    for (size_t k = 0; k < c->n; k++)
        c->ids[k] = rows[k].id;
    return staff_mail_claim_rows(db, case_ids_json(c->arena, c->ids, c->n),
        look.real_at + c->p->claim_lease_us, c->p->worker, NULL);
}

enum err
staff_mail_claim(struct db *db, struct arena *a, const struct staff_post *p,
    int64_t now_at, uint32_t take, uint64_t **ids, size_t *n, bool *paced)
{
    struct claim c = { .arena = a,
        .p = p,
        .now_at = now_at,
        .take = take < STAFF_CLAIM__MAX ? take : STAFF_CLAIM__MAX };
    enum err e = db_retry(db, claim, &c);

    *paced = c.paced;
    *ids = c.ids;
    *n = e ? 0 : c.n;
    return e;
}

enum err
staff_mail_unclaim(struct db *db, struct arena *a, const struct staff_post *p,
    const uint64_t *ids, size_t n)
{
    return n ? staff_mail_unclaim_rows(db, case_ids_json(a, ids, n), p->worker, NULL)
             : OK;
}

/* -- the look -------------------------------------------------------------- */

struct look {
    struct arena *arena;
    const struct staff_post *p;
    uint64_t id;
    int64_t now_at;
    struct staff_mail_lock row;
    struct staff_mail_reader reader;
    struct staff_outgoing *out;
};

static enum err
end(struct db *db, const struct look *w, const char *state, const char *why)
{
    char reason[REASON__SIZE];

    text_copy(reason, sizeof reason, why);
    return staff_mail_end(db, w->id, state, reason, NULL, NULL);
}

/* The text with what the mark stands for. */
static const char *
filled(struct arena *a, const char *text, const char *mark, const char *with)
{
    const char *at;
    struct buf b;

    if (!text || !with)
        return text;
    buf_init(&b, a);
    while ((at = strstr(text, mark))) {
        buf_add(&b, text, (size_t)(at - text));
        buf_text(&b, with);
        text = at + strlen(mark);
    }
    buf_text(&b, text);
    return b.text;
}

/* NULL: the reset is over. The address is the configuration's, whatever the host was
 * that the request named. */
static enum err
link_of(struct db *db, const struct look *w, const char **url)
{
    struct password_reset_by_id r;
    enum err e = password_reset_by_id(db, w->arena, w->row.reset_id, &r);

    *url = NULL;
    if (e || r.used_at != INSTANT_NONE || clock_real_us() >= r.expires_at)
        return e == ERR_NOT_FOUND ? OK : e;
    *url = arena_fmt(w->arena, "%s/app/reset#%s", w->p->public_url,
        reset_token(w->arena, w->p->reset_key, w->row.reset_id));
    return OK;
}

/* NULL: the code is over, or was used. */
static enum err
code_of(struct db *db, const struct look *w, const char **code)
{
    struct mail_code_by_id r;
    enum err e = mail_code_by_id(db, w->arena, w->row.code_id, &r);

    *code = NULL;
    if (e || r.used_at != INSTANT_NONE || clock_real_us() >= r.expires_at)
        return e == ERR_NOT_FOUND ? OK : e;
    *code = mail_code_text(w->arena, w->p->code_key, w->row.code_id);
    return OK;
}

/* What stands for the marks of this mail; NULL where it has none of them. */
struct fillings {
    const char *url, *code, *company, *customer;
};

/* url stays NULL: accepted, revoked or over. */
static enum err
invitation_of(struct db *db, const struct look *w, struct fillings *f)
{
    struct portal_invitation_for_mail r;
    enum err e = portal_invitation_for_mail(db, w->arena, w->row.invitation_id, &r);

    if (e || r.accepted_at != INSTANT_NONE || r.revoked_at != INSTANT_NONE ||
        w->now_at >= r.expires_at)
        return e == ERR_NOT_FOUND ? OK : e;
    f->url = arena_fmt(w->arena, "%s/portal/invitation#%s", w->p->public_url,
        invitation_token(w->arena, w->p->invitation_key, w->row.invitation_id));
    f->customer = r.customer_name;
    return OK;
}

/* *why: what the mail is for is over. */
static enum err
find_fillings(struct db *db, const struct look *w, struct fillings *f, const char **why)
{
    enum err e = OK;

    if (w->row.reset_id)
        e = link_of(db, w, &f->url);
    else if (w->row.code_id)
        e = code_of(db, w, &f->code);
    else if (w->row.invitation_id)
        e = invitation_of(db, w, f);
    else
        return OK;
    if (!e && !f->url && !f->code)
        *why = w->row.code_id ? "the code is no longer good"
                              : "the link is no longer good";
    return e;
}

static const char *
fill(struct arena *a, const char *text, const struct fillings *f)
{
    text = filled(a, text, LINK_MARK, f->url);
    text = filled(a, text, CODE_MARK, f->code);
    text = filled(a, text, COMPANY_MARK, f->company);
    return filled(a, text, CUSTOMER_MARK, f->customer);
}

/* What goes with it; *why: it is gone. */
static enum err
attach(struct db *db, const struct look *w, struct mail *m,
    struct mail_attachment *attachment, const char **why)
{
    struct staff_mail_file_one file;
    enum err e;

    if (!w->row.file_id)
        return OK;
    if ((e = staff_mail_file_one(db, w->arena, w->row.file_id, &file))) {
        *why = "the file that goes with it is gone";
        return e == ERR_NOT_FOUND ? OK : e;
    }
    *attachment =
        (struct mail_attachment){ file.name, file.type, file.bytes.data, file.bytes.n };
    m->attachments = attachment;
    m->attachments_n = 1;
    return OK;
}

static enum err
write_mail(struct db *db, struct look *w, struct buf *data, const char **why)
{
    const struct mail_address to = { w->reader.name, w->reader.email };
    struct mail m = { .to = &to,
        .to_n = 1,
        .subject = w->row.subject,
        .language = w->reader.language,
        .date_at = w->now_at,
        .message_id = w->out->message_id,
        .automatic = true };
    struct mail_attachment attachment;
    struct fillings f = { 0 };
    enum err e = setting_read(db, w->arena, "company.name", "Dunlin", &m.from.name);

    if (e || (e = find_fillings(db, w, &f, why)) || *why ||
        (e = attach(db, w, &m, &attachment, why)) || *why)
        return e;
    m.from.email = w->p->mail_from;
    if (w->row.person_id)
        f.company = m.from.name;
    m.text = fill(w->arena, w->row.body_text, &f);
    m.html = fill(w->arena, w->row.body_html, &f);
    e = mail_build(&m, data, why);
    return e == ERR_INVALID && *why ? OK : e;
}

static enum err
lock_and_read(struct db *db, struct look *w, bool *mine)
{
    enum err e = staff_mail_lock(db, w->arena, w->id, &w->row);

    *mine = !e && text_eq(w->row.state, "claimed") &&
            text_eq(w->row.claimed_by, w->p->worker);
    if (e || !*mine)
        return e == ERR_NOT_FOUND ? OK : e;
    return w->row.person_id
               ? staff_mail_person(db, w->arena, w->row.person_id, &w->reader)
               : staff_mail_reader(db, w->arena, w->row.user_id, &w->reader);
}

static enum err
look(struct db *db, void *arg)
{
    struct look *w = arg;
    const char *why = NULL;
    struct buf data;
    bool mine;
    enum err e;

    *w->out = (struct staff_outgoing){ 0 };
    if ((e = lock_and_read(db, w, &mine)) || !mine)
        return e;
    if (!text_eq(w->reader.status, "active"))
        return end(db, w, "cancelled", "the user is switched off");
    w->out->message_id =
        mail_message_id(w->arena, w->id, w->p->installation, w->p->mail_from);
    buf_init(&data, w->arena);
    if ((e = write_mail(db, w, &data, &why)))
        return e;
    if (why)
        return end(db, w,
            w->row.reset_id || w->row.code_id || w->row.invitation_id ? "cancelled"
                                                                      : "failed",
            why);
    if ((e = staff_mail_send(db, w->id, clock_real_us() + w->p->send_lease_us,
             w->out->message_id, w->reader.email, NULL)))
        return e;
    w->out->id = w->id;
    w->out->attempt = w->row.attempts + 1;
    w->out->to = w->reader.email;
    w->out->data = data.text;
    w->out->data_n = data.len;
    return OK;
}

enum err
staff_mail_look(struct db *db, struct arena *a, const struct staff_post *p, uint64_t id,
    int64_t now_at, struct staff_outgoing *out)
{
    struct look w = { .arena = a, .p = p, .id = id, .now_at = now_at, .out = out };

    return db_retry(db, look, &w);
}

/* -- the mark -------------------------------------------------------------- */

struct mark {
    struct arena *arena;
    const struct sent *s;
    char reply[REPLY__SIZE];
};

static const char *
reply_or_null(const struct mark *w)
{
    return *w->reply ? w->reply : NULL;
}

/* It does not arrive; who sent a file with it is told. */
static enum err
fail(struct db *db, const struct mark *w, const struct staff_mail_lock *row,
    const char *why)
{
    struct staff_mail_file_one file;
    enum err e = staff_mail_end(db, w->s->id, "failed", why, reply_or_null(w), NULL);

    if (e || !row->file_id)
        return e;
    if ((e = staff_mail_file_one(db, w->arena, row->file_id, &file)))
        return e == ERR_NOT_FOUND ? OK : e;
    return notify(db, w->arena, file.user_id, NOTIFY_REPORT_FAILED,
        arena_fmt(w->arena, "%s: %s", file.name, why), "report", file.report_id, 0,
        arena_fmt(w->arena, "staff_mail:%llu", (unsigned long long)w->s->id));
}

static enum err
put_off(struct db *db, const struct mark *w, const struct staff_mail_lock *row)
{
    int64_t real_at = clock_real_us();
    char reason[REASON__SIZE];

    if (real_at - row->real_at >= GIVE_UP_AFTER_US)
        return fail(db, w, row, "not accepted within a day");
    text_copy(reason, sizeof reason,
        arena_fmt(w->arena, "try %u: %s", w->s->attempt, w->reply));
    return staff_mail_later(db, w->s->id, reason, reply_or_null(w),
        real_at + sent_back_off_us(w->s->attempt), NULL);
}

static enum err
mark(struct db *db, void *arg)
{
    struct mark *w = arg;
    struct staff_mail_lock row;
    enum err e = staff_mail_lock(db, w->arena, w->s->id, &row);

    if (e)
        return e;
    if (!text_eq(row.claimed_by, w->s->worker) || row.attempts != w->s->attempt ||
        !(text_eq(row.state, "sending") ||
            (text_eq(row.state, "uncertain") && w->s->fate == SENT_HANDED_OVER)))
        return ERR_NOT_FOUND;
    switch (w->s->fate) {
    case SENT_HANDED_OVER:
        return staff_mail_handed_over(
            db, w->s->id, w->s->now_at, reply_or_null(w), NULL);
    case SENT_LATER:
        return put_off(db, w, &row);
    case SENT_REFUSED:
        return fail(db, w, &row, "refused by the mail server");
    case SENT_UNKNOWN:
        break;
    }
    return staff_mail_end(db, w->s->id, "uncertain", "whether it went out is unknown",
        reply_or_null(w), NULL);
}

enum err
staff_mail_mark(struct db *db, struct arena *a, const struct sent *s)
{
    struct mark w = { .arena = a, .s = s };

    text_copy(w.reply, sizeof w.reply, s->reply ? s->reply : "");
    return db_retry(db, mark, &w);
}

/* -- whose worker is gone ---------------------------------------------------- */

static enum err
fate_of(const struct staff_post *p, struct arena *a,
    const struct staff_mail_lapsed *row, enum sent_fate *fate)
{
    enum err e;

    *fate = SENT_UNKNOWN;
    if (!row->claimed_by || !text_starts(row->claimed_by, "folder ") || !p->folder ||
        !row->message_id)
        return OK;
    e = mailfolder_has(p->folder, a, row->message_id);
    if (e && e != ERR_NOT_FOUND)
        return e;
    *fate = e ? SENT_LATER : SENT_HANDED_OVER;
    return OK;
}

enum err
staff_mail_expire(
    struct db *db, struct arena *a, const struct staff_post *p, int64_t now_at)
{
    int64_t real_at = clock_real_us();
    struct staff_mail_lapsed *rows;
    size_t n;
    enum err e;

    if ((e = staff_mail_release(db, real_at, NULL)) ||
        (e = staff_mail_lapsed(db, a, real_at, AT_ONCE, &rows, &n)))
        return e;
    for (size_t k = 0; k < n; k++) {
        struct sent s = { .id = rows[k].id,
            .worker = rows[k].claimed_by,
            .attempt = rows[k].attempts,
            .now_at = now_at };

        if ((e = fate_of(p, a, &rows[k], &s.fate)))
            return e;
        s.reply = s.fate == SENT_HANDED_OVER ? "in the folder" : "the worker was lost";
        e = staff_mail_mark(db, a, &s);
        if (e && e != ERR_NOT_FOUND)
            return e;
    }
    return OK;
}
