#include "handler/portal/mail_events.h"

#include "base/text.h"
#include "http/http.h"
#include "service/track_mail.h"

/* One transparent point. */
static const unsigned char POINT[] = { 'G', 'I', 'F', '8', '9', 'a', 1, 0, 1, 0, 0x80,
    0, 0, 0, 0, 0, 0xff, 0xff, 0xff, 0x21, 0xf9, 4, 1, 0, 0, 0, 0, 0x2c, 0, 0, 0, 0, 1,
    0, 1, 0, 0, 2, 2, 0x44, 1, 0, 0x3b };

/* GET mail/{token}/opened -> 200 a picture, whatever the token is worth */
enum err
mail_opened(struct rq *rq)
{
    struct mail_keys keys;
    enum err e;

    mail_keys(&keys, rq->http->master);
    e = track_opened(rq->db, rq->arena, &keys, rq_part(rq, "token"), rq->now_us);
    if (e && e != ERR_NOT_FOUND)
        return e;
    rq_reply(rq, 200);
    rq->type = "image/gif";
    rq_header(rq, "Cache-Control", "no-store");
    buf_add(&rq->out, (const char *)POINT, sizeof POINT);
    return OK;
}

/* GET mail/{token}/links/{no} -> 302 to where the message's link leads; to the portal's
 * door when the token is worth nothing */
enum err
mail_link_followed(struct rq *rq)
{
    const char *url = NULL;
    uint64_t no = 0;
    enum err e = text_u64(rq_part(rq, "no"), &no);

    if (!e)
        e = track_clicked(rq->db, rq->arena, rq->http->master, rq->conf->public_url,
            rq_part(rq, "token"), no > UINT16_MAX ? 0 : (uint32_t)no, rq->now_us, &url);
    if (e && e != ERR_NOT_FOUND && e != ERR_INVALID)
        return e;
    rq_reply(rq, 302);
    rq_header(rq, "Cache-Control", "no-store");
    rq_header(rq, "Referrer-Policy", "no-referrer");
    rq_header(rq, "Location",
        !e && url ? url : arena_fmt(rq->arena, "%s/portal", rq->conf->public_url));
    return OK;
}
