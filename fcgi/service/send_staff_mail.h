#ifndef SERVICE_SEND_STAFF_MAIL_H
#define SERVICE_SEND_STAFF_MAIL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/secret.h"
#include "db/db.h"
#include "service/keep_pace.h"
#include "service/mark_sent.h"

/*
 * Mail to staff: digests, a way to a new password; and to people at customers about
 * their way in. It belongs to no customer, so it has a queue of its own, with the
 * states of the outbox: planned, claimed, sending, and then handed over, failed,
 * cancelled or uncertain. The address is the user's at the moment of sending; a user
 * who was switched off gets nothing.
 */
struct staff_mail {
    uint64_t user_id;       /* 0: person_id */
    uint64_t person_id;     /* somebody at customers, about his way in */
    const char *kind;       /* "digest", "password_reset" … */
    const char *dedup_key;  /* one mail for one cause, ever; NULL: no such cause */
    const char *subject;    /* one line, cut to 300 bytes */
    const char *text;       /* plain */
    const char *html;       /* a whole page; NULL: text alone */
    int64_t not_before;     /* business time; 0: now */
    uint64_t reset_id;      /* password_reset whose link stands for "{link}" in text
                               and html; 0: none */
    uint64_t invitation_id; /* portal_invitation, likewise */
    uint64_t code_id;       /* mail_code that stands for "{code}" in text; 0: none */
    uint64_t file_id;       /* staff_mail_file that goes with it; 0: none. When such a
                               mail does not arrive, whoever sent it is told */
};

/* Queues it; with a dedup_key that was used before, nothing. Also inside the caller's
 * transaction, which is then what makes it true. */
enum err staff_mail_add(struct db *db, struct arena *a, const struct staff_mail *m);

/* The same for what has no link. */
enum err staff_mail_queue(struct db *db, struct arena *a, uint64_t user_id,
    const char *kind, const char *dedup_key, const char *subject, const char *text,
    const char *html, int64_t not_before);

/* -- for the worker that sends -------------------------------------------------- */

/* What all steps share; belongs to one thread. */
struct staff_post {
    const char *worker; /* who claims: unique, begins with "folder " or "smtp " */
    const char *public_url, *mail_from;
    const char *installation;                 /* setting installation_id */
    uint8_t reset_key[SECRET_KEY_BYTES];      /* makes the tokens of resets */
    uint8_t code_key[SECRET_KEY_BYTES];       /* the codes of mail_code */
    uint8_t invitation_key[SECRET_KEY_BYTES]; /* the tokens of portal_invitation */
    const struct mailfolder *folder;          /* NULL: mail goes by SMTP */
    int64_t claim_lease_us, send_lease_us;    /* real clock */
    struct sender_pace pace;                  /* of mail_from */
};

enum { STAFF_CLAIM__MAX = 20 };

/* planned → claimed, what is due and may be sent now; ids live in the arena. *paced:
 * nothing, as the sender has sent what it may. */
enum err staff_mail_claim(struct db *db, struct arena *a, const struct staff_post *p,
    int64_t now_at, uint32_t take, uint64_t **ids, size_t *n, bool *paced);

/* Claims that were not looked at go back. */
enum err staff_mail_unclaim(struct db *db, struct arena *a, const struct staff_post *p,
    const uint64_t *ids, size_t n);

struct staff_outgoing {
    uint64_t id; /* 0: nothing to send, the row says why */
    uint32_t attempt;
    const char *message_id, *to;
    const char *data; /* for the wire */
    size_t data_n;
};

/* claimed → sending | cancelled | failed, committed before the first byte leaves. */
enum err staff_mail_look(struct db *db, struct arena *a, const struct staff_post *p,
    uint64_t id, int64_t now_at, struct staff_outgoing *out);

/* sending → handed over | planned again | failed | uncertain.
 * ERR_NOT_FOUND  the row is somebody else's by now */
enum err staff_mail_mark(struct db *db, struct arena *a, const struct sent *s);

/* Rows whose worker is gone. */
enum err staff_mail_expire(
    struct db *db, struct arena *a, const struct staff_post *p, int64_t now_at);

#endif
