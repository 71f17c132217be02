#include "service/index_search.h"

#include "base/buf.h"
#include "db/tx.h"
#include "store/q_search.h"

enum { TAKE = 2000 };

struct indexing {
    struct arena *arena;
    bool more;
};

static enum err
index_batch(struct db *db, void *ctx)
{
    struct indexing *w = ctx;
    struct search_dirty_take *row;
    struct buf ids;
    size_t n;
    enum err e;

    w->more = false;
    if ((e = search_dirty_take(db, w->arena, TAKE, &row, &n)) || !n)
        return e;
    buf_init(&ids, w->arena);
    for (size_t i = 0; i < n; i++) {
        buf_char(&ids, i ? ',' : '[');
        buf_u64(&ids, row[i].customer_id);
    }
    buf_char(&ids, ']');
    if ((e = search_words_drop(db, ids.text, NULL)) ||
        (e = search_words_add(db, ids.text, NULL)) ||
        (e = search_contacts_drop(db, ids.text, NULL)) ||
        (e = search_contacts_add(db, ids.text, NULL)) ||
        (e = search_dirty_done(db, ids.text, NULL)))
        return e;
    w->more = n == TAKE;
    return OK;
}

enum err
index_search(struct db *db, struct arena *a, bool *more)
{
    struct indexing w = { .arena = a };
    enum err e = db_retry(db, index_batch, &w);

    *more = !e && w.more;
    return e;
}
