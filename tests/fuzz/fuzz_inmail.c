/* Any bytes as a message: what comes out is valid UTF-8 within the limits, and no file
 * name leads anywhere. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "intake/inmail.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
check_line(const char *s)
{
    if (s && (!text_is_utf8(s, strlen(s)) || text_has_control(s, strlen(s))))
        abort();
}

static void
check_text(const char *s)
{
    size_t n = strlen(s);

    if (!text_is_utf8(s, n) || n > INMAIL_TEXT__MAX + 2)
        abort();
    for (size_t i = 0; i < n; i++)
        if ((unsigned char)s[i] < 0x20 && s[i] != '\n' && s[i] != '\t')
            abort();
}

static void
check(const struct inmail *m)
{
    check_line(m->subject);
    check_line(m->from_email);
    check_line(m->from_name);
    check_line(m->message_id);
    check_line(m->original_id);
    check_text(m->text);
    check_text(m->fresh);
    if (m->about_n > INMAIL_ABOUT__MAX || m->to_n > INMAIL_ADDRESSES__MAX ||
        m->files_n > INMAIL_FILES__MAX || m->reports_n > INMAIL_REPORTS__MAX ||
        strlen(m->fresh) > strlen(m->text))
        abort();
    for (size_t i = 0; i < m->about_n; i++)
        check_line(m->about[i]);
    for (size_t i = 0; i < m->to_n; i++)
        if (!text_is_email(m->to[i]))
            abort();
    for (size_t i = 0; i < m->files_n; i++) {
        check_line(m->files[i].name);
        check_line(m->files[i].type);
        if (!*m->files[i].name || strpbrk(m->files[i].name, "/\\"))
            abort();
    }
    for (size_t i = 0; i < m->reports_n; i++) {
        check_line(m->reports[i].words);
        check_line(m->reports[i].status);
        if (!m->reports[i].final && !m->reports[i].original)
            abort();
    }
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena *a = arena_new();
    struct inmail m;

    if (inmail_parse(a, (const char *)data, size, &m) == OK)
        check(&m);
    arena_free(a);
    return 0;
}
