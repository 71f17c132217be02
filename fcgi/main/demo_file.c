#include "main/demo_file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/json.h"

static void
json_login(struct json *j, const char *key, const struct login *l)
{
    if (!l->email)
        return;
    json_open(j, key, '{');
    json_text(j, "email", l->email);
    json_text(j, "password", l->password);
    if (l->totp_secret)
        json_text(j, "totp_secret", l->totp_secret);
    json_close(j, '}');
}

static void
json_logins(struct json *j, const struct demo_logins *l)
{
    json_open(j, NULL, '{');
    json_text(j, "url", l->url);
    json_login(j, "collector", &l->collector);
    json_login(j, "admin", &l->admin);
    if (l->client_id) {
        json_open(j, "integrator", '{');
        json_text(j, "client_id", l->client_id);
        json_text(j, "token", l->token);
        json_close(j, '}');
    }
    json_login(j, "portal", &l->portal);
    if (l->portal_link)
        json_text(j, "portal_link", l->portal_link);
    json_close(j, '}');
}

static bool
write_whole(const char *path, const struct buf *b)
{
    int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
    bool ok;

    if (fd < 0)
        return false;
    ok = write(fd, b->text, b->len) == (ssize_t)b->len && fsync(fd) == 0;
    return close(fd) == 0 && ok;
}

enum err
demo_file_write(struct arena *a, const char *var_dir, const struct demo_logins *l)
{
    const char *path = arena_fmt(a, "%s/demo.json", var_dir);
    const char *fresh = arena_fmt(a, "%s.new", path);
    struct json j;
    struct buf b;

    buf_init(&b, a);
    j = (struct json){ .out = &b };
    json_logins(&j, l);
    buf_char(&b, '\n');
    if ((unlink(fresh) && errno != ENOENT) || !write_whole(fresh, &b) ||
        rename(fresh, path)) {
        fprintf(stderr, "dunlin: cannot write %s: %s\n", path, strerror(errno));
        return ERR_DOWN;
    }
    return OK;
}
