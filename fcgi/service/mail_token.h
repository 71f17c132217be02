#ifndef SERVICE_MAIL_TOKEN_H
#define SERVICE_MAIL_TOKEN_H

#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/secret.h"

/*
 * What ties an answer to the message it answers: a token in the address to which it is
 * sent, "ar+1f4w…@seller.example". It is the message's id and 128 bits of an HMAC over
 * it with a key of this installation, in letters and digits of one case, so that no
 * server on the way can spoil it. Knowing an id is of no use without the key.
 */
enum { MAIL_TOKEN__MAX = 48 };

/* Keys for one purpose each, from the master key. */
struct mail_keys {
    uint8_t reply[SECRET_KEY_BYTES];
    uint8_t track[SECRET_KEY_BYTES];
};
void mail_keys(struct mail_keys *k, const uint8_t master[static SECRET_KEY_BYTES]);

/* Of a thing (part 0: the message itself, else one of its links). */
char *mail_token(struct arena *a, const uint8_t key[static SECRET_KEY_BYTES],
    uint64_t id, uint32_t part);

/* ERR_NOT_FOUND: it is none of ours, or was changed. Upper case is fine. */
enum err mail_token_read(const uint8_t key[static SECRET_KEY_BYTES], const char *token,
    uint32_t part, uint64_t *id);

/* Where answers to a message go: base with the token in it. */
char *mail_reply_address(struct arena *a, const uint8_t key[static SECRET_KEY_BYTES],
    const char *base, uint64_t outbox_id);

/*
 * Which message of ours a list of addresses names.
 *
 * OK             *outbox_id: exactly one
 * ERR_NOT_FOUND  none of them has a token
 * ERR_DENIED     one has a token that is not ours or was changed, or two name different
 *                messages: whoever sent it is not to be believed
 */
enum err mail_reply_find(const uint8_t key[static SECRET_KEY_BYTES], const char *base,
    const char *const *to, size_t n, uint64_t *outbox_id);

#endif
