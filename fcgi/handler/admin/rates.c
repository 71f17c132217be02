#include <string.h>

#include "base/date.h"
#include "handler/admin/settings.h"
#include "handler/common.h"
#include "service/keep_rates.h"
#include "store/q_fx_rate.h"

const struct param RATE_PARAMS[] = {
    { .name = "base", .kind = PARAM_CURRENCY, .summary = "Of this currency alone" },
    { .name = NULL },
};

const struct param RATE_IMPORT_PARAMS[] = {
    { .name = "file_name", .kind = PARAM_TEXT, .max = 64, .summary = "For the record" },
    { .name = NULL },
};

/* GET fx-rates -> 200, the newest day first */
enum err
rates_list(struct rq *rq)
{
    struct rq_cursor at = { .key = DATE_DAY__MAX, .text = "" }, last;
    struct fx_rate_list *r;
    struct json *j;
    bool first, more;
    size_t n;
    enum err e;

    if ((e = rq_cursor(rq, "fx-rates", &at, &first)) ||
        (e = fx_rate_list(rq->db, rq->arena, rq_text(rq, "base"), (int32_t)at.key,
             at.text, (uint32_t)rq->limit + 1, &r, &n)))
        return e;
    if ((more = n > rq->limit)) {
        n = rq->limit;
        last = (struct rq_cursor){ .key = r[n - 1].rate_on, .text = r[n - 1].base };
    }
    j = rq_list_open(rq);
    for (size_t i = 0; i < n; i++) {
        json_open(j, NULL, '{');
        json_text(j, "base", r[i].base);
        json_text(j, "quote", r[i].quote);
        json_day(j, "on", r[i].rate_on);
        json_text(j, "rate", rate_text(rq->arena, r[i].rate_e8));
        json_text(j, "source", r[i].source);
        json_instant(j, "recorded_at", r[i].recorded_at);
        json_close(j, '}');
    }
    rq_list_close(rq, "fx-rates", more ? &last : NULL);
    return OK;
}

/* PUT fx-rates {base, quote, on, rate} -> 204 | 422 */
enum err
rates_keep(struct rq *rq)
{
    struct rate_in in = { 0 };
    const char *rate = NULL;
    struct jval *v;
    enum err e;

    if ((e = rq_json(rq, &v)))
        return e;
    jsonin_currency(v, "base", JSONIN_NEED, in.base);
    jsonin_currency(v, "quote", JSONIN_NEED, in.quote);
    jsonin_day(v, "on", JSONIN_NEED, &in.on_day);
    if (jsonin_text(v, "rate", JSONIN_NEED, 20, &rate) && rate_parse(rate, &in.rate_e8))
        jsonin_fault(v, "rate", "must be a number above 0 such as 1.0842");
    if (in.base[0] && !strcmp(in.base, in.quote))
        jsonin_fault(v, "quote", "is the same currency as base");
    if ((e = rq_json_end(rq)))
        return e;
    e = keep_rate(rq->db, rq->arena, &rq->actor, &in);
    return e ? e : rq_no_content(rq);
}

/* POST fx-rates/import, a CSV file -> 200 what was kept and what was not | 422 */
enum err
rates_import(struct rq *rq)
{
    const char *name = rq_text(rq, "file_name"), *why = NULL;
    char *data = arena_alloc(rq->arena, rq->content_length + 1);
    struct rates_read *got = arena_new_of(rq->arena, struct rates_read);
    size_t n = 0, more;
    struct json *j;
    enum err e;

    while (n < rq->content_length &&
           (more = rq->read(rq->io, data + n, rq->content_length - n)))
        n += more;
    e = import_rates(rq->db, rq->arena, &rq->actor, name && *name ? name : "file", data,
        n, got, &why);
    if (e == ERR_INVALID)
        faults_add(&rq->faults, "", "%s", why);
    if (e)
        return e;
    j = rq_reply(rq, 200);
    json_open(j, NULL, '{');
    json_u64(j, "rows", got->rows);
    json_u64(j, "kept", got->kept);
    json_u64(j, "bad", got->bad);
    json_open(j, "errors", '[');
    for (size_t i = 0; i < got->bad && i < RATE_ERRORS__MAX; i++) {
        const struct rate_fault *f = &got->fault[i];

        json_open(j, NULL, '{');
        json_u64(j, "line", f->line_no);
        json_text(j, "field", f->field);
        json_text(j, "value", f->value);
        json_text(j, "reason", f->reason);
        json_close(j, '}');
    }
    json_close(j, ']');
    json_close(j, '}');
    return OK;
}
