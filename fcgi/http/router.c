#include "http/router.h"

#include <string.h>

#include "base/text.h"

static int
hex(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    if (c >= 'a' && c <= 'f')
        return c - 'a' + 10;
    if (c >= 'A' && c <= 'F')
        return c - 'A' + 10;
    return -1;
}

char *
router_decode(struct arena *a, const char *s, size_t n, bool plus)
{
    char *out = arena_alloc(a, n + 1);
    size_t len = 0;

    for (size_t i = 0; i < n; i++) {
        char c = s[i];

        if (c == '%') {
            int hi = n - i > 2 ? hex(s[i + 1]) : -1;
            int lo = n - i > 2 ? hex(s[i + 2]) : -1;

            if (hi < 0 || lo < 0)
                return NULL;
            c = (char)(hi * 16 + lo);
            i += 2;
        } else if (c == '+' && plus) {
            c = ' ';
        }
        out[len++] = c;
    }
    out[len] = '\0';
    return text_is_utf8(out, len) && !text_has_control(out, len) ? out : NULL;
}

static bool
is_id(const char *name, size_t n)
{
    return n >= 2 && !memcmp(name + n - 2, "id", 2);
}

static bool
is_number(const char *s)
{
    uint64_t v;

    return text_u64(s, &v) == OK && v > 0;
}

/* Walks pattern and path together. */
static bool
fits(struct rq *rq, const char *pattern)
{
    const char *p = rq->path;
    size_t n = 0;

    while (*pattern) {
        if (*pattern == '{') {
            size_t name = strcspn(pattern + 1, "}"), len = strcspn(p, "/");
            char *part;

            if (!len || n == RQ_PARTS__MAX)
                return false;
            part = router_decode(rq->arena, p, len, false);
            if (!part || (is_id(pattern + 1, name) && !is_number(part)))
                return false;
            rq->part[n++] = part;
            p += len;
            pattern += name + 2;
        } else if (*pattern++ != *p++) {
            return false;
        }
    }
    return *p == '\0';
}

enum err
router_find(const struct http *h, struct rq *rq, const char **allow)
{
    const char *method = strcmp(rq->method, "HEAD") ? rq->method : "GET";
    struct buf known;

    buf_init(&known, rq->arena);
    for (size_t i = 0; i < h->n_routes; i++) {
        const struct route *r = h->routes[i];

        if (!fits(rq, r->pattern))
            continue;
        if (!strcmp(method, r->method)) {
            rq->route = r;
            return OK;
        }
        buf_fmt(&known, "%s, ", r->method);
        if (!strcmp(r->method, "GET"))
            buf_text(&known, "HEAD, ");
    }
    if (!known.len)
        return ERR_NOT_FOUND;
    buf_text(&known, "OPTIONS");
    *allow = known.text;
    return ERR_DENIED;
}

bool
router_same(const char *a, const char *b)
{
    while (*a && *b) {
        if (*a == '{' && *b == '{') {
            a += strcspn(a, "}");
            b += strcspn(b, "}");
        }
        if (*a++ != *b++)
            return false;
    }
    return *a == *b;
}
