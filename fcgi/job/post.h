#ifndef JOB_POST_H
#define JOB_POST_H

#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/conf.h"
#include "base/err.h"
#include "net/mailfolder.h"
#include "service/keep_pace.h"
#include "service/mark_sent.h"

/*
 * Where finished mail goes: the mail server of the configuration, else the folder.
 * Keeps its connection to the server: threads that share it send one after the other.
 */
struct post;

struct post_mail {
    const char *message_id;
    const char *from;      /* address for the envelope */
    const char *const *to; /* addresses */
    size_t to_n;
    const char *data; /* for the wire */
    size_t data_n;
};

/* ERR_INVALID: a mail server but no mail_from, or a URL that is none; the log tells */
enum err post_open(struct post **out, const struct conf *conf);
void post_close(struct post *p); /* NULL is fine */

/* Hands one message over and fills fate, reply and rcpt of *out; the texts live in the
 * arena. Whatever went wrong is a fate. */
void post_put(
    struct post *p, struct arena *a, const struct post_mail *m, struct sent *out);

/* The folder, to look into it; NULL when mail goes to a server. */
const struct mailfolder *post_folder(const struct post *p);

/* A name for who claims: unique, begins with "folder " or "smtp ". */
const char *post_worker(struct arena *a, const struct post *p);

/* What that sender may send, by the configuration. */
struct sender_pace post_pace(
    const char *sender, const struct conf *conf, enum pace_for whom);

/* mail_from, else "dunlin@" with the host of the public URL. */
const char *post_sender(struct arena *a, const struct conf *conf);

#endif
