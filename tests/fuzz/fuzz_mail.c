/* Any names, subject and texts (divided by bytes 0x1e): refused, or a message whose
 * header lines are ours alone, in lines that every server takes. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "render/mail.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static bool
is_ours(const char *line)
{
    static const char *const NAMES[] = { "Date:", "From:", "To:", "Subject:",
        "Message-ID:", "Auto-Submitted:", "X-Auto-Response-Suppress:", "MIME-Version:",
        "Content-Type:", "Content-Transfer-Encoding:", " " };

    for (size_t k = 0; k < sizeof NAMES / sizeof *NAMES; k++)
        if (strncmp(line, NAMES[k], strlen(NAMES[k])) == 0)
            return true;
    return false;
}

static void
check(const char *m)
{
    bool body = false;

    while (*m) {
        const char *end = strstr(m, "\r\n");

        if (!end || end - m > 998 || memchr(m, '\n', (size_t)(end - m)))
            abort();
        if (end == m)
            body = true;
        if (!body && !is_ours(m))
            abort();
        m = end + 2;
    }
    if (!body)
        abort();
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena *a = arena_new();
    char *part[4], nothing[] = "";
    struct mail_address to;
    struct mail m;
    struct buf out;
    const char *why;

    part[0] = arena_strn(a, (const char *)data, size);
    for (size_t k = 0; k < 3; k++) {
        char *cut = strchr(part[k], 0x1e);

        part[k + 1] = cut ? cut + 1 : nothing;
        if (cut)
            *cut = '\0';
    }
    to = (struct mail_address){ part[1], "a@b.example" };
    m = (struct mail){ .from = { part[1], "c@d.example" },
        .to = &to,
        .to_n = 1,
        .subject = part[0],
        .text = part[2],
        .html = *part[3] ? part[3] : NULL,
        .message_id = "<1.a@d.example>",
        .automatic = true };
    buf_init(&out, a);
    if (mail_build(&m, &out, &why) == OK)
        check(out.text);
    else if (!why)
        abort();
    arena_free(a);
    return 0;
}
