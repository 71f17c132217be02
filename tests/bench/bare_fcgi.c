/*
 * The floor of the API cases: a FastCGI program that runs the statements of two
 * endpoints, the session's included, and writes their JSON into a flat buffer. No
 * routing, no rights, no parameters but the customer's id, no arena, no log.
 *
 *    bare_fcgi SOCKET DATABASE_SOCKET DATABASE THREADS
 */
#include <fcgiapp.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/clock.h"
#include "base/date.h"
#include "base/sha.h"
#include "domain/exception.h"
#include "store/q_forecast.h"
#include "store/q_item_view.h"
#include "store/q_session.h"
#include "store/q_worklist.h"
#include "tests/bench/put.h"

enum { PAGE = 50, THREADS__MAX = 64, CLAIMS__MAX = 256, BACKLOG = 512, ID__MAX = 21 };

static const char *db_socket, *database;
static int listening;

/* Everything of one thread. */
struct hand {
    struct raw_stmt *session, *items, *credits, *claims, *forecasts, *worklist;
    uint64_t claim_item[CLAIMS__MAX];
    int64_t claim_minor[CLAIMS__MAX];
    char claim_kind[CLAIMS__MAX];
    size_t claims_n;
    struct {
        uint64_t instalment;
        size_t end; /* of the JSON that begins where that of the one before ends */
    } row[PAGE], expected[PAGE];
    struct out rows, expectations;
    struct out out;
    int32_t today;
};

/* -- items ----------------------------------------------------------------- */

static void
read_claims(struct hand *h, uint64_t customer_id)
{
    const struct raw_value *v = h->claims->out_at;

    raw_set_u64(h->claims, "customer_id", customer_id);
    raw_run(h->claims);
    for (h->claims_n = 0; raw_next(h->claims);) {
        if (h->claims_n == CLAIMS__MAX)
            continue;
        h->claim_kind[h->claims_n] = v[0].text[0];
        h->claim_item[h->claims_n] = v[2].null ? 0 : v[2].u;
        h->claim_minor[h->claims_n] = v[3].null ? 0 : v[3].i;
        h->claims_n++;
    }
}

static void
put_standing(struct hand *h, uint64_t item, const struct raw_value *currency)
{
    int64_t sum[2] = { 0 };
    bool held = false;

    for (size_t k = 0; k < h->claims_n; k++) {
        if (h->claim_kind[k] == 'h')
            held |= !h->claim_item[k] || h->claim_item[k] == item;
        else if (h->claim_item[k] == item)
            sum[h->claim_kind[k] == 'p'] += h->claim_minor[k];
    }
    PUT(&h->rows, ",\"disputed\":");
    put_money(&h->rows, sum[0], currency);
    PUT(&h->rows, ",\"promised\":");
    put_money(&h->rows, sum[1], currency);
    PUT(&h->rows, ",\"held\":");
    put_bool(&h->rows, held);
}

static void
put_later(struct out *o, const struct raw_value *v, int32_t today)
{
    struct raw_value on = *v;

    if (raw_day_of(&v->t) < today)
        raw_day(today, &on.t);
    put_date(o, &on);
}

/* When the listed instalments are expected, after their rows. */
static size_t
read_expectations(struct hand *h, size_t rows)
{
    const struct raw_value *v = h->forecasts->out_at;
    char ids[PAGE * ID__MAX + 2] = "[";
    size_t n = 0, len = 1;

    for (size_t k = 0; k < rows; k++)
        len += (size_t)snprintf(ids + len, sizeof ids - len, "%s%llu", k ? "," : "",
            (unsigned long long)h->row[k].instalment);
    ids[len++] = ']';
    raw_set_bytes(h->forecasts, "instalments", ids, len);
    raw_run(h->forecasts);
    h->expectations.len = 0;
    while (raw_next(h->forecasts)) {
        PUT(&h->expectations, ",\"expected_on\":");
        put_later(&h->expectations, &v[1], h->today);
        PUT(&h->expectations, ",\"expected_from\":");
        put_later(&h->expectations, &v[2], h->today);
        PUT(&h->expectations, ",\"expected_to\":");
        put_later(&h->expectations, &v[3], h->today);
        PUT(&h->expectations, ",\"expected_why\":");
        put(&h->expectations, v[4].text, v[4].len);
        h->expected[n].instalment = v[0].u;
        h->expected[n++].end = h->expectations.len;
    }
    return n;
}

