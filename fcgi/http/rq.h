#ifndef HTTP_RQ_H
#define HTTP_RQ_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/conf.h"
#include "base/err.h"
#include "base/faults.h"
#include "base/json.h"
#include "base/jsonin.h"
#include "db/db.h"
#include "http/principal.h"
#include "http/route.h"
#include "store/actor.h"

/*
 * One request as a handler sees it: who asks, what, and where the answer goes.
 * Nothing is sent before the handler returns, so an error half way is still a
 * clean error. A handler that returns an err without rq_problem gets the problem
 * that goes with it: ERR_INVALID 422 (with rq->faults), ERR_DENIED 403,
 * ERR_NOT_FOUND 404, ERR_CONFLICT 409, ERR_LIMIT 429, ERR_DOWN 503, ERR_BUG 500.
 */
struct rulebook; /* service/rulebook.h */
struct http;     /* http/http.h: what all requests of a process share */

enum {
    RQ_PARTS__MAX = 4,
    RQ_PARAMS__MAX = 48,
    RQ_HEADERS__MAX = 12,
    RQ_VIEWED__MAX = 4
};

struct rq_value {
    const char *text; /* decoded; NULL: absent */
    union {
        int64_t i64;
        uint64_t u64;
        int32_t day;
    };
};

/* Something of a customer's file that the caller was shown. */
struct rq_view {
    const char *kind;         /* "customer", "attachment" … */
    uint64_t id, customer_id; /* 0: of all customers */
};

/* What open pages are told once the answer is out; the texts live in the arena. */
struct rq_told {
    const char *channel, *event, *data; /* as net/push.h takes them */
    struct rq_told *next;
};

struct rq {
    struct arena *arena;
    struct db *db;
    struct http *http;
    const struct conf *conf;
    struct rulebook **rulebook; /* the thread's own, made when first needed */

    const char *method, *path, *query;
    const char *ip, *user_agent, *request_id;
    const char *content_type;
    const char *(*header)(void *io, const char *name); /* "HTTP_IF_MATCH"; NULL */
    size_t (*read)(void *io, void *to, size_t n);      /* body, 0 at its end */
    /* a piece of a streamed answer, before the first of them its head; false: nobody
     * reads any more. NULL: answers cannot be streamed */
    bool (*send)(struct rq *rq, const void *piece, size_t n);
    void *io;
    size_t content_length;
    const char *body; /* read already unless ROUTE_RAW_BODY; ends in NUL */
    size_t body_len;

    const struct route *route;
    const char *part[RQ_PARTS__MAX]; /* of the path, decoded */
    struct rq_value value[RQ_PARAMS__MAX];
    size_t limit; /* of a ROUTE_LIST */
    const char *cursor;

    struct principal who;
    struct actor actor; /* who, as use cases want it */
    int64_t now_us;     /* business time */

    struct faults faults;
    struct jsonin in;

    int status;
    const char *type; /* of the body; NULL: application/json */
    struct buf out;
    FILE *file; /* the body instead of out; whoever sends it closes it */
    uint64_t file_len;
    const char *disposition; /* of a streamed one; NULL */
    bool streamed;           /* the head is out, and pieces of the body */
    bool dropped;            /* no piece goes out (any more) */
    bool gone;               /* nobody reads it any more */
    bool cut; /* streamed, and not to its end: the reader must not get an end */
    struct json json;
    const char *header_name[RQ_HEADERS__MAX], *header_value[RQ_HEADERS__MAX];
    size_t n_header;
    struct rq_view viewed[RQ_VIEWED__MAX];
    size_t n_viewed;
    struct rq_told *told, *told_last; /* in order; whoever sends the answer tells */
    bool problem;                     /* rq_problem filled status and out */
    bool head_only;                   /* send no body */
};

/* Part of the path by its name in the pattern. */
const char *rq_part(const struct rq *rq, const char *name);
uint64_t rq_part_id(const struct rq *rq, const char *name);

/* Parameters of the query, checked already. Absent: NULL, 0, or what is given. */
const char *rq_text(const struct rq *rq, const char *name);
uint64_t rq_id(const struct rq *rq, const char *name);
int64_t rq_i64(const struct rq *rq, const char *name, int64_t absent);
int32_t rq_day(const struct rq *rq, const char *name, int32_t absent);
bool rq_bool(const struct rq *rq, const char *name, bool absent);
size_t rq_enum(const struct rq *rq, const char *name, size_t absent); /* index */

