#include "handler/collector/insight_page.h"

enum err
insight_page_begin(struct rq *rq, const char *tag, struct insight_page *p)
{
    bool first;
    enum err e;

    *p = (struct insight_page){ .take = (uint32_t)rq->limit + 1 };
    if ((e = insight_ask_read(rq, &p->ask)) ||
        (e = rq_cursor(rq, tag, &p->after, &first)))
        return e;
    p->window = insight_window(p->ask.from, p->ask.as_of);
    return OK;
}

size_t
insight_page_rows(struct rq *rq, struct insight_page *p, size_t n)
{
    p->more = n > rq->limit;
    return p->more ? rq->limit : n;
}

void
insight_page_end(
    struct rq *rq, const char *tag, struct insight_page *p, uint64_t last_id)
{
    p->last = (struct rq_cursor){ .id = last_id };
    rq_list_close(rq, tag, p->more ? &p->last : NULL);
}

void
insight_row_customer(struct json *j, uint64_t id, const char *number, const char *name)
{
    json_open(j, "customer", '{');
    json_id(j, "id", id);
    json_text(j, "number", number);
    json_text(j, "name", name);
    json_close(j, '}');
}
