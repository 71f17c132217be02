#include <string.h>

#include "db/tx.h"
#include "handler/admin/templates.h"
#include "handler/common.h"
#include "service/send_staff_mail.h"
#include "service/try_text.h"
#include "store/audit.h"
#include "store/q_customer_view.h"
#include "store/q_template.h"

/* What an editor holds: perhaps kept, perhaps not yet. */
static void
read_text(struct jval *v, struct mail_text *out)
{
    jsonin_text(v, "subject", JSONIN_NEED, 300, &out->subject);
    jsonin_prose(v, "body_text", JSONIN_NEED, TEMPLATE_SIZE__MAX, &out->body_text);
    jsonin_prose(v, "body_html", JSONIN_NEED, TEMPLATE_SIZE__MAX, &out->body_html);
}

/* POST templates/{code}/check -> 200 {ok, errors} */
enum err
template_check_text(struct rq *rq)
{
    struct mail_text text = { .code = rq_part(rq, "code") };
    struct text_fault *faults;
    struct template_list t;
    struct json *j;
    struct jval *v;
    size_t n;
    enum err e;

    if ((e = template_one(rq->db, rq->arena, text.code, &t)) || (e = rq_json(rq, &v)))
        return e;
    read_text(v, &text);
    if ((e = rq_json_end(rq)))
        return e;
    n = check_text(rq->arena, t.topic, &text, &faults);
    j = rq_reply(rq, 200);
    json_open(j, NULL, '{');
    json_bool(j, "ok", n == 0);
    json_open(j, "errors", '[');
    for (size_t k = 0; k < n; k++) {
        json_open(j, NULL, '{');
        json_text(j, "part", faults[k].part);
        json_i64(j, "line", faults[k].line);
        json_text(j, "message", faults[k].message);
        json_close(j, '}');
    }
    json_close(j, ']');
    json_close(j, '}');
    return OK;
}

/* The customer's first case in reach. */
static enum err
choose_case(struct rq *rq, uint64_t customer_id, uint64_t *case_id)
{
    struct customer_case_list *all;
    size_t n;
    enum err e =
        customer_case_list(rq->db, rq->arena, customer_id, rq->who.scope, &all, &n);

    if (e)
        return e;
    if (n == 0)
        faults_add(&rq->faults, "/customer_id", "is no customer with an account");
    *case_id = n ? all[0].id : 0;
    return n ? OK : ERR_INVALID;
}

static enum err
try_it(struct rq *rq, struct text_tried *out, const char **code)
{
    struct mail_text text = { .code = rq_part(rq, "code") };
    struct message_desk desk = { .public_url = rq->conf->public_url,
        .now_at = rq->now_us };
    struct text_trial in = { .text = &text };
    struct template_list t;
    uint64_t customer_id = 0;
    struct jval *v;
    enum err e;

    *code = text.code;
    if ((e = template_one(rq->db, rq->arena, text.code, &t)) || (e = rq_json(rq, &v)))
        return e;
    jsonin_id(v, "customer_id", JSONIN_NEED, &customer_id);
    jsonin_text(v, "language", JSONIN_NEED, 16, &text.language);
    read_text(v, &text);
    if ((e = rq_json_end(rq)) || (e = choose_case(rq, customer_id, &in.case_id)))
        return e;
    e = *rq->rulebook ? rulebook_refresh(*rq->rulebook, rq->db, rq->now_us)
                      : rulebook_open(rq->rulebook, rq->db, rq->now_us);
    desk.rules = *rq->rulebook;
    in.topic = t.topic;
    return e ? e : try_text(rq->db, rq->arena, &desk, &in, out);
}

/* POST templates/{code}/preview {customer_id, language, texts} -> 200 as it would go */
enum err
template_preview(struct rq *rq)
{
    struct text_tried out;
    const char *code;
    struct json *j;
    enum err e;

    if ((e = try_it(rq, &out, &code)))
        return e;
    j = rq_reply(rq, 200);
    json_open(j, NULL, '{');
    json_text(j, "subject", out.why ? NULL : out.text.subject);
    json_text(j, "text", out.why ? NULL : out.text.text);
    json_text(j, "html", out.why ? NULL : out.text.html);
    json_text(j, "fault", out.why);
    json_bool(j, "sample", out.sample);
    json_close(j, '}');
    return OK;
}

static enum err
send(struct rq *rq, const struct text_tried *t, const char *code)
{
    enum err e = staff_mail_queue(rq->db, rq->arena, actor_user_id(&rq->actor),
        "template_test", NULL, t->text.subject, t->text.text, t->text.html, 0);

    return e ? e
             : audit_add(rq->db, &(struct audit){ .by = &rq->actor,
                                     .action = "template.test",
                                     .object_kind = "template",
                                     .object_text = code,
                                     .after = AUDIT_TEXTS(rq->arena, "to",
                                         rq->who.email, "subject", t->text.subject) });
}

/* POST templates/{code}/test, the same body -> 204: to one's own address | 422 */
enum err
template_test(struct rq *rq)
{
    struct text_tried out;
    const char *code;
    enum err e;

    if ((e = try_it(rq, &out, &code)))
        return e;
    if (out.why) {
        faults_add(&rq->faults, "/body_text", "%s", out.why);
        return ERR_INVALID;
    }
    if ((e = db_begin(rq->db)) || (e = db_end(rq->db, send(rq, &out, code))))
        return e;
    return rq_no_content(rq);
}
