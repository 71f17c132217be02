#ifndef HTTP_AUTH_H
#define HTTP_AUTH_H

#include "http/http.h"

#define AUTH_STAFF_COOKIE "dunlin_session"
#define AUTH_PORTAL_COOKIE "dunlin_portal"

/*
 * Finds out who makes the request, for the audience of its route, and whether that
 * principal may: session, CSRF, Origin, rights. Fills rq->who and rq->actor; on
 * failure the problem is written.
 *
 * ERR_DENIED  401 or 403     ERR_DOWN  no database
 */
enum err auth_check(struct http *h, struct rq *rq);

/* The value of a cookie, NULL when absent. */
const char *auth_cookie(struct rq *rq, const char *name);

/* Set-Cookie for a session, and for its end. HttpOnly, SameSite=Lax, Path=/, Secure
 * when the public address is https. */
void auth_set_cookie(struct rq *rq, const char *name, const char *value, int life_s);
void auth_end_cookie(struct rq *rq, const char *name);

/* What a person may at the customer where he has that role; 0 for one that does not
 * exist. viewer: sees all and writes to us; payer: also promises, disputes and pays;
 * admin: also says who else of the customer comes in. */
unsigned auth_portal_rights(const char *role);

/* Rights of a staff role; 0 for one that does not exist. own: what store/staff_right.h
 * numbers of a role of the company's own, U32_NONE of those that ship. */
unsigned auth_role_rights(const char *role, bool mfa, uint32_t own);

#endif
