#ifndef HANDLER_PORTAL_PASSKEYS_H
#define HANDLER_PORTAL_PASSKEYS_H

#include "http/rq.h"

/* A person's passkeys, and coming in by one. */
route_handler passkey_ask, passkey_sign_in;
route_handler passkey_begin, passkey_add, passkey_end, passkey_need;

/* "passkeys": his own. */
enum err json_passkeys(struct rq *rq, struct json *j);

#endif
