#include <string.h>

#include "base/text.h"
#include "handler/portal/access.h"
#include "http/http.h"
#include "service/opt_out.h"
#include "store/setting.h"

/* Words of the page, by language; the first is what others read. */
static const struct words {
    const char *language, *title, *ask, *button, *done;
} WORDS[] = {
    { "en", "No more mail", "We will send no more mail to this address:",
        "Send no more mail", "We send no more mail to this address:" },
    { "de", "Keine E-Mails mehr",
        "Wir senden an diese Adresse keine E-Mails mehr:", "Keine E-Mails mehr senden",
        "An diese Adresse senden wir keine E-Mails mehr:" },
    { "fr", "Plus de courriels", "Nous n'enverrons plus de courriels à cette adresse :",
        "Ne plus m'écrire", "Nous n'envoyons plus de courriels à cette adresse :" },
};

static const struct words *
words_of(const char *language)
{
    for (size_t k = 0; k < sizeof WORDS / sizeof *WORDS; k++)
        if (text_starts(language, WORDS[k].language))
            return &WORDS[k];
    return &WORDS[0];
}

/* Enough to know one's own address by: "a…@debtor.example". */
static void
html_address(struct buf *out, const char *email)
{
    size_t first = text_utf8_len(email, strlen(email));

    text_html(out, arena_strn(out->arena, email, first ? first : 1));
    buf_text(out, "…");
    text_html(out, strchr(email, '@'));
}

/* A page for a person: mail programs need none of it. */
static enum err
page(struct rq *rq, const struct opt_out *o, bool done)
{
    const struct words *w = words_of(o->language);
    const char *company;
    struct buf *b = &rq->out;
    enum err e = setting_read(rq->db, rq->arena, "company.name", "", &company);

    if (e)
        return e;
    rq->status = 200;
    rq->type = "text/html; charset=utf-8";
    rq_header(rq, "Cache-Control", "no-store");
    buf_fmt(b,
        "<!DOCTYPE html>\n<html lang=\"%s\">\n<head>\n<meta charset=\"utf-8\">\n"
        "<meta name=\"viewport\" content=\"width=device-width\">\n<title>%s</title>\n"
        "</head>\n<body>\n<main>\n<h1>%s</h1>\n<p>",
        w->language, w->title, w->title);
    text_html(b, company);
    buf_fmt(b, "</p>\n<p>%s ", done ? w->done : w->ask);
    html_address(b, o->email);
    buf_text(b, "</p>\n");
    if (!done)
        buf_fmt(b, "<form method=\"post\"><button>%s</button></form>\n", w->button);
    buf_text(b, "</main>\n</body>\n</html>\n");
    return OK;
}

static void
link_key(const struct rq *rq, uint8_t key[static SECRET_KEY_BYTES])
{
    secret_derive(rq->http->master, "portal-link", key);
}

/* GET opt-out/{token} -> 200 a page that asks; changes nothing | 404 */
enum err
opt_out_get(struct rq *rq)
{
    uint8_t key[SECRET_KEY_BYTES];
    struct opt_out o;
    enum err e;

    if (!rq->db)
        return ERR_DOWN;
    link_key(rq, key);
    e = opt_out_look(rq->db, rq->arena, key, rq_part(rq, "token"), &o);
    return e ? e : page(rq, &o, o.done);
}

/* POST opt-out/{token} -> 200 no more mail, by a person's button or a mail program's
 * one click (RFC 8058) | 404 */
enum err
opt_out_post(struct rq *rq)
{
    uint8_t key[SECRET_KEY_BYTES];
    struct opt_out o;
    struct actor by = rq->actor;
    enum err e;

    if (!rq->db)
        return ERR_DOWN;
    link_key(rq, key);
    if ((e = opt_out_look(rq->db, rq->arena, key, rq_part(rq, "token"), &o)))
        return e;
    by.kind = ACTOR_CONTACT;
    by.id = arena_fmt(rq->arena, "%llu", (unsigned long long)o.contact_id);
    if ((e = opt_out_confirm(rq->db, rq->arena, &by, key, rq_part(rq, "token"), &o)))
        return e;
    return page(rq, &o, true);
}
