#ifndef STORE_ACTOR_H
#define STORE_ACTOR_H

#include <stdint.h>

/*
 * Who does something, from where and when: what every use case is given, and
 * what activity and audit record of it.
 */
enum actor_kind {
    ACTOR_USER,    /* staff; id is user.id */
    ACTOR_CLIENT,  /* an integrator's program; id is api_client.id */
    ACTOR_CONTACT, /* of a customer; id is contact.id, or "link:ID" without one */
    ACTOR_SCRIPT,  /* id is script_version.id */
    ACTOR_SYSTEM,  /* id says which part: "deliver", "migrate" */
    ACTOR__MAX
};

struct actor {
    enum actor_kind kind;
    const char *id;
    const char *ip;         /* "" inside the house */
    const char *request_id; /* "" outside a request */
    int64_t now_us;         /* business time, one value for the whole use case */
};

/* As the columns actor_kind, origin and author_kind spell it. */
const char *actor_kind_name(enum actor_kind kind);

/* The id of a user as a number; 0 for any other kind. */
uint64_t actor_user_id(const struct actor *a);

#endif
