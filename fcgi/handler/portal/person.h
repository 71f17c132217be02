#ifndef HANDLER_PORTAL_PERSON_H
#define HANDLER_PORTAL_PERSON_H

#include "http/rq.h"

/* How a person comes in who has an account, and which of his customers he looks at. */
route_handler portal_code_ask, portal_sign_in, portal_switch;

/* What he sees and changes of his own. */
route_handler portal_account_get, portal_account_put;

#endif