static void
put_expectation(struct hand *h, uint64_t instalment, size_t n)
{
    for (size_t k = 0, at = 0; k < n; at = h->expected[k++].end)
        if (h->expected[k].instalment == instalment) {
            put(&h->out, h->expectations.text + at, h->expected[k].end - at);
            return;
        }
    PUT(&h->out, ",\"expected_on\":null,\"expected_from\":null,\"expected_to\":null,"
                 "\"expected_why\":[]");
}

/* Columns as item_open_debits names them. */
enum {
    ID,
    CASE,
    KIND,
    SIDE,
    NUMBER,
    REFERENCE,
    ISSUED,
    AMOUNT,
    OPEN,
    CURRENCY,
    STATUS,
    ZONE,
    DUE,
    INST,
    INST_SEQ,
    INST_AMOUNT,
    INST_OPEN
};

static void
put_item(struct hand *h, const struct raw_value *v)
{
    int32_t late = h->today - raw_day_of(&v[DUE].t);

    PUT(&h->rows, "{\"id\":");
    put_id(&h->rows, v[ID].u);
    PUT(&h->rows, ",\"case_id\":");
    put_id(&h->rows, v[CASE].u);
    PUT(&h->rows, ",\"kind\":");
    put_value_text(&h->rows, &v[KIND]);
    PUT(&h->rows, ",\"side\":");
    put_value_text(&h->rows, &v[SIDE]);
    PUT(&h->rows, ",\"number\":");
    put_value_text(&h->rows, &v[NUMBER]);
    PUT(&h->rows, ",\"reference\":");
    put_value_text(&h->rows, &v[REFERENCE]);
    PUT(&h->rows, ",\"issued_on\":");
    put_date(&h->rows, &v[ISSUED]);
    PUT(&h->rows, ",\"due_on\":");
    put_date(&h->rows, &v[DUE]);
    PUT(&h->rows, ",\"days_late\":");
    put_int(&h->rows, v[OPEN].i && late > 0 ? late : 0);
    PUT(&h->rows, ",\"amount\":");
    put_money(&h->rows, v[AMOUNT].i, &v[CURRENCY]);
    PUT(&h->rows, ",\"open\":");
    put_money(&h->rows, v[OPEN].i, &v[CURRENCY]);
    PUT(&h->rows, ",\"currency\":");
    put_value_text(&h->rows, &v[CURRENCY]);
    put_standing(h, v[ID].u, &v[CURRENCY]);
    PUT(&h->rows, ",\"status\":");
    put_value_text(&h->rows, &v[STATUS]);
    PUT(&h->rows, ",\"instalments\":[");
}

static void
put_instalment(struct hand *h, const struct raw_value *v)
{
    PUT(&h->rows, "{\"id\":");
    put_id(&h->rows, v[INST].u);
    PUT(&h->rows, ",\"seq\":");
    put_int(&h->rows, v[INST_SEQ].i);
    PUT(&h->rows, ",\"due_on\":");
    put_date(&h->rows, &v[DUE]);
    PUT(&h->rows, ",\"amount\":");
    put_money(&h->rows, v[INST_AMOUNT].i, &v[CURRENCY]);
    PUT(&h->rows, ",\"open\":");
    put_money(&h->rows, v[INST_OPEN].i, &v[CURRENCY]);
    PUT(&h->rows, "}");
}

static void
ask(struct raw_stmt *s, uint64_t customer_id)
{
    raw_set_u64(s, "customer_id", customer_id);
    raw_set_day(s, "after_on", DATE_DAY__MIN);
    raw_set_u64(s, "after_id", 0);
    raw_set_u64(s, "take", PAGE + 1);
    raw_run(s);
}

/* Of a customer whose invoices have one instalment each, and without open credits. */
static void
answer_items(struct hand *h, uint64_t customer_id)
{
    const struct raw_value *v = h->items->out_at;
    size_t n = 0, rows, expected;

    read_claims(h, customer_id);
    ask(h->credits, customer_id);
    while (raw_next(h->credits))
        ;
    ask(h->items, customer_id);
    h->rows.len = 0;
    while (raw_next(h->items)) {
        if (n++ >= PAGE)
            continue;
        put_item(h, v);
        put_instalment(h, v);
        PUT(&h->rows, "]");
        h->row[n - 1].instalment = v[INST].u;
        h->row[n - 1].end = h->rows.len;
    }
    rows = n < PAGE ? n : PAGE;
    expected = read_expectations(h, rows);
    PUT(&h->out, "{\"rows\":[");
    for (size_t k = 0, at = 0; k < rows; at = h->row[k++].end) {
        if (k)
            PUT(&h->out, ",");
        put(&h->out, h->rows.text + at, h->row[k].end - at);
        put_expectation(h, h->row[k].instalment, expected);
        PUT(&h->out, "}");
    }
    PUT(&h->out, "],\"next\":");
    if (n > PAGE)
        put_text(&h->out, "items-MTYxMjM0NTY3OA-MTIzNDU2Nzg5", 32);
    else
        PUT(&h->out, "null");
    PUT(&h->out, "}");
}

