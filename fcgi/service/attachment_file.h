#ifndef SERVICE_ATTACHMENT_FILE_H
#define SERVICE_ATTACHMENT_FILE_H

#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/conf.h"
#include "base/err.h"

/*
 * Contents on the disk, each once under its SHA-256: var_dir/files/ab/<64 hex digits>.
 * Written aside, then renamed, each step made durable; so what stands under a name is
 * whole. ERR_DOWN: the disk refuses; the log says why.
 */
enum err attachment_file_put(struct arena *a, const struct conf *conf,
    const uint8_t sha256[static 32], const void *bytes, size_t n);

/* Adds the n bytes to out; ERR_DOWN as well when they are no longer what they were. */
enum err attachment_file_get(const struct conf *conf, const uint8_t sha256[static 32],
    size_t n, struct buf *out);

#endif
