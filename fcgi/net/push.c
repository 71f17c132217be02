#include "net/push.h"

#include <assert.h>
#include <curl/curl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/log.h"
#include "base/text.h"

enum { CONNECT_MS = 1000, SEND_MS = 3000, NAME__MAX = 64, URL__MAX = 512 };

struct push {
    CURL *curl;
    char url[URL__MAX];
    bool (*in_tx)(void);
};

static size_t
drop(char *, size_t size, size_t n, void *)
{
    return size * n;
}

static bool
is_name(const char *s)
{
    size_t n = strlen(s);

    return n > 0 && n <= NAME__MAX &&
           strspn(s, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
                     "0123456789-_") == n;
}

enum err
push_open(struct push **out, const char *url, bool (*in_tx)(void))
{
    struct push *p;

    *out = NULL;
    if ((!text_starts(url, "http://") && !text_starts(url, "https://")) ||
        strchr(url, '@') || strchr(url, '?') ||
        strlen(url) + NAME__MAX + 5 > URL__MAX || text_has_control(url, strlen(url)))
        return ERR_INVALID;
    if (curl_global_init(CURL_GLOBAL_DEFAULT) != CURLE_OK ||
        !(p = calloc(1, sizeof *p)) || !(p->curl = curl_easy_init()))
        abort();
    snprintf(p->url, sizeof p->url, "%s", url);
    p->in_tx = in_tx;
    curl_easy_setopt(p->curl, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(p->curl, CURLOPT_NOPROXY, "*"); /* it is this house's own nginx */
    curl_easy_setopt(p->curl, CURLOPT_PROTOCOLS_STR, "http,https");
    curl_easy_setopt(p->curl, CURLOPT_CONNECTTIMEOUT_MS, (long)CONNECT_MS);
    curl_easy_setopt(p->curl, CURLOPT_TIMEOUT_MS, (long)SEND_MS);
    curl_easy_setopt(p->curl, CURLOPT_WRITEFUNCTION, drop);
    *out = p;
    return OK;
}

void
push_close(struct push *p)
{
    if (!p)
        return;
    curl_easy_cleanup(p->curl);
    free(p);
}

enum err
push_send(struct push *p, const char *channel, const char *event, const char *data)
{
    char url[URL__MAX + NAME__MAX + 8], name[NAME__MAX + 32];
    struct curl_slist *head = NULL;
    CURLcode rc;
    long code = 0;

    assert(!p->in_tx || !p->in_tx());
    if (!is_name(channel) || !is_name(event) || text_has_control(data, strlen(data)))
        return ERR_INVALID;
    snprintf(url, sizeof url, "%s?id=%s", p->url, channel);
    snprintf(name, sizeof name, "X-EventSource-Event: %s", event);
    head = curl_slist_append(head, name);
    head = curl_slist_append(head, "Content-Type: application/json");
    head = curl_slist_append(head, "Expect:");
    curl_easy_setopt(p->curl, CURLOPT_URL, url);
    curl_easy_setopt(p->curl, CURLOPT_HTTPHEADER, head);
    curl_easy_setopt(p->curl, CURLOPT_POSTFIELDS, data);
    curl_easy_setopt(p->curl, CURLOPT_POSTFIELDSIZE, (long)strlen(data));
    rc = curl_easy_perform(p->curl);
    curl_easy_getinfo(p->curl, CURLINFO_RESPONSE_CODE, &code);
    curl_easy_setopt(p->curl, CURLOPT_HTTPHEADER, NULL);
    curl_slist_free_all(head);
    if (!rc && code / 100 == 2)
        return OK;
    log_warn("push_failed", kv("why", rc ? curl_easy_strerror(rc) : "answer"),
        kv("code", (int64_t)code));
    return ERR_DOWN;
}
