/* Any bytes as the HTML of a message: as many links are replaced as were found, what is
 * put in stands in its quotes, and with nothing to put in nothing changes. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "render/track.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const char OWN[] = "https://own.example", LEAD[] = "https://own.example/l?a=\"<";

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena *a = arena_new();
    const char *html = arena_strn(a, (const char *)data, size);
    const char *urls[TRACK_LINKS__MAX], *leads[TRACK_LINKS__MAX],
        *left[TRACK_LINKS__MAX];
    size_t n = track_find(a, html, OWN, NULL, urls), more;
    char *out;

    for (size_t i = 0; i < n; i++) {
        if (!text_starts(urls[i], "http") || text_has_control(urls[i], strlen(urls[i])))
            abort();
        leads[i] = LEAD;
    }
    out = track_put(a, html, OWN, NULL, leads, n, NULL);
    if (n == 0 && strcmp(out, html) != 0)
        abort();
    if (strstr(out, "?a=\"<") && !strstr(html, "?a=\"<"))
        abort();
    more = track_find(a, out, OWN, NULL, left);
    if (n < TRACK_LINKS__MAX && more)
        abort();
    arena_free(a);
    return 0;
}
