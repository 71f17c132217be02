/* Any bytes as what a mail server says: an end to every call, nothing read beyond what
 * came, and no more of a message kept than was asked for. The first byte chooses the
 * call. The connection is ours instead of libcurl's. */
#include <curl/curl.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

static const uint8_t *wire;
static size_t wire_n;

static CURLcode
fuzz_recv(CURL *, void *to, size_t room, size_t *n)
{
    /* in pieces, as they come over a wire */
    *n = wire_n < room ? wire_n : room;
    *n = *n > 7 ? 7 : *n;
    if (!*n)
        return CURLE_RECV_ERROR;
    memcpy(to, wire, *n);
    wire += *n;
    wire_n -= *n;
    return CURLE_OK;
}

static CURLcode
fuzz_send(CURL *, const void *, size_t n, size_t *sent)
{
    *sent = n;
    return CURLE_OK;
}

#define curl_easy_recv fuzz_recv
#define curl_easy_send fuzz_send
#include "net/imap_wire.c" // IWYU pragma: keep

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { KEPT__MAX = 64 };

static void
call(struct imap *m, struct arena *a, uint8_t which)
{
    uint32_t validity, *uids;
    char *bytes;
    size_t n;
    enum err e;

    switch (which % 4) {
    case 0:
        if (imap_select(m, "INBOX", &validity) == OK && !validity)
            abort();
        break;
    case 1:
        e = imap_search(m, a, 7, &uids, &n);
        for (size_t i = 0; !e && i < n; i++)
            if (uids[i] <= 7 || (i && uids[i] < uids[i - 1]))
                abort();
        break;
    case 2:
        e = imap_fetch(m, a, 5, KEPT__MAX, &bytes, &n);
        if ((e == OK || e == ERR_LIMIT) && n > KEPT__MAX)
            abort();
        break;
    default:
        (void)!imap_mark(m, a, 5, "Done");
    }
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct imap *m;
    struct arena *a;

    if (size == 0)
        return 0;
    a = arena_new();
    m = calloc(1, sizeof *m);
    wire = data + 1;
    wire_n = size - 1;
    call(m, a, data[0]);
    for (const char *p = imap_why(m); *p; p++)
        if ((unsigned char)*p < 0x20 || (unsigned char)*p >= 0x7f)
            abort();
    free(m);
    arena_free(a);
    return 0;
}
