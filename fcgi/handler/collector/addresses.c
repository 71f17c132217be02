#include <string.h>

#include "base/text.h"
#include "handler/collector/contacts.h"
#include "handler/collector/reach.h"
#include "handler/common.h"
#include "service/edit_address.h"

/* What its column holds; blanks are the same as nothing. */
static void
read_text(struct rq *rq, struct jval *v, const char *key, size_t max, const char **out)
{
    const char *text = NULL;

    jsonin_text(v, key, JSONIN_MAY, max, &text);
    text = text ? text_trim(rq->arena, text) : NULL;
    *out = text && *text ? text : NULL;
}

static bool
is_country(const char *code)
{
    return strlen(code) == 2 && strspn(code, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") == 2;
}

static enum err
read_address(struct rq *rq, struct address_edit *in)
{
    struct jval *v;
    enum err e;

    *in = (struct address_edit){ 0 };
    if ((e = rq_json(rq, &v)))
        return e;
    read_text(rq, v, "line1", 200, &in->line1);
    read_text(rq, v, "line2", 200, &in->line2);
    read_text(rq, v, "postcode", 32, &in->postcode);
    read_text(rq, v, "city", 100, &in->city);
    read_text(rq, v, "region", 100, &in->region);
    jsonin_text(v, "country", JSONIN_NEED, 2, &in->country);
    if (!in->line1)
        jsonin_fault(v, "line1", "is needed: street and number, or a post box");
    if (!in->postcode && !in->city)
        jsonin_fault(v, "city", "is needed, or a postcode: the post asks for one");
    if (in->country && !is_country(in->country))
        jsonin_fault(v, "country", "must be two capital letters, such as DE");
    return rq_json_end(rq);
}

/* PUT customers/{id}/address -> 200 {id} | 404 | 422 */
enum err
address_change(struct rq *rq)
{
    uint64_t customer_id = rq_part_id(rq, "id"), id;
    struct address_edit in;
    enum err e;

    if ((e = reach_customer(rq, customer_id)) || (e = read_address(rq, &in)) ||
        (e = edit_address(rq->db, rq->arena, &rq->actor, customer_id, &in, &id)))
        return e;
    return rq_made(rq, 200, id);
}
