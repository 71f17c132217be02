#include "handler/account.h"
#include "handler/collector/contacts.h"
#include "handler/portal/passkeys.h"
#include "handler/portal/people.h"
#include "handler/portal/person.h"
#include "handler/portal/support.h"
#include "handler/routes.h"

#define V1 "/api/portal/v1/"
#define PORTAL AUDIENCE_PORTAL
#define PUBLIC AUDIENCE_PUBLIC
#define STAFF AUDIENCE_STAFF
#define SELF RIGHT_SELF
#define PEOPLE RIGHT_PEOPLE
#define OF_CUSTOMER "/api/collector/v1/customers/{id}/"

/* The way in of people who have an account. What a role may do stands with
 * auth_portal_rights; a link alone has neither RIGHT_SELF nor RIGHT_PEOPLE. */
/* clang-format off */
static const struct route routes[] = {
    { "POST", V1 "sign-in-codes", PUBLIC, 0, portal_code_ask, NULL, "portal_code_ask", NULL, 204, ROUTE_NO_CSRF, 4096,
      "Ask for a code by mail to sign in with; the answer is the same whether or not somebody has the address" },
    { "POST", V1 "session", PUBLIC, 0, portal_sign_in, NULL, "portal_sign_in", "portal_confirmed", 200, ROUTE_NO_CSRF, 4096,
      "Sign in with e-mail and password, or with a code by mail; with the code of the second factor where there is one" },
    { "POST", V1 "session/customer", PORTAL, SELF, portal_switch, NULL, "portal_switch", NULL, 204, 0, 0,
      "Look at another of one's customers from here on" },
    { "GET", V1 "account", PORTAL, SELF, portal_account_get, NULL, NULL, "portal_account", 200, 0, 0,
      "One's own account: profile, ways in, sessions" },
    { "PUT", V1 "account", PORTAL, SELF, portal_account_put, NULL, "portal_profile", NULL, 204, 0, 0,
      "Change one's own name, telephone and language" },
    { "GET", V1 "account/notices", PORTAL, SELF, portal_notices_get, NULL, NULL, "portal_notices", 200, 0, 0,
      "What one gets by mail about the customer at hand" },
    { "PUT", V1 "account/notices", PORTAL, SELF, portal_notices_put, NULL, "portal_notices", NULL, 204, 0, 0,
      "Choose what one gets by mail about it; somebody must get invoices and reminders" },
    { "PUT", V1 "account/password", PORTAL, SELF, account_password, NULL, "portal_password", NULL, 204, 0, 0,
      "Set or change one's password; the other sessions end. The old one is not needed after a code by mail" },
    { "POST", V1 "account/second-factor", PORTAL, SELF, account_factor_begin, NULL, "own_code_maybe", "factor_secret", 200, 0,
      0, "Begin to set up a second factor; it does not count yet" },
    { "POST", V1 "account/second-factor/confirm", PORTAL, SELF, account_factor_confirm, NULL, "own_code", "recovery_codes",
      200, 0, 0, "Show a code of it: from here on it counts" },
    { "POST", V1 "account/second-factor/remove", PORTAL, SELF, account_factor_remove, NULL, "portal_factor_remove", NULL,
      204, 0, 0, "Do without a second factor" },
    { "POST", V1 "account/recovery-codes", PORTAL, SELF, account_factor_codes, NULL, "own_code", "recovery_codes", 200, 0, 0,
      "New recovery codes, told once; the older ones are void" },
    { "DELETE", V1 "account/sessions", PORTAL, SELF, account_sessions_end, NULL, NULL, NULL, 204, 0, 0,
      "End one's sessions but this one" },
    { "DELETE", V1 "account/sessions/{session}", PORTAL, SELF, account_session_end, NULL, NULL, NULL, 204, 0, 0,
      "End one of one's sessions" },
    { "POST", V1 "passkeys/challenge", PUBLIC, 0, passkey_ask, NULL, NULL, "passkey_question", 200, ROUTE_NO_CSRF, 4096,
      "A question that a passkey answers to sign in, once and within minutes" },
    { "POST", V1 "session/passkey", PUBLIC, 0, passkey_sign_in, NULL, "passkey_answer", "portal_confirmed", 200,
      ROUTE_NO_CSRF, 65536, "Sign in by a passkey, which is a second factor as well" },
    { "POST", V1 "account/passkeys/challenge", PORTAL, SELF, passkey_begin, NULL, NULL, "passkey_question", 200, 0, 0,
      "A question that a new passkey answers" },
    { "POST", V1 "account/passkeys", PORTAL, SELF, passkey_add, NULL, "passkey_in", "made", 201, 0, 65536,
      "Add a passkey; one's other sessions end" },
    { "DELETE", V1 "account/passkeys/{passkey_id}", PORTAL, SELF, passkey_end, NULL, NULL, NULL, 204, 0, 0,
      "Remove a passkey; one's other sessions end" },
    { "PUT", V1 "account/passkey-needed", PORTAL, SELF, passkey_need, NULL, "passkey_needed", NULL, 204, 0, 0,
      "Whether a password or a code by mail alone is not enough, while there is a passkey" },
    { "GET", V1 "people", PORTAL, PEOPLE, people_get, NULL, NULL, "portal_people", 200, 0, 0,
      "Who of the customer comes in, and who is invited" },
    { "POST", V1 "people/invitations", PORTAL, PEOPLE, people_invite, NULL, "portal_invite", "made", 201, 0, 0,
      "Invite a colleague by mail" },
    { "DELETE", V1 "people/invitations/{invitation_id}", PORTAL, PEOPLE, people_uninvite, NULL, NULL, NULL, 204, 0, 0,
      "Take an invitation back" },
    { "PUT", V1 "people/{person_id}", PORTAL, PEOPLE, people_role, NULL, "portal_role", NULL, 204, 0, 0,
      "Give a colleague another role; it holds at once" },
    { "DELETE", V1 "people/{person_id}", PORTAL, PEOPLE, people_end, NULL, NULL, NULL, 204, 0, 0,
      "End a colleague's access; it holds at once" },
    { "POST", V1 "invitations/look", PUBLIC, 0, invitation_look, NULL, "portal_invitation_token", "portal_invited", 200,
      ROUTE_NO_CSRF, 4096, "What an invitation leads to; it stays good" },
    { "POST", V1 "invitations/accept", PUBLIC, 0, invitation_accept, NULL, "portal_invitation_in", "portal_accepted", 200,
      ROUTE_NO_CSRF, 4096, "Become a member; somebody new is signed in by it, who has an account signs in as always" },
    { "GET", V1 "contacts", PORTAL, PEOPLE, contacts_list, NULL, NULL, "contact", 200, ROUTE_LIST, 0,
      "Who of the customer gets what by mail" },
    { "POST", V1 "contacts", PORTAL, PEOPLE, contacts_add, NULL, "contact_in", "made", 201, 0, 0, "One more contact" },
    { "PUT", V1 "contacts/{id}", PORTAL, PEOPLE, portal_contacts_change, NULL, "contact_in", "made", 200, 0, 0,
      "Correct a contact, what it gets and in which language; somebody must get invoices and reminders" },
    { "GET", V1 "support", PORTAL, PEOPLE, support_list, NULL, NULL, "portal_looked", 200, ROUTE_LIST, 0,
      "Who of the company looked at the portal as the customer sees it, the last first" },

    { "POST", OF_CUSTOMER "portal-view", STAFF, RIGHT_READ, support_open, NULL, "portal_view", "portal_viewing", 200, 0, 0,
      "See the portal as the customer sees it: for half an hour, seen by both sides and kept" },
    { "GET", OF_CUSTOMER "portal-people", STAFF, RIGHT_READ, people_get, NULL, NULL, "portal_people", 200, 0, 0,
      "Who of the customer comes into the portal, and who is invited" },
    { "POST", OF_CUSTOMER "portal-invitations", STAFF, RIGHT_SEND, people_invite, NULL, "portal_invite_contact", "made",
      201, 0, 0, "Invite a person of the customer by mail" },
    { "DELETE", OF_CUSTOMER "portal-invitations/{invitation_id}", STAFF, RIGHT_SEND, people_uninvite, NULL, NULL, NULL, 204,
      0, 0, "Take an invitation back" },
    { "PUT", OF_CUSTOMER "portal-people/{person_id}", STAFF, RIGHT_SEND, people_role, NULL, "portal_role", NULL, 204, 0, 0,
      "Give a person another role; it holds at once" },
    { "DELETE", OF_CUSTOMER "portal-people/{person_id}", STAFF, RIGHT_SEND, people_end, NULL, NULL, NULL, 204, 0, 0,
      "End a person's access to this customer; it holds at once" },
    { .method = NULL },
};
/* clang-format on */

