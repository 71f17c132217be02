#ifndef BASE_CONF_H
#define BASE_CONF_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/err.h"

/*
 * The configuration: a file of `key = value` lines, # starts a comment line.
 * DUNLIN_<KEY> in the environment overrides a line. Read once by main, then
 * shared by all threads and never changed. Keys, kinds, defaults: the table in
 * conf.c. Text fields are never NULL; "" is "not set".
 */
enum conf_tls { CONF_TLS_NONE, CONF_TLS_STARTTLS, CONF_TLS_TLS };

struct conf {
    const char *db_socket, *db_user, *db_password, *db_name;
    const char *web_socket; /* default <var_dir>/web.sock */
    const char *public_url; /* "https://ar.example", no slash at the end */
    const char *var_dir;
    const char *mail_folder; /* where mail goes without smtp_url: <var_dir>/mail */
    const char *smtp_url;    /* "smtp://host:25", "smtps://host:465" */
    const char *smtp_user, *smtp_password;
    int64_t smtp_tls;          /* enum conf_tls */
    const char *mail_from;     /* address */
    int64_t mail_rate;         /* messages of one sender at most, 0: no limit … */
    int64_t mail_rate_seconds; /* … in so long; 60 */
    const char *mail_reply;    /* where answers go, as local+<token>@domain; without it
                                * mail_from when there is an imap_url */
    const char *imap_url;      /* "imap://host:143", "imaps://host:993"; "": not read */
    const char *imap_user, *imap_password;
    int64_t imap_tls;          /* enum conf_tls */
    const char *imap_mailbox;  /* one that nobody else reads */
    const char *imap_move_to;  /* where what was read goes; "": it is marked as seen */
    int64_t imap_poll_seconds; /* between two looks */
    const char *push_url;   /* where nginx takes live events; "": pages ask instead */
    const char *stripe_url; /* https://api.stripe.com; another for tests */
    const char *stripe_key, *stripe_webhook_secret; /* "": no payments by it */
    const char *secret_file; /* 32 bytes in hex, mode 600: <var_dir>/secret */
    const char *clamd;   /* socket of ClamAV's clamd, a path or "host:port"; "": files
                          * are not scanned */
    const char *lua_dir; /* what ships: strategies, segments, profiles … */
    int64_t web_threads, worker_threads;
    const char *token_issuer, *token_audience; /* of integrators' tokens */
    bool test;              /* test configuration: clock_file is allowed */
    const char *clock_file; /* see clock_use_file */
};

/*
 * Reads the file (NULL: environment and defaults alone) into c; texts live in
 * the arena. On failure `why` tells it for a person, "dunlin.conf:12: unknown
 * key 'smpt_url'", and never holds a secret.
 *
 * ERR_NOT_FOUND  the file cannot be read
 * ERR_INVALID    a line, key or value is wrong, or a required key is missing
 */
enum err conf_load(
    struct conf *c, struct arena *a, const char *path, char *why, size_t why_size);

/* All keys and values as lines, secrets as "***", for `dunlin doctor`. */
void conf_show(const struct conf *c, struct buf *out);

#endif
