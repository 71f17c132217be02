#include "handler/live.h"

#include <inttypes.h>

#include "base/log.h"
#include "handler/common.h"
#include "store/q_chat.h"
#include "store/rate.h"

/* As often as fingers move; more of it is not passed on. */
static const struct rate TYPING = { .most = 30, .window_s = 60 };

enum { PAGE__MAX = 32 };

struct said {
    bool chat, leave, typing;
    const char *page;
    uint64_t item_id, conversation_id, read_up_to;
};

static void
tell(struct rq *rq, uint64_t customer_id, uint64_t item_id, unsigned sides,
    const char *event, const char *data)
{
    const char **to;
    size_t n;
    enum err e;

    if (!*rq->conf->push_url)
        return;
    if ((e = live_channels(rq->db, rq->arena, customer_id, item_id, sides, &to, &n))) {
        log_warn("live_not_told", kv("err", err_name(e)));
        return;
    }
    for (size_t i = 0; i < n; i++)
        rq_tell(rq, to[i], event, data);
}

void
live_tell_message(struct rq *rq, uint64_t customer_id, uint64_t item_id, uint64_t seq)
{
    tell(rq, customer_id, item_id, LIVE_STAFF | LIVE_CONTACTS, "chat",
        arena_fmt(rq->arena, "{\"customer_id\":\"%" PRIu64 "\",\"seq\":%" PRIu64 "}",
            customer_id, seq));
}

/* Tells the other side, and no other pages of this one. */
static void
tell_other(
    struct rq *rq, const struct live_page *p, uint64_t item_id, const char *event)
{
    struct buf b;
    struct json j = { .out = &b };

    buf_init(&b, rq->arena);
    json_open(&j, NULL, '{');
    json_id(&j, "customer_id", p->customer_id);
    json_id_or_null(&j, "item_id", item_id);
    json_text(&j, "name", rq->who.name);
    json_close(&j, '}');
    tell(rq, p->customer_id, item_id, p->staff ? LIVE_CONTACTS : LIVE_STAFF, event,
        b.text);
}

static enum err
read_said(struct rq *rq, struct said *s)
{
    int64_t up_to = 0;
    struct jval *v;
    enum err e = rq_json(rq, &v);

    if (e)
        return e;
    jsonin_bool(v, "chat", JSONIN_MAY, &s->chat);
    jsonin_bool(v, "leave", JSONIN_MAY, &s->leave);
    jsonin_bool(v, "typing", JSONIN_MAY, &s->typing);
    jsonin_text(v, "page", JSONIN_MAY, PAGE__MAX, &s->page);
    jsonin_id(v, "item_id", JSONIN_MAY, &s->item_id);
    jsonin_id(v, "conversation_id", JSONIN_MAY, &s->conversation_id);
    jsonin_i64(v, "read_up_to", JSONIN_MAY, 0, INT64_MAX, &up_to);
    s->read_up_to = (uint64_t)up_to;
    return rq_json_end(rq);
}

static enum err
mark_read(struct rq *rq, const struct live_page *p, const struct said *s)
{
    uint64_t changed = 0;
    enum err e;

    if (!s->read_up_to)
        return OK;
    e = chat_mark_read(rq->db,
        &(struct chat_mark_read_in){ .customer_id = p->customer_id,
            .scope = p->staff ? rq->who.scope : 0,
            .item_id = p->item_id,
            .conversation_id = s->conversation_id,
            .side = p->staff ? "staff" : "contact",
            .reader = p->reader,
            .up_to = s->read_up_to,
            .at = rq->now_us },
        &changed);
    if (!e && changed)
        tell_other(rq, p, p->item_id, "seen");
    return e;
}

static enum err
pass_on_typing(struct rq *rq, const struct live_page *p, const struct said *s)
{
    int64_t wait;
    enum err e;

    if (!s->typing)
        return OK;
    e = rate_take(rq->db, rq->arena,
        arena_fmt(rq->arena, "typing:%s:%s", p->staff ? "staff" : "contact", p->reader),
        TYPING, &wait);
    if (!e)
        tell_other(rq, p, p->item_id ? p->item_id : s->item_id, "typing");
    return e == ERR_LIMIT ? OK : e;
}

static enum err
reply(struct rq *rq, const struct live_page *p, const char *mark)
{
    struct chat_read_marks *m;
    struct chat_last last;
    struct json *j;
    size_t n;
    bool here;
    enum err e;

    if ((e = chat_last(rq->db, rq->arena, p->customer_id, p->item_id, &last)) ||
        (e = live_here(
             rq->db, rq->arena, p->customer_id, p->item_id, !p->staff, &here)) ||
        (e = chat_read_marks(rq->db, rq->arena, p->customer_id, p->item_id,
             p->staff ? "contact" : "staff", &m, &n)))
        return e;
    j = rq_reply(rq, 200);
    json_open(j, NULL, '{');
    json_text(j, "mark", mark);
    json_u64(j, "last", last.seq);
    json_bool(j, "here", here);
    json_open(j, "read", '[');
    for (size_t i = 0; i < n; i++) {
        json_open(j, NULL, '{');
        json_id(j, "conversation_id", m[i].conversation_id);
        json_u64(j, "up_to", m[i].seq);
        json_close(j, '}');
    }
    json_close(j, ']');
    json_close(j, '}');
    return OK;
}

enum err
live_answer(struct rq *rq, uint64_t customer_id, uint64_t item_id, bool staff)
{
    struct live_page p = { .customer_id = customer_id,
        .item_id = item_id,
        .staff = staff,
        .reader = rq->actor.id };
    struct said s = { 0 };
    const char *mark = NULL;
    bool was_here;
    enum err e;

    if ((e = read_said(rq, &s)) ||
        (e = live_here(rq->db, rq->arena, customer_id, item_id, staff, &was_here)))
        return e;
    if (!staff && rq->who.support_id) {
        /* of ours, who looks as the customer: the customer is not there by that, and
         * has read nothing */
        p.reader = arena_fmt(rq->arena, "support:%" PRIu64, rq->who.support_id);
        s = (struct said){ .leave = s.leave, .page = s.page };
    }
    p.page = s.page ? s.page : "";
    p.chat = s.chat;
    if ((s.chat && !was_here) || s.leave)
        tell_other(rq, &p, item_id, "seen");
    if ((e = s.leave ? live_leave(rq->db, &p)
                     : live_watch(rq->db, rq->arena, &p, &mark)) ||
        (e = mark_read(rq, &p, &s)) || (e = pass_on_typing(rq, &p, &s)))
        return e;
    return reply(rq, &p, mark);
}
