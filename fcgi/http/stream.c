#include <stdio.h>
#include <stdlib.h>

#include "base/log.h"
#include "http/http.h"
#include "http/rq.h"

enum { STREAM__SIZE = 1 << 16 };

static void
begin(struct rq *rq)
{
    if (rq->disposition)
        rq_header(rq, "Content-Disposition", rq->disposition);
    http_last_headers(rq);
}

static ssize_t
put(void *cookie, const char *piece, size_t n)
{
    struct rq *rq = cookie;
    bool good;

    if (rq->dropped)
        return (ssize_t)n;
    if (!rq->streamed)
        begin(rq);
    good = rq->send && rq->send(rq, piece, n);
    rq->streamed = true;
    if (good)
        return (ssize_t)n;
    rq->dropped = rq->gone = true;
    return 0; /* which stdio takes for an error */
}

FILE *
rq_stream(struct rq *rq, const char *type, const char *disposition)
{
    FILE *f = fopencookie(rq, "w", (cookie_io_functions_t){ .write = put });

    if (!f || setvbuf(f, arena_alloc(rq->arena, STREAM__SIZE), _IOFBF, STREAM__SIZE))
        abort(); /* no memory */
    rq_reply(rq, 200);
    rq->type = type;
    rq->disposition = disposition;
    return f;
}

enum err
rq_stream_end(struct rq *rq, FILE *f, enum err e)
{
    if (!e && (fflush(f) || ferror(f)))
        e = ERR_DOWN;
    rq->dropped = true; /* all of it is out, or nothing more of it */
    fclose(f);
    if (!e || !rq->streamed)
        return e;
    rq->cut = true;
    log_warn("answer_cut_off", kv("path", rq->path), kv("why", err_name(e)));
    return e;
}