static const struct schema schemas[] = {
    { "portal_code_ask", "email:text" },
    { "portal_sign_in", "email:text password?:text? mail_code?:text? code?:text?" },
    { "portal_switch", "customer_id:id" },
    { "passkey", "id:id name:text created_at:instant used_at:instant?" },
    { "portal_account",
        "name:text email:text phone:text? language:text password:bool fresh:bool "
        "second_factor:bool recovery_codes:int passkey_needed:bool passkeys:[passkey] "
        "sessions:[user_session]" },
    { "passkey_question",
        "challenge:text rp_id:text rp_name:text algorithms:[int] known:[text]" },
    { "passkey_in", "name:text client_data:text authenticator_data:text" },
    { "passkey_answer",
        "id:text client_data:text authenticator_data:text signature:text" },
    { "passkey_needed", "needed:bool" },
    { "portal_notices", "gets:[billing|statement|dispute|legal]" },
    { "portal_profile", "name:text phone?:text? language:en|de|fr" },
    { "portal_password", "old_password?:text? password:text" },
    { "portal_factor_remove", "password?:text? code:text" },
    { "portal_looked", "name:text acts:bool since:instant until:instant" },
    { "portal_view", "person_id?:id? act?:bool" },
    { "portal_viewing", "expires_at:instant" },
    { "portal_people", "people:[portal_member] invitations:[portal_invitation_waiting] "
                       "support_acts?:bool" },
    { "portal_member", "id:id name:text email:text role:viewer|payer|admin you:bool "
                       "second_factor:bool passkey:bool since:instant "
                       "seen_at:instant?" },
    { "portal_invitation_waiting",
        "id:id name:text email:text role:viewer|payer|admin contact_id:id? "
        "created_at:instant expires_at:instant expired:bool" },
    { "portal_invite", "email:text name:text role:viewer|payer|admin" },
    { "portal_invite_contact",
        "email:text name:text role:viewer|payer|admin contact_id?:id?" },
    { "portal_role", "role:viewer|payer|admin" },
    { "portal_invitation_token", "token:text" },
    { "portal_invitation_in", "token:text name?:text?" },
    { "portal_invited",
        "company:text customer_name:text email:text name:text role:viewer|payer|admin "
        "known:bool expires_at:instant" },
    { "portal_accepted", "csrf:text?" },
    { NULL, NULL },
};

const struct route_table PORTAL_ACCOUNT_ROUTES = { routes, schemas };
