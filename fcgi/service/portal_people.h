#ifndef SERVICE_PORTAL_PEOPLE_H
#define SERVICE_PORTAL_PEOPLE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/faults.h"
#include "base/secret.h"
#include "db/db.h"
#include "store/actor.h"
#include "store/session.h"

/*
 * Who of a customer comes into the portal, as whom: said by staff, or by the customer's
 * own admins. The caller has checked that whoever does it may, at this customer.
 */
enum { INVITATION_DAYS = 14 };

struct invitation_in {
    uint64_t customer_id;
    uint64_t contact_id; /* of the customer, whose membership it will be; 0: none */
    const char *email, *name, *role;
};

/* The key of invitations out of the installation's, and the secret part of a link. */
void invitation_key(const uint8_t master[static SECRET_KEY_BYTES],
    uint8_t key[static SECRET_KEY_BYTES]);
char *invitation_token(
    struct arena *a, const uint8_t key[static SECRET_KEY_BYTES], uint64_t id);

/*
 * Queues a mail with a link that is good for INVITATION_DAYS and once, instead of the
 * one that waited for the same person. The answer is the same whether or not somebody
 * with that address has an account elsewhere.
 *
 * ERR_INVALID   f says what
 * ERR_CONFLICT  is a member already
 * ERR_LIMIT     too many from this customer; *retry_after_s
 */
enum err invite_person(struct db *db, struct arena *a, const struct actor *by,
    const uint8_t master[static SECRET_KEY_BYTES], const struct invitation_in *in,
    struct faults *f, uint64_t *id, int64_t *retry_after_s);

/* ERR_NOT_FOUND  none of this customer's that waits */
enum err revoke_invitation(
    struct db *db, const struct actor *by, uint64_t customer_id, uint64_t id);

/*
 * Another role, or none (NULL: out). It holds from the next request of any session of
 * theirs. With keep_admin one admin must remain.
 *
 * ERR_NOT_FOUND  no member of this customer   ERR_CONFLICT  the last admin
 */
enum err set_member_role(struct db *db, struct arena *a, const struct actor *by,
    uint64_t customer_id, uint64_t person_id, const char *role, bool keep_admin);

struct invitation {
    uint64_t id, customer_id, person_id, contact_id;
    const char *customer_name, *email, *name, *role;
    int64_t expires_at;
    bool known;            /* has an account: signs in by himself */
    int64_t retry_after_s; /* of ERR_LIMIT */
};

/*
 * Whose link it is; changes nothing.
 * ERR_NOT_FOUND  unknown, used or revoked   ERR_CONFLICT  over; out is filled
 * ERR_LIMIT      too many wrong ones from this address
 */
enum err look_at_invitation(struct db *db, struct arena *a, const struct actor *by,
    const char *token, struct invitation *out);

/*
 * The person of the link becomes a member. Somebody new is signed in by it (session is
 * filled, *opened), as the mailbox is his; who has an account signs in as always.
 */
enum err accept_invitation(struct db *db, struct arena *a, const struct actor *by,
    const char *token, const char *name,
    const uint8_t csrf_key[static SECRET_KEY_BYTES], const char *user_agent,
    struct invitation *out, bool *opened, struct session_secrets *session);

#endif
