#ifndef NET_MAILFOLDER_H
#define NET_MAILFOLDER_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/err.h"

/*
 * Where mail goes while no server is configured: a folder, one .eml file a message,
 * named after its Message-ID. So a message that was put there once is recognised, and
 * putting it again changes nothing: here "handed over" is never in doubt.
 */
struct mailfolder {
    const char *path;    /* made on first use, mode 700 */
    bool (*in_tx)(void); /* as in net/smtp.h */
};

/*
 * Written aside, synced and renamed; then the folder is synced, so that the file is
 * there after a power cut.
 *
 * OK           it is there; *existed: it was before, and stays as it is
 * ERR_INVALID  the Message-ID has nothing a file name could be made of
 * ERR_DOWN     the folder cannot be written: try again, what is there is recognised
 */
enum err mailfolder_put(const struct mailfolder *f, struct arena *a,
    const char *message_id, const char *data, size_t n, bool *existed);

/* OK when the message is there, ERR_NOT_FOUND when not, ERR_DOWN when the folder
 * cannot be read. */
enum err mailfolder_has(
    const struct mailfolder *f, struct arena *a, const char *message_id);

/* The file's name, without the folder: letters, digits, . - _ of the id. */
enum err mailfolder_name(struct arena *a, const char *message_id, char **name);

#endif