/* -- worklist -------------------------------------------------------------- */

static void
put_milli(struct hand *h, int64_t v)
{
    char text[32];
    int n = snprintf(text, sizeof text, "%s%lld.%03lld", v < 0 ? "-" : "",
        (long long)(v < 0 ? -v : v) / 1000, (long long)(v < 0 ? -v : v) % 1000);

    while (text[n - 1] == '0' && text[n - 2] != '.')
        n--;
    put_text(&h->out, text, (size_t)n);
}

static void
put_words(struct hand *h, const struct raw_value *v)
{
    const char *at = v->text, *end = v->text + v->len;

    PUT(&h->out, "[");
    while (at < end) {
        const char *space = memchr(at, ' ', (size_t)(end - at));
        const char *stop = space ? space : end;

        if (at != v->text)
            PUT(&h->out, ",");
        put_text(&h->out, at, (size_t)(stop - at));
        at = stop + 1;
    }
    PUT(&h->out, "]");
}

static void
put_causes(struct hand *h, uint64_t causes)
{
    bool any = false;

    PUT(&h->out, "[");
    for (unsigned x = 0; x < EXCEPTION__MAX; x++) {
        if (!(causes >> x & 1))
            continue;
        if (any)
            PUT(&h->out, ",");
        put_text(&h->out, EXCEPTION_NAME[x], strlen(EXCEPTION_NAME[x]));
        any = true;
    }
    PUT(&h->out, "]");
}

/* How each column of worklist_one is called and written, in their order. */
static const struct {
    const char *name;
    char as; /* id, id or none, text, milli, date, bool, causes, money, base money,
                number, words */
} WORKLIST[] = { { "case_id", 'i' }, { "customer_id", 'i' }, { "number", 't' },
    { "name", 't' }, { "currency", 't' }, { "division", 't' }, { "score", 's' },
    { "status", 't' }, { "reason", 't' }, { "next_action", 't' }, { "next_on", 'd' },
    { "exception", 'b' }, { "causes", 'c' }, { "open", 'm' }, { "open_base", 'g' },
    { "overdue", 'm' }, { "not_due", 'm' }, { "b1", 'm' }, { "b2", 'm' }, { "b3", 'm' },
    { "b4", 'm' }, { "unapplied", 'm' }, { "disputed", 'm' }, { "promised", 'm' },
    { "overdue_base", 'g' }, { "items", 'n' }, { "oldest_due_on", 'd' },
    { "days_late", 'n' }, { "broken", 'n' }, { "tags", 'w' }, { "strategy", 't' },
    { "last_contact_on", 'd' }, { "assignee_id", 'o' }, { "assignee", 't' },
    { "version", 'n' } };

enum { WORKLIST_N = sizeof WORKLIST / sizeof *WORKLIST, W_CURRENCY = 4, W_BASE = 35 };

static void
put_column(
    struct hand *h, char as, const struct raw_value *v, const struct raw_value *row)
{
    switch (as) {
    case 'i':
        put_id(&h->out, v->u);
        break;
    case 'o':
        if (v->u)
            put_id(&h->out, v->u);
        else
            PUT(&h->out, "null");
        break;
    case 'c':
        put_causes(h, v->u);
        break;
    case 't':
        put_value_text(&h->out, v);
        break;
    case 's':
        put_milli(h, v->i);
        break;
    case 'd':
        put_date(&h->out, v);
        break;
    case 'b':
        put_bool(&h->out, v->i != 0);
        break;
    case 'm':
        put_money(&h->out, v->i, &row[W_CURRENCY]);
        break;
    case 'g':
        put_money(&h->out, v->i, &row[W_BASE]);
        break;
    case 'w':
        put_words(h, v);
        break;
    default:
        put_int(&h->out, v->i);
    }
}