/*
 * The body as a JSON object: ask for members with jsonin_…, then rq_json_end, which
 * refuses unknown ones and turns faults into a 422.
 */
enum err rq_json(struct rq *rq, struct jval **root);
enum err rq_json_end(struct rq *rq);
/* The same with limits of the caller's, for batches. */
enum err rq_json_limits(
    struct rq *rq, const struct jsonin_limits *limits, struct jval **root);

/* Starts the answer. */
struct json *rq_reply(struct rq *rq, int status);
/* The answer of a write: {"id": …}. */
enum err rq_made(struct rq *rq, int status, uint64_t id);
/* An answer without a body. */
enum err rq_no_content(struct rq *rq);
/* A file as the answer, sent piece by piece. ERR_NOT_FOUND: it is not there. */
enum err rq_file(struct rq *rq, const char *path, const char *type);
/*
 * The answer as it is made, of any length in the same memory: written to the FILE,
 * which lives until rq_stream_end. Nothing goes out before so much was written that it
 * no longer fits its buffer (64 KiB), so that an early error is a proper answer still;
 * a later one cuts the answer off, which its reader sees as a broken transfer.
 * disposition: Content-Disposition of what is streamed, not of an error.
 */
FILE *rq_stream(struct rq *rq, const char *type, const char *disposition);
/* Ends it; e: how the making of it went, given back, or ERR_DOWN when nobody read it.
 */
enum err rq_stream_end(struct rq *rq, FILE *f, enum err e);
/* A header of the answer; both are kept as pointers. */
void rq_header(struct rq *rq, const char *name, const char *value);

/* The caller is shown this part of a customer's file: a good GET puts it into the
 * audit, see http/viewed.h. Said twice is said once; beyond RQ_VIEWED__MAX it is not
 * kept. */
void rq_viewed(struct rq *rq, const char *kind, uint64_t id, uint64_t customer_id);

/* Open pages on that channel are told of an event, after the answer has been sent and
 * so after what it tells of is committed. Nobody is told of a failed request. */
void rq_tell(struct rq *rq, const char *channel, const char *event, const char *data);

/* A problem answer of its own: type "/problems/<slug>". Gives back e, which must
 * not be OK. */
enum err rq_problem(struct rq *rq, enum err e, int status, const char *slug,
    const char *detail, ...) __attribute__((format(printf, 5, 6)));
/* The same with Retry-After. */
enum err rq_retry_after(struct rq *rq, enum err e, int status, const char *slug,
    int64_t seconds, const char *detail);

/* ETag of a versioned thing, and If-Match against it: ERR_CONFLICT with a 412
 * when the caller edits another version. Without If-Match all is well. A list of tags
 * will do, and so does a weak one: nginx weakens the tag of an answer that it
 * compresses (RFC 9110, 8.8.1), and the tag names the version of a thing, not the
 * bytes. */
void rq_etag(struct rq *rq, uint64_t version);
enum err rq_if_match(struct rq *rq, uint64_t version);

/* -- lists ---------------------------------------------------------------- */

/*
 * Where a page of a list starts: the sort key and id of the last row before it.
 * `tag` names list and order ("items:due_on"), so that a cursor of another one is
 * refused. For a text key, text; else key.
 */
struct rq_cursor {
    int64_t key;
    const char *text;
    uint64_t id;
};

/* False on the first page. ERR_INVALID with a 400 when it is not one of ours. */
enum err rq_cursor(
    struct rq *rq, const char *tag, struct rq_cursor *out, bool *first_page);

/* {"rows":[ … ],"next":…}: the rows go between. last is the last row given when
 * there are more, else NULL. */
struct json *rq_list_open(struct rq *rq);
void rq_list_close(struct rq *rq, const char *tag, const struct rq_cursor *last);

/* The cursor alone, for a list that stands inside another answer. */
const char *rq_cursor_text(
    struct rq *rq, const char *tag, const struct rq_cursor *last);

/* Only "next":…, for a list in another form. */
void rq_list_next(struct rq *rq, const char *tag, const struct rq_cursor *last);

#endif
