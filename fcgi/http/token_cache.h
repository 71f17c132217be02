#ifndef HTTP_TOKEN_CACHE_H
#define HTTP_TOKEN_CACHE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/sha.h"

/*
 * Tokens whose signature held, by hash, until they expire: verifying with a public
 * key costs half a millisecond. It says nothing about the client, who is looked up on
 * every call. Shared by all threads.
 */
struct token_cache;

struct token_cache *token_cache_new(void);
void token_cache_free(struct token_cache *c); /* NULL is fine */

bool token_cache_has(
    struct token_cache *c, const uint8_t id[static SHA_BYTES], int64_t now_s);

/* An older entry in the same place gives way. */
void token_cache_put(
    struct token_cache *c, const uint8_t id[static SHA_BYTES], int64_t until_s);

#endif
