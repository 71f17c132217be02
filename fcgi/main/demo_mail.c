#include "main/demo_mail.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/arena.h"
#include "base/date.h"
#include "service/mail_token.h"
#include "service/receive_mail.h"

enum { FILE__MAX = 64 * 1024, MINUTES_APART = 23 };

static enum err
read_mail(struct arena *a, const char *path, struct mail_fetched *out)
{
    char *text = arena_alloc(a, FILE__MAX);
    FILE *f = fopen(path, "rbe");

    if (!f) {
        fprintf(stderr, "dunlin: cannot read %s: %s\n", path, strerror(errno));
        return ERR_DOWN;
    }
    out->raw = text;
    out->n = fread(text, 1, FILE__MAX, f);
    fclose(f);
    return OK;
}

enum err
demo_mail_receive(struct db *db, const struct demo_mail *m)
{
    struct mail_keys keys;
    const struct mail_source source = { .conf = m->conf,
        .mailbox = "demo",
        .reply_base = m->conf->mail_reply,
        .reply_key = keys.reply };
    enum err e = OK;

    mail_keys(&keys, m->master);
    for (uint64_t no = 1; no <= m->n && !e; no++) {
        struct arena *a = arena_new();
        struct mail_fetched got = { .uidvalidity = 1,
            .uid = (uint32_t)no,
            .now_at = m->now_us -
                      (int64_t)(m->n - no + 1) * MINUTES_APART * DATE_US_PER_MINUTE };
        enum received_as as;
        uint64_t id;

        e = read_mail(a, arena_fmt(a, "%s/mail-%" PRIu64 ".eml", m->folder, no), &got);
        if (!e && (e = receive_mail(db, a, &source, &got, &id, &as)))
            fprintf(stderr, "dunlin: mail %" PRIu64 " was not received (%s)\n", no,
                err_name(e));
        arena_free(a);
    }
    return e;
}
