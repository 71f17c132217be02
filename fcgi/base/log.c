#include "base/log.h"

#include <stdatomic.h>
#include <string.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/clock.h"
#include "base/json.h"
#include "base/text.h"

enum { VALUE__MAX = 2000, REQUEST_SIZE = 64 };

static _Atomic int least_level = LOG_INFO;
static _Atomic int log_fd = STDERR_FILENO;
static _Thread_local char request[REQUEST_SIZE];

struct log_field
log_kv_text(const char *key, const char *v)
{
    return (struct log_field){ .key = key, .kind = LOG_KIND_TEXT, .text = v };
}

struct log_field
log_kv_i64(const char *key, int64_t v)
{
    return (struct log_field){ .key = key, .kind = LOG_KIND_I64, .i64 = v };
}

struct log_field
log_kv_u64(const char *key, uint64_t v)
{
    return (struct log_field){ .key = key, .kind = LOG_KIND_U64, .u64 = v };
}

struct log_field
log_kv_bool(const char *key, bool v)
{
    return (struct log_field){ .key = key, .kind = LOG_KIND_BOOL, .b = v };
}

void
log_set_level(enum log_level level)
{
    atomic_store(&least_level, (int)level);
}

void
log_set_fd(int fd)
{
    atomic_store(&log_fd, fd);
}

void
log_set_request(const char *id)
{
    (void)text_copy(request, sizeof request, id ? id : "");
}

const char *
log_request(void)
{
    return request;
}

static void
text_field(struct json *j, const char *key, const char *v)
{
    size_t n;

    if (!v) {
        json_nil(j, key);
        return;
    }
    n = strnlen(v, VALUE__MAX + 1);
    if (n > VALUE__MAX)
        for (n = VALUE__MAX; n && ((unsigned char)v[n] & 0xc0) == 0x80;)
            n--;
    json_textn(j, key, v, n);
}

static void
field(struct json *j, const struct log_field *f)
{
    switch (f->kind) {
    case LOG_KIND_TEXT:
        text_field(j, f->key, f->text);
        break;
    case LOG_KIND_I64:
        json_i64(j, f->key, f->i64);
        break;
    case LOG_KIND_U64:
        json_u64(j, f->key, f->u64);
        break;
    case LOG_KIND_BOOL:
        json_bool(j, f->key, f->b);
        break;
    }
}

static void
write_all(const char *p, size_t n)
{
    int fd = atomic_load(&log_fd);

    while (n) {
        ssize_t done = write(fd, p, n);

        if (done <= 0)
            return; /* there is nowhere left to tell it */
        p += done;
        n -= (size_t)done;
    }
}

void
log_write(enum log_level level, const char *event, const struct log_field *fields)
{
    static const char *const NAMES[] = { "debug", "info", "warn", "error" };
    struct arena *a;
    struct buf b;
    struct json j = { .out = &b };

    if ((int)level < atomic_load_explicit(&least_level, memory_order_relaxed))
        return;
    a = arena_new();
    buf_init(&b, a);
    json_open(&j, NULL, '{');
    json_instant(&j, "at", clock_real_us());
    json_text(&j, "level", NAMES[level]);
    json_text(&j, "event", event);
    if (*request)
        json_text(&j, "request", request);
    for (; fields->key; fields++)
        field(&j, fields);
    json_close(&j, '}');
    buf_char(&b, '\n');
    write_all(b.text, b.len);
    arena_free(a);
}