static void
answer_worklist(struct hand *h, uint64_t user_id)
{
    const struct raw_value *v = h->worklist->out_at;
    size_t n = 0;

    raw_set_u64(h->worklist, "view", 0);
    raw_set_u64(h->worklist, "user_id", user_id);
    raw_set_u64(h->worklist, "unassigned", 0);
    raw_set_u64(h->worklist, "after_key", INT32_MAX);
    raw_set_u64(h->worklist, "after_id", UINT64_MAX);
    raw_set_u64(h->worklist, "take", PAGE + 1);
    raw_set_u64(h->worklist, "look", UINT32_MAX);
    raw_run(h->worklist);
    PUT(&h->out, "{\"rows\":[");
    while (raw_next(h->worklist)) {
        if (n++ >= PAGE)
            continue;
        if (n > 1)
            PUT(&h->out, ",");
        PUT(&h->out, "{");
        for (size_t c = 0; c < WORKLIST_N; c++) {
            if (c)
                PUT(&h->out, ",");
            PUT(&h->out, "\"");
            put(&h->out, WORKLIST[c].name, strlen(WORKLIST[c].name));
            PUT(&h->out, "\":");
            put_column(h, WORKLIST[c].as, &v[c], v);
        }
        PUT(&h->out, "}");
    }
    PUT(&h->out, "],\"next\":\"worklist-MTYxMjM0NTY3OA-MTIzNDU2Nzg5\"}");
}

/* -- requests -------------------------------------------------------------- */

static bool
session(struct hand *h, const char *cookie, uint64_t *user_id)
{
    static const char NAME[] = "dunlin_session=";
    const char *at = cookie ? strstr(cookie, NAME) : NULL;
    uint8_t hash[SHA_BYTES];
    bool found = false;

    if (!at)
        return false;
    at += sizeof NAME - 1;
    sha_of(at, strcspn(at, ";"), hash);
    raw_set_bytes(h->session, "token_hash", hash, sizeof hash);
    raw_run(h->session);
    while (raw_next(h->session)) {
        *user_id = h->session->out_at[0].u;
        found = true;
    }
    return found;
}

static void
answer(struct hand *h, FCGX_Request *f)
{
    const char *uri = FCGX_GetParam("REQUEST_URI", f->envp), *id;
    uint64_t user_id;

    h->out.len = 0;
    if (!session(h, FCGX_GetParam("HTTP_COOKIE", f->envp), &user_id)) {
        FCGX_PutS("Status: 401\r\nContent-Length: 0\r\n\r\n", f->out);
        return;
    }
    id = uri ? strstr(uri, "/customers/") : NULL;
    if (id)
        answer_items(h, strtoull(id + strlen("/customers/"), NULL, 10));
    else
        answer_worklist(h, user_id);
    FCGX_FPrintF(f->out,
        "Status: 200\r\nContent-Type: application/json\r\nContent-Length: %lu\r\n\r\n",
        (unsigned long)h->out.len);
    FCGX_PutStr(h->out.text, (int)h->out.len, f->out);
}

static void *
serve(void *)
{
    struct hand *h = calloc(1, sizeof *h);
    MYSQL *my = raw_open(db_socket, database);
    FCGX_Request f;

    if (!h || FCGX_InitRequest(&f, listening, 0))
        raw_die("start", "no memory");
    h->today = date_of_instant(clock_real_us());
    h->session = raw_prepare(my, &SESSION_BY_TOKEN_STMT);
    h->items = raw_prepare(my, &ITEM_OPEN_DEBITS_STMT);
    h->credits = raw_prepare(my, &ITEM_OPEN_CREDITS_STMT);
    h->claims = raw_prepare(my, &ITEM_CLAIMS_STMT);
    h->forecasts = raw_prepare(my, &FORECAST_OF_STMT);
    h->worklist = raw_prepare(my, &WORKLIST_BY_SCORE_DESC_STMT);
    while (FCGX_Accept_r(&f) >= 0) {
        answer(h, &f);
        FCGX_Finish_r(&f);
    }
    return NULL;
}

int
main(int argc, char **argv)
{
    pthread_t thread[THREADS__MAX];
    size_t n = argc == 5 ? strtoul(argv[4], NULL, 10) : 0;

    if (n < 1 || n > THREADS__MAX)
        raw_die("usage", "bare_fcgi SOCKET DATABASE_SOCKET DATABASE THREADS");
    db_socket = argv[2];
    database = argv[3];
    FCGX_Init();
    signal(SIGTERM, SIG_DFL); /* libfcgi would swallow it */
    listening = FCGX_OpenSocket(argv[1], BACKLOG);
    if (listening < 0 || chmod(argv[1], 0660))
        raw_die(argv[1], "cannot listen");
    for (size_t k = 0; k < n; k++)
        if (pthread_create(&thread[k], NULL, serve, NULL))
            raw_die("thread", "cannot be made");
    for (size_t k = 0; k < n; k++)
        pthread_join(thread[k], NULL);
    return 0;
}
