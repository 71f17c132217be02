#ifndef SERVICE_DELIVERY_H
#define SERVICE_DELIVERY_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/conf.h"
#include "base/err.h"
#include "base/secret.h"
#include "db/db.h"
#include "domain/outbox_cause.h"
#include "net/mailfolder.h"
#include "service/keep_pace.h"
#include "service/mail_settings.h"
#include "service/mail_token.h"
#include "service/rulebook.h"
#include "store/activity.h"
#include "store/actor.h"

struct text_cache; /* service/find_text.h */

/*
 * What all steps of a delivery share: claim_outbox, last_look, mark_sent and
 * expire_leases, in that order, each one transaction, with the sending between the
 * last look and the mark. Belongs to one thread.
 */
struct delivery {
    const char *worker; /* who claims: unique, begins with "folder " or "smtp " */
    struct rulebook *rules;
    const struct mail_settings *settings; /* of the batch; letters need none */
    struct text_cache *texts;             /* of the batch; NULL: none is kept */
    const struct conf *conf;              /* where files lie */
    const char *public_url, *mail_from;
    const char
        *mail_reply; /* where answers and reports go, with a token; "": nowhere */
    struct mail_keys keys;
    const char *installation;              /* setting installation_id */
    uint8_t link_key[SECRET_KEY_BYTES];    /* makes the tokens of links in mail */
    const struct mailfolder *folder;       /* NULL: mail goes by SMTP */
    int64_t claim_lease_us, send_lease_us; /* real clock */
    struct sender_pace pace;               /* of mail_from */
};

/* Who acts: the system, part "deliver". */
struct actor delivery_actor(int64_t now_at);

/* The step of a strategy as it stands now; NULL when it is gone. */
const struct step *delivery_step(
    const struct delivery *d, uint64_t script_id, const char *step);

/* What a message is about, for timeline and tasks. */
struct delivery_about {
    uint64_t outbox_id, customer_id, case_id; /* case 0: none */
    const char *subject;                      /* or the template's name */
    bool letter;                              /* else a mail */
    int32_t today;                            /* of the division */
    int64_t now_at;
};

/* "Mail" or "Letter": how a sentence about it begins. */
const char *delivery_noun(const struct delivery_about *m);

/* One line on the timeline; detail may be NULL, and is a reason or a reply. */
enum err delivery_tell(struct db *db, struct arena *a, const struct delivery_about *m,
    const char *kind, const char *title, const char *detail);

/* The same, yet to be written: several are by one statement (activity_add_all). */
struct activity delivery_line(struct arena *a, const struct delivery_about *m,
    const struct actor *by, const char *kind, const char *title, const char *detail);

/* A task for a person, once for one cause while it is open. */
struct delivery_task {
    const char *kind, *title, *dedup_key;
    int priority; /* 1 high, 2 normal, 3 low */
};
enum err delivery_ask_person(
    struct db *db, const struct delivery_about *m, const struct delivery_task *t);

/* claimed or sending → failed, for good: told, and a person's from here on. Its steps
 * stay held. Inside the caller's transaction, which holds row and case. */
enum err delivery_fail(struct db *db, struct arena *a, const struct delivery_about *m,
    enum outbox_cause cause, const char *reason, const char *reply);

#endif
