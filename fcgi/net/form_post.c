#include "net/form_post.h"

#include <curl/curl.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/log.h"
#include "base/text.h"

enum { CONNECT_MS = 3000, WHOLE_MS = 10000, ANSWER__MAX = 1 << 20 };

static size_t
keep(char *piece, size_t size, size_t n, void *to)
{
    struct buf *b = to;

    if (b->len + size * n > ANSWER__MAX)
        return 0;
    buf_add(b, piece, size * n);
    return size * n;
}

static const char *
encoded(struct arena *a, const struct form_post *in)
{
    struct buf b;

    buf_init(&b, a);
    for (size_t i = 0; i < in->n; i++) {
        if (!in->fields[i].value)
            continue;
        if (b.len)
            buf_char(&b, '&');
        text_url(&b, in->fields[i].name);
        buf_char(&b, '=');
        text_url(&b, in->fields[i].value);
    }
    return b.text;
}

static struct curl_slist *
headers(struct arena *a, const struct form_post *in)
{
    struct curl_slist *h =
        curl_slist_append(NULL, arena_fmt(a, "Authorization: Bearer %s", in->key));

    h = curl_slist_append(h, "Expect:");
    if (in->once)
        h = curl_slist_append(h, arena_fmt(a, "Idempotency-Key: %s", in->once));
    if (in->version_header)
        h = curl_slist_append(h, in->version_header);
    return h;
}

static enum err
perform(CURL *c, struct arena *a, const struct form_post *in, struct form_answer *out)
{
    struct curl_slist *h = headers(a, in);
    struct buf b;
    CURLcode rc;

    buf_init(&b, a);
    curl_easy_setopt(c, CURLOPT_URL, in->url);
    curl_easy_setopt(c, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(c, CURLOPT_PROTOCOLS_STR, in->plain ? "http,https" : "https");
    curl_easy_setopt(c, CURLOPT_CONNECTTIMEOUT_MS, (long)CONNECT_MS);
    curl_easy_setopt(c, CURLOPT_TIMEOUT_MS, (long)WHOLE_MS);
    curl_easy_setopt(c, CURLOPT_HTTPHEADER, h);
    curl_easy_setopt(c, CURLOPT_COPYPOSTFIELDS, encoded(a, in));
    curl_easy_setopt(c, CURLOPT_WRITEFUNCTION, keep);
    curl_easy_setopt(c, CURLOPT_WRITEDATA, &b);
    rc = curl_easy_perform(c);
    curl_easy_getinfo(c, CURLINFO_RESPONSE_CODE, &out->status);
    curl_slist_free_all(h);
    out->body = b.text;
    out->n = b.len;
    if (!rc)
        return OK;
    log_warn("form_post_failed", kv("why", curl_easy_strerror(rc)));
    return ERR_DOWN;
}

enum err
form_post(struct arena *a, const struct form_post *in, struct form_answer *out)
{
    CURL *c;
    enum err e;

    *out = (struct form_answer){ 0 };
    if ((!text_starts(in->url, "https://") &&
            !(in->plain && text_starts(in->url, "http://"))) ||
        text_has_control(in->url, strlen(in->url)) ||
        text_has_control(in->key, strlen(in->key)))
        return ERR_INVALID;
    if (curl_global_init(CURL_GLOBAL_DEFAULT) != CURLE_OK || !(c = curl_easy_init()))
        abort();
    e = perform(c, a, in, out);
    curl_easy_cleanup(c);
    return e;
}
