#include "render/track.h"

#include <stdbool.h>
#include <string.h>

#include "base/buf.h"
#include "base/text.h"

static const char HREF[] = " href=\"";

/* Templates escape what they fill in. */
static char *
decoded(struct arena *a, const char *s, size_t n)
{
    static const struct {
        const char *name;
        char c;
    } NAMES[] = { { "&amp;", '&' }, { "&#39;", '\'' }, { "&quot;", '"' },
        { "&lt;", '<' }, { "&gt;", '>' } };
    struct buf b;

    buf_init(&b, a);
    for (size_t i = 0; i < n; i++) {
        size_t k = 0, count = sizeof NAMES / sizeof *NAMES;

        while (k < count && strncmp(s + i, NAMES[k].name, strlen(NAMES[k].name)) != 0)
            k++;
        buf_char(&b, k < count ? NAMES[k].c : s[i]);
        i += k < count ? strlen(NAMES[k].name) - 1 : 0;
    }
    return b.text;
}

static bool
counts(const char *url, const char *own, const char *except)
{
    if (!text_starts(url, "https://") && !text_starts(url, "http://"))
        return false;
    if (text_has_control(url, strlen(url)))
        return false;
    return !text_starts(url, own) || (except && text_eq(url, except));
}

/* The next address at or after *at that counts; where it stands and its end. */
static char *
next(struct arena *a, const char **at, const char *own, const char *except,
    const char **from, const char **to)
{
    while ((*at = strstr(*at, HREF)) != NULL) {
        char *url;

        *from = *at + sizeof HREF - 1;
        if (!(*to = strchr(*from, '"')))
            return NULL;
        *at = *to;
        url = decoded(a, *from, (size_t)(*to - *from));
        if (counts(url, own, except))
            return url;
    }
    return NULL;
}

size_t
track_find(struct arena *a, const char *html, const char *own, const char *except,
    const char *urls[static TRACK_LINKS__MAX])
{
    const char *at = html, *from, *to, *url;
    size_t n = 0;

    while (n < TRACK_LINKS__MAX && (url = next(a, &at, own, except, &from, &to)))
        urls[n++] = url;
    return n;
}

/* Before what ends the page; at the end where nothing does. */
static const char *
end_of_page(const char *html)
{
    const char *end = strstr(html, "</body>");

    return end ? end : html + strlen(html);
}

char *
track_put(struct arena *a, const char *html, const char *own, const char *except,
    const char *const *leads, size_t n, const char *picture)
{
    const char *at = html, *from, *to, *end = end_of_page(html), *done = html;
    struct buf b;

    buf_init(&b, a);
    for (size_t i = 0; i < n && next(a, &at, own, except, &from, &to); i++) {
        buf_add(&b, done, (size_t)(from - done));
        text_html(&b, leads[i]);
        done = to;
    }
    if (done < end)
        buf_add(&b, done, (size_t)(end - done));
    if (picture) {
        buf_text(&b, "<img src=\"");
        text_html(&b, picture);
        buf_text(&b, "\" width=\"1\" height=\"1\" alt=\"\">");
    }
    buf_text(&b, done < end ? end : done);
    return b.text;
}
