#ifndef HTTP_ROUTE_H
#define HTTP_ROUTE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"

/*
 * What the API is, as data: one row an endpoint. Routing, rights, the check of
 * parameters and the OpenAPI document all read these tables; a handler runs only
 * when everything its row demands holds.
 */
struct rq; /* http/rq.h */
typedef enum err route_handler(struct rq *rq);

/* Who may call. A principal of one audience never reaches another's rows, but
 * for admins, who are staff too. */
enum audience {
    AUDIENCE_PUBLIC,     /* anybody */
    AUDIENCE_STAFF,      /* /api/collector/v1: session cookie + CSRF header */
    AUDIENCE_ADMIN,      /* /api/admin/v1: the same, with a second factor */
    AUDIENCE_PORTAL,     /* /api/portal/v1: a customer's session + CSRF header */
    AUDIENCE_INTEGRATOR, /* /api/v1: Authorization: Bearer JWT */
    AUDIENCE__MAX
};

/* What the principal must be allowed to: a bit each. */
enum right {
    RIGHT_READ = 1 << 0,
    RIGHT_WORK = 1 << 1, /* notes, follow-ups, promises, disputes, holds */
    RIGHT_SEND = 1 << 2, /* messages to customers, links for them */
    RIGHT_IMPORT = 1 << 3,
    RIGHT_SCRIPTS = 1 << 4,
    RIGHT_USERS = 1 << 5,
    RIGHT_WRITE = 1 << 6, /* an integrator's scope "write"; its "read" is RIGHT_READ */
    RIGHT_ASK = 1 << 7,   /* a portal session that may write to us */
    RIGHT_PROMISE = 1 << 8,  /* … that may say when it pays */
    RIGHT_DISPUTE = 1 << 9,  /* … that may dispute a part of an invoice */
    RIGHT_PAY = 1 << 11,     /* … that may pay */
    RIGHT_APPROVE = 1 << 12, /* to be the second person who agrees */
    RIGHT_SELF = 1 << 13,    /* a person who signed in: his own account */
    RIGHT_PEOPLE = 1 << 14,  /* a customer's admin: who else of the customer comes in */
    RIGHT_TEAM = 1 << 10,    /* whose customers are whose, and what each is to reach */
};

enum param_kind {
    PARAM_TEXT, /* UTF-8 without control bytes, at most max bytes (0: 200) */
    PARAM_ID,   /* digits, not 0 */
    PARAM_INT,  /* min .. max */
    PARAM_DAY,  /* 2026-03-04 */
    PARAM_BOOL, /* true | false */
    PARAM_ENUM, /* one of names */
    PARAM_CURRENCY,
};

/* A parameter of the query string. A name that the row does not know, or one
 * that comes twice, is a 400. */
struct param {
    const char *name; /* NULL ends a table */
    enum param_kind kind;
    const char *const *names; /* of PARAM_ENUM, ended by NULL */
    int64_t min, max;
    bool need;
    const char *summary;
};

enum {
    ROUTE_LIST = 1 << 0,     /* takes limit and cursor; answers {rows, next} */
    ROUTE_NEED_KEY = 1 << 1, /* refuses a call without Idempotency-Key */
    ROUTE_RAW_BODY = 1 << 2, /* body is not JSON: the handler reads it, rq->read;
                                Idempotency-Key has no effect */
    ROUTE_NO_CSRF = 1 << 3,  /* a way in: there is no session yet (Origin is checked) */
    ROUTE_SECRET = 1 << 4,   /* path holds a secret: logs name the pattern only */
    ROUTE_BACKGROUND = 1 << 5, /* pages ask by themselves: no sign of a person */
    ROUTE_ANY_ORIGIN = 1 << 6, /* the path holds the proof: mail programs and other
                                  sites may call, too */
};

/*
 * pattern: "/api/collector/v1/customers/{id}/items". A part in braces whose name
 * ends in "id" is an id (404 when it is no number), any other is text.
 *
 * request, answer: names of schemas of the same table or a table before it; NULL
 * for no body. With ROUTE_LIST, answer is the schema of one row. A trailing '?'
 * stands for "or nothing".
 */
struct route {
    const char *method;
    const char *pattern;
    enum audience audience;
    unsigned right; /* of enum right, all of them needed; 0: none */
    route_handler *handle;
    const struct param *params; /* NULL: none */
    const char *request;
    const char *answer;
    int status; /* of the good answer; 0: 200 */
    unsigned flags;
    size_t body_max; /* bytes; 0: 1 MiB */
    const char *summary;
};

/*
 * The shape of a JSON object, compactly:
 *
 *    "id:id number:text due_on:day? open:amount tags:[text] state:open|done
 * item?:item_ref"
 *
 * Types: text id int bool day instant amount (decimal text) currency any; a name
 * of another schema; a|b|c one of these texts; [type] a list. '?' after the type:
 * may be null; after the name: may be absent.
 */
struct schema {
    const char *name; /* NULL ends a table */
    const char *text;
};

/* What one folder of handlers offers. */
struct route_table {
    const struct route *routes; /* ended by method NULL */
    const struct schema *schemas;
};

#endif
