#include "service/attachment_file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/log.h"
#include "base/rand.h"
#include "base/sha.h"

static enum err
fail(const char *what, const char *path)
{
    log_error("attachment_file", kv("doing", what), kv("path", path),
        kv("why", strerror(errno)));
    return ERR_DOWN;
}

static enum err
sync_folder(const char *path)
{
    int fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC), rc;

    if (fd < 0)
        return fail("open", path);
    rc = fsync(fd);
    close(fd);
    return rc ? fail("fsync", path) : OK;
}

/* A folder that may be new; then its parent has to remember it. */
static enum err
make_folder(const char *parent, const char *path)
{
    if (!mkdir(path, 0700))
        return sync_folder(parent);
    return errno == EEXIST ? OK : fail("mkdir", path);
}

static enum err
write_all(int fd, const char *path, const char *bytes, size_t n)
{
    while (n) {
        ssize_t done = write(fd, bytes, n);

        if (done < 0 && errno == EINTR)
            continue;
        if (done <= 0)
            return fail("write", path);
        bytes += done;
        n -= (size_t)done;
    }
    return fsync(fd) ? fail("fsync", path) : OK;
}

static enum err
write_new(const char *aside, const char *path, const void *bytes, size_t n)
{
    int fd = open(aside, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    enum err e;

    if (fd < 0)
        return fail("create", aside);
    e = write_all(fd, aside, bytes, n);
    if (close(fd) && !e)
        e = fail("close", aside);
    if (!e && rename(aside, path))
        e = fail("rename", path);
    if (e)
        unlink(aside);
    return e;
}

enum err
attachment_file_put(struct arena *a, const struct conf *conf,
    const uint8_t sha256[static 32], const void *bytes, size_t n)
{
    char hex[SHA_HEX__SIZE];
    const char *files = arena_fmt(a, "%s/files", conf->var_dir), *folder, *path;
    struct stat st;
    enum err e;

    sha_hex(sha256, hex);
    folder = arena_fmt(a, "%s/%.2s", files, hex);
    path = arena_fmt(a, "%s/%s", folder, hex);
    if ((e = make_folder(conf->var_dir, files)) || (e = make_folder(files, folder)))
        return e;
    if (stat(path, &st) || (size_t)st.st_size != n) {
        e = write_new(
            arena_fmt(a, "%s/.%s", folder, rand_token(a, 12)), path, bytes, n);
        if (e)
            return e;
    }
    /* also when it was there: whoever put it may have died before this */
    return sync_folder(folder);
}

static enum err
read_all(int fd, const char *path, size_t n, struct buf *out)
{
    char *to = buf_room(out, n);

    for (size_t got = 0; got < n;) {
        ssize_t k = read(fd, to + got, n - got);

        if (k < 0 && errno == EINTR)
            continue;
        if (k <= 0) {
            errno = k ? errno : EIO;
            return fail("read", path);
        }
        got += (size_t)k;
    }
    to[n] = '\0';
    out->len += n;
    return OK;
}

enum err
attachment_file_get(
    const struct conf *conf, const uint8_t sha256[static 32], size_t n, struct buf *out)
{
    uint8_t now[SHA_BYTES];
    char hex[SHA_HEX__SIZE];
    const char *path;
    enum err e;
    int fd;

    sha_hex(sha256, hex);
    path = arena_fmt(out->arena, "%s/files/%.2s/%s", conf->var_dir, hex, hex);
    fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return fail("open", path);
    e = read_all(fd, path, n, out);
    close(fd);
    if (e)
        return e;
    sha_of(out->text + out->len - n, n, now);
    if (memcmp(now, sha256, sizeof now)) {
        log_error("attachment_changed", kv("path", path));
        return ERR_DOWN;
    }
    return OK;
}
