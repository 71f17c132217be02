#ifndef NET_IMAP_H
#define NET_IMAP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"

/*
 * Reads a mailbox over IMAP. One connection for one look: open, select, search, fetch,
 * mark, close. Belongs to one thread.
 *
 * A message is fetched without its becoming seen: what is marked is the caller's to
 * say, after it has kept the message. A UID names a message only together with the
 * mailbox's UIDVALIDITY.
 *
 * ERR_DOWN of any call: no connection, a refused login, an answer that is none, or the
 * server is too slow; imap_why tells it and the connection is of no more use.
 */
enum imap_tls { IMAP_TLS_NONE, IMAP_TLS_STARTTLS, IMAP_TLS_TLS };

struct imap_conf {
    const char *url;                /* "imap://host:143", "imaps://host:993" */
    const char *user, *password;    /* never logged */
    enum imap_tls tls;              /* imaps:// is always TLS */
    const char *ca_file;            /* certificates to trust; NULL: the system's */
    unsigned connect_ms, answer_ms; /* 0: 20 s and 60 s */
    bool (*in_tx)(void); /* whether a transaction is open: asserted not to be; NULL */
};

struct imap;

/*
 * Connects and signs in. *out is there also after ERR_DOWN, for imap_why.
 * ERR_INVALID  no IMAP URL, or one with a name or password in it
 */
enum err imap_open(struct imap **out, const struct imap_conf *conf);
void imap_close(struct imap *m); /* NULL is fine */

/* What went wrong last, in one line, without secrets; never NULL. */
const char *imap_why(const struct imap *m);

/* ERR_NOT_FOUND: the server has no such mailbox, or does not show it. */
enum err imap_select(struct imap *m, const char *mailbox, uint32_t *uidvalidity);

/* The UIDs above `after`, ascending. */
enum err imap_search(
    struct imap *m, struct arena *a, uint32_t after, uint32_t **uids, size_t *n);

/*
 * The message as it stands, in the arena.
 *
 * ERR_NOT_FOUND  it is gone meanwhile
 * ERR_LIMIT      it has more than max bytes; what comes is its beginning, of at most
 * max bytes: its header alone, unless the server belied its size
 */
enum err imap_fetch(
    struct imap *m, struct arena *a, uint32_t uid, size_t max, char **data, size_t *n);

/*
 * It has been read: seen, or moved to another mailbox, which is made on first need.
 * One that is gone is fine. ERR_INVALID: the server refuses it.
 */
enum err imap_mark(struct imap *m, struct arena *a, uint32_t uid, const char *move_to);

#endif
