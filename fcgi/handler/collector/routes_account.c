#include "handler/account.h"
#include "handler/routes.h"

#define V1 "/api/collector/v1/"
#define STAFF AUDIENCE_STAFF
#define PUBLIC AUDIENCE_PUBLIC

/* Right 0: an admin who has no second factor yet may do this, and nothing else. */
/* clang-format off */
static const struct route routes[] = {
    { "POST", V1 "password-resets", PUBLIC, 0, reset_ask, NULL, "reset_ask", NULL, 204, ROUTE_NO_CSRF, 0,
      "Ask for a link to a new password by mail; the answer is the same whether or not somebody has the address" },
    { "POST", V1 "password-resets/look", PUBLIC, 0, reset_look, NULL, "reset_look", "reset_owner", 200, ROUTE_NO_CSRF, 0,
      "Whose link it is; it stays good" },
    { "POST", V1 "password-resets/use", PUBLIC, 0, reset_use, NULL, "reset_use", NULL, 204, ROUTE_NO_CSRF, 0,
      "A new password; the link is used up, all sessions end" },

    { "GET", V1 "account", STAFF, 0, account_get, NULL, NULL, "account", 200, 0, 0,
      "My own way in: language, second factor, sessions" },
    { "PUT", V1 "account/password", STAFF, 0, account_password, NULL, "own_password", NULL, 204, 0, 0,
      "Change my password; my other sessions end" },
    { "PUT", V1 "account/language", STAFF, 0, account_language, NULL, "own_language", NULL, 204, 0, 0,
      "The language I am written to" },
    { "POST", V1 "account/second-factor", STAFF, 0, account_factor_begin, NULL, "own_code_maybe", "factor_secret", 200, 0,
      0, "Begin to set up a second factor; it does not count yet" },
    { "POST", V1 "account/second-factor/confirm", STAFF, 0, account_factor_confirm, NULL, "own_code", "recovery_codes",
      200, 0, 0, "Show a code of it: from here on it counts" },
    { "POST", V1 "account/second-factor/remove", STAFF, 0, account_factor_remove, NULL, "own_factor_remove", NULL, 204, 0,
      0, "Do without a second factor; admins cannot" },
    { "POST", V1 "account/recovery-codes", STAFF, 0, account_factor_codes, NULL, "own_code", "recovery_codes", 200, 0, 0,
      "New recovery codes, told once; the older ones are void" },
    { "DELETE", V1 "account/sessions", STAFF, 0, account_sessions_end, NULL, NULL, NULL, 204, 0, 0,
      "End my sessions but this one" },
    { "DELETE", V1 "account/sessions/{session}", STAFF, 0, account_session_end, NULL, NULL, NULL, 204, 0, 0,
      "End one of my sessions" },
    { .method = NULL },
};
/* clang-format on */

static const struct schema schemas[] = {
    { "reset_ask", "email:text" },
    { "reset_look", "token:text" },
    { "reset_owner", "email:text" },
    { "reset_use", "token:text password:text" },
    { "account", "name:text email:text role:viewer|collector|manager|admin "
                 "language:text second_factor:bool second_factor_needed:bool "
                 "recovery_codes:int sessions:[user_session]" },
    { "user_session", "session:text this:bool mfa:bool ip:text user_agent:text "
                      "created_at:instant last_seen_at:instant" },
    { "own_password", "old_password:text password:text" },
    { "own_language", "language:en|de|fr" },
    { "own_code", "code:text" },
    { "own_code_maybe", "code?:text?" },
    { "own_factor_remove", "password:text code:text" },
    { "factor_secret", "totp_secret:text totp_uri:text qr:[text]" },
    { "recovery_codes", "codes:[text]" },
    { NULL, NULL },
};

const struct route_table ACCOUNT_ROUTES = { routes, schemas };
