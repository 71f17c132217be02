#ifndef RENDER_PACK_H
#define RENDER_PACK_H

#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include "base/arena.h"
#include "base/err.h"

/*
 * Files in one ZIP, written to a stream as they come: whoever reads gets the first
 * before the last is made, and no more than one is in memory.
 */
struct pack;

/* The stream stays the caller's. made_at: of every file in it, UTC. ERR_DOWN: the log
 * says why. */
enum err pack_open(struct pack **out, struct arena *a, FILE *to, int64_t made_at);

/* name: UTF-8, its own in this ZIP; "/" makes folders. ERR_DOWN: nobody takes it. */
enum err pack_add(struct pack *p, const char *name, const void *data, size_t n);

/* Ends it, whatever went before; ERR_DOWN: nobody takes it. */
enum err pack_close(struct pack *p);

#endif
