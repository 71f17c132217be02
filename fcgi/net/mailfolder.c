#include "net/mailfolder.h"

#include <assert.h>
#include <ctype.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/log.h"
#include "base/rand.h"

enum { NAME__MAX = 200 };

enum err
mailfolder_name(struct arena *a, const char *message_id, char **name)
{
    size_t n = strlen(message_id), k = 0;
    char *out = arena_alloc(a, n + sizeof ".eml");

    for (size_t i = 0; i < n; i++) {
        unsigned char c = (unsigned char)message_id[i];

        if (c == '<' || c == '>')
            continue;
        if (!isalnum(c) && c != '-' && (c != '.' || k == 0))
            c = '_';
        out[k++] = (char)c;
    }
    if (k == 0 || k > NAME__MAX)
        return ERR_INVALID;
    memcpy(out + k, ".eml", sizeof ".eml");
    *name = out;
    return OK;
}

static enum err
fail(const struct mailfolder *f, const char *what)
{
    int why = errno;

    log_error("mail_folder_failed", kv("folder", f->path), kv("doing", what),
        kv("why", strerror(why)));
    return ERR_DOWN;
}

static enum err
write_all(const struct mailfolder *f, int fd, const char *data, size_t n)
{
    while (n > 0) {
        ssize_t done = write(fd, data, n);

        if (done < 0 && errno == EINTR)
            continue;
        if (done <= 0)
            return fail(f, "write");
        data += done;
        n -= (size_t)done;
    }
    return fsync(fd) == 0 ? OK : fail(f, "fsync");
}

/* The whole message under a name that nobody reads. */
static enum err
write_aside(
    const struct mailfolder *f, int dir, const char *aside, const char *data, size_t n)
{
    int fd = openat(dir, aside, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    enum err e;

    if (fd < 0)
        return fail(f, "create");
    e = write_all(f, fd, data, n);
    if (close(fd) != 0 && !e)
        e = fail(f, "close");
    if (e)
        unlinkat(dir, aside, 0);
    return e;
}

/* Never over a file that is there. Not every file system can say that in a rename. */
static int
rename_new(int dir, const char *from, const char *to)
{
    if (renameat2(dir, from, dir, to, RENAME_NOREPLACE) == 0)
        return 0;
    if (errno != EINVAL && errno != ENOSYS)
        return -1;
    if (linkat(dir, from, dir, to, 0) != 0)
        return -1;
    return unlinkat(dir, from, 0);
}

static enum err
put_in(const struct mailfolder *f, struct arena *a, int dir, const char *name,
    const char *data, size_t n, bool *existed)
{
    const char *aside = arena_fmt(a, ".%s.%s", name, rand_token(a, 9));
    enum err e;

    *existed = faccessat(dir, name, F_OK, 0) == 0;
    if (!*existed) {
        if ((e = write_aside(f, dir, aside, data, n)))
            return e;
        if (rename_new(dir, aside, name) != 0) {
            *existed = errno == EEXIST;
            if (!*existed)
                e = fail(f, "rename");
            unlinkat(dir, aside, 0);
            if (e)
                return e;
        }
    }
    /* also when it was there: whoever put it may have died before this */
    return fsync(dir) == 0 ? OK : fail(f, "fsync of the folder");
}

static int
open_folder(const struct mailfolder *f)
{
    return open(f->path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
}

enum err
mailfolder_put(const struct mailfolder *f, struct arena *a, const char *message_id,
    const char *data, size_t n, bool *existed)
{
    char *name;
    enum err e;
    int dir;

    assert(!f->in_tx || !f->in_tx());
    *existed = false;
    if ((e = mailfolder_name(a, message_id, &name)))
        return e;
    if (mkdir(f->path, 0700) != 0 && errno != EEXIST)
        return fail(f, "mkdir");
    if ((dir = open_folder(f)) < 0)
        return fail(f, "open");
    e = put_in(f, a, dir, name, data, n, existed);
    close(dir);
    return e;
}

enum err
mailfolder_has(const struct mailfolder *f, struct arena *a, const char *message_id)
{
    char *name;
    enum err e;
    int dir, rc;

    if ((e = mailfolder_name(a, message_id, &name)))
        return e;
    if ((dir = open_folder(f)) < 0)
        return errno == ENOENT ? ERR_NOT_FOUND : fail(f, "open");
    rc = faccessat(dir, name, F_OK, 0) == 0 ? 0 : errno;
    close(dir);
    if (rc == 0)
        return OK;
    if (rc == ENOENT)
        return ERR_NOT_FOUND;
    errno = rc;
    return fail(f, "look");
}
