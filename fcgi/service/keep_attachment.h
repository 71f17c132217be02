#ifndef SERVICE_KEEP_ATTACHMENT_H
#define SERVICE_KEEP_ATTACHMENT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/conf.h"
#include "base/err.h"
#include "db/db.h"
#include "store/actor.h"

/*
 * Files that somebody hands over. The content is kept once for each SHA-256, under
 * var_dir/files/ab/<sha256>; a row names it, and a link says what it belongs to and
 * whether the customer may see it. Rows and contents are never removed: deleting is
 * unlinking.
 *
 * One call does it all:
 *
 *     keep_attachment(db, a, conf, by, &in, &id, &why)
 *
 * Inside a transaction of the caller's (a dispute with its evidence, a mail with its
 * files) it takes two: attachment_write before it begins, since that waits for the
 * disk, and attachment_add in it. A content without a row does no harm.
 */
enum { ATTACHMENT_BYTES__MAX = 15 << 20 };

/*
 * Where the configuration names a clamd, each content is scanned before it is kept, and
 * nothing is kept that was not: what holds a virus is refused, with an entry in the
 * audit; while clamd does not answer, files are refused for now, and mail with files
 * waits in its mailbox until it does. Without one nothing is scanned.
 */
#define ATTACHMENT_INFECTED "A virus was found in the file: "

/* What a file belongs to. The caller has checked that whoever asks may reach it. */
struct attachment_owner {
    const char *kind; /* customer | item | dispute | message | note | call |
                         document_request | promise */
    uint64_t id;
    uint64_t customer_id;
    uint64_t case_id; /* 0: about the whole customer */
    bool visible;     /* the customer may see it; never for a note or a call */
};

struct attachment_in {
    const void *bytes;
    size_t n;
    const char *file_name; /* as given; a path before it is dropped */
    const char *purpose;   /* of ATTACHMENT_PURPOSE, as its sender says; NULL: unsaid */
    /* kind NULL: nothing yet; nobody can fetch it until attachment_link gives it an
     * owner, and whoever handed it over finds it as not sent. customer_id says for
     * whom then. */
    struct attachment_owner owner;
    /* The sender's own id of it: the same again is the same file, whether or not the
     * first answer arrived. NULL: each time another. */
    const char *client_key;
};

/* What customers send: remittance | proof (of payment) | tax_form. NULL ends it. */
extern const char *const ATTACHMENT_PURPOSE[];

/* A content that is safe on the disk, and what a row says of it. */
struct attachment_file {
    uint8_t sha256[32];
    size_t n;
    const char *media, *file_name, *purpose;
};

/*
 * OK
 * ERR_INVALID  empty, of a kind that is not taken, visible where it may not be, or
 *              another file under a client_key that came before; *why says so for a
 *              person
 * ERR_LIMIT    over ATTACHMENT_BYTES__MAX; *why says so
 * ERR_DENIED   it holds a virus; *why begins with ATTACHMENT_INFECTED
 * ERR_DOWN     clamd does not answer, *why says so; or the disk refuses, *why is "" and
 *              the log has it
 */
enum err keep_attachment(struct db *db, struct arena *a, const struct conf *conf,
    const struct actor *by, const struct attachment_in *in, uint64_t *id,
    const char **why);

/* The content onto the disk, scanned; errors as above. No transaction may be open. */
enum err attachment_write(struct arena *a, const struct conf *conf, const void *bytes,
    size_t n, const char *file_name, struct attachment_file *out, const char **why);

/* What was refused as infected stands in the audit, with its name and what was found.
 */
enum err attachment_tell_infected(struct db *db, struct arena *a,
    const struct actor *by, uint64_t customer_id, const char *file_name,
    const char *why);

/* Its row, its first link, timeline and audit, in the caller's transaction. */
enum err attachment_add(struct db *db, struct arena *a, const struct actor *by,
    const struct attachment_file *file, const struct attachment_owner *owner,
    uint64_t *id);

/* One more owner of an attachment that is there, in the caller's transaction; the
 * caller has checked that whoever asks may see it. Linked already: OK. */
enum err attachment_link(struct db *db, const struct actor *by, uint64_t id,
    const struct attachment_owner *owner);

/*
 * Takes a link away, in a transaction of its own. scope: the user when limited to
 * divisions. ERR_NOT_FOUND: no such link of this attachment in reach. ERR_CONFLICT: it
 * was taken away meanwhile.
 */
enum err unlink_attachment(struct db *db, struct arena *a, const struct actor *by,
    uint64_t id, uint64_t link_id, uint64_t scope);

/* Not sent after all: whoever handed it over takes it back. ERR_NOT_FOUND: there is no
 * such file of his for this customer that waits for its message. */
enum err drop_unsent(struct db *db, struct arena *a, const struct actor *by,
    uint64_t customer_id, uint64_t id);

/* Adds the content to out. ERR_DOWN: it is not there, or not what it was; the log says
 * so. */
enum err attachment_read(const struct conf *conf, const uint8_t sha256[static 32],
    size_t n, struct buf *out);

/* The name under which it is handed out: its extension fits what it is. */
char *attachment_file_name(struct arena *a, const char *file_name, const char *media);

#endif
