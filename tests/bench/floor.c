/*
 * The floors of `make bench`: what the same statements and the same rows cost a bare C
 * program on libmariadb. Each prints "MS ROWS".
 *
 *    floor SOCKET DATABASE stream NOW full|due THREADS
 *        every relation of an evaluation
 *    floor SOCKET DATABASE open DATE
 *        all items open on a day not before the last of the ledger
 *    floor SOCKET DATABASE aging DATE
 *        the same as of a day, with allocations
 *    floor SOCKET DATABASE metrics DATE
 *        what the figures of a day are computed from
 *    floor SOCKET DATABASE rewrite FIRST_ID THREADS
 *        takes back what an evaluation wrote and writes the same rows again
 *    floor SOCKET DATABASE load DIR TABLE...
 *        LOAD DATA of TABLE.tsv
 */
#include <inttypes.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/date.h"
#include "domain/insight.h"
#include "store/q_aging.h"
#include "store/q_evaluate.h"
#include "store/q_insight.h"
#include "tests/bench/raw.h"
#include "tests/bench/rewrite.h"

enum { THREADS__MAX = 16, RANGE_CASES = 4000 };

static const char *sock, *database;

static void
print(int64_t began_us, uint64_t rows)
{
    printf("%.1f %" PRIu64 "\n", (double)(raw_us() - began_us) / 1e3, rows);
}

static uint64_t
drain(struct raw_stmt *s)
{
    uint64_t rows = 0;

    raw_run(s);
    while (raw_next(s))
        rows++;
    return rows;
}

/* -- an evaluation's relations ------------------------------------------------ */

/* As service/case_stream.c reads them, with the same windows. */
static const struct {
    const struct db_stmt *stmt;
    int32_t from_days, to_days;
} RELATIONS[] = {
    { &EVAL_CASE_STMT, 0, 0 },
    { &EVAL_INSTALMENT_STMT, 0, 0 },
    { &EVAL_CREDIT_STMT, 0, 0 },
    { &EVAL_TAKEN_STMT, 0, 0 },
    { &EVAL_PROMISE_STMT, -732, 0 },
    { &EVAL_PROMISE_ITEM_STMT, -732, 0 },
    { &EVAL_PROMISE_FACT_STMT, -732, 0 },
    { &EVAL_PROMISE_PAYMENT_STMT, -732, 0 },
    { &EVAL_DISPUTE_STMT, 0, 0 },
    { &EVAL_HOLD_STMT, 0, 0 },
    { &EVAL_CONTACT_STMT, 0, 0 },
    { &EVAL_TAG_STMT, 0, 0 },
    { &EVAL_TASK_STMT, 0, 0 },
    { &EVAL_WAITING_STMT, 0, 0 },
    { &EVAL_OUTBOUND_STMT, -30, 0 },
    { &EVAL_PAID_STMT, -366, 0 },
};

enum { RELATIONS_N = sizeof RELATIONS / sizeof *RELATIONS };

struct reader {
    pthread_t thread;
    int64_t now_at;
    bool full;
    uint64_t lo, hi; /* of the cases it reads, range by range */
    uint64_t rows;
};

static void *
read_ranges(void *arg)
{
    struct reader *r = arg;
    MYSQL *my = raw_open(sock, database);
    struct raw_stmt *s[RELATIONS_N];
    int32_t day = date_of_instant(r->now_at);

    for (size_t k = 0; k < RELATIONS_N; k++) {
        s[k] = raw_prepare(my, RELATIONS[k].stmt);
        raw_set_instant(s[k], "now_at", r->now_at);
        raw_set_u64(s[k], "full", r->full);
        raw_set_day(s[k], "from_on", day + RELATIONS[k].from_days);
        raw_set_day(s[k], "to_on", day + RELATIONS[k].to_days);
    }
    for (uint64_t lo = r->lo; lo <= r->hi; lo += RANGE_CASES)
        for (size_t k = 0; k < RELATIONS_N; k++) {
            uint64_t hi = lo + RANGE_CASES - 1;

            raw_set_u64(s[k], "lo", lo);
            raw_set_u64(s[k], "hi", hi < r->hi ? hi : r->hi);
            r->rows += drain(s[k]);
        }
    mysql_close(my);
    return NULL;
}

static uint64_t
largest_case(MYSQL *my, struct raw_stmt *due, uint64_t *n)
{
    uint64_t largest = 0;

    (void)my;
    raw_run(due);
    for (*n = 0; raw_next(due); ++*n)
        if (due->out_at[0].u > largest)
            largest = due->out_at[0].u;
    return largest;
}

static int
stream(int64_t now_at, bool full, unsigned threads)
{
    struct reader r[THREADS__MAX] = { 0 };
    MYSQL *my = raw_open(sock, database);
    struct raw_stmt *due = raw_prepare(my, &EVAL_DUE_CASE_STMT);
    int64_t began = raw_us();
    uint64_t rows, largest, share;

    raw_set_instant(due, "now_at", now_at);
    raw_set_u64(due, "full", full);
    largest = largest_case(my, due, &rows);
    share = largest / threads + 1;
    for (unsigned k = 0; k < threads; k++) {
        r[k].now_at = now_at;
        r[k].full = full;
        r[k].lo = k * share + 1;
        r[k].hi = (k + 1) * share;
        if (pthread_create(&r[k].thread, NULL, read_ranges, &r[k]))
            raw_die("thread", "cannot be made");
    }
    for (unsigned k = 0; k < threads; k++) {
        pthread_join(r[k].thread, NULL);
        rows += r[k].rows;
    }
    print(began, rows);
    mysql_close(my);
    return 0;
}

/* -- aging ------------------------------------------------------------------------ */

static int
read_all(const struct db_stmt *const *list, size_t n, int32_t as_of)
{
    MYSQL *my = raw_open(sock, database);
    int64_t began = raw_us();
    uint64_t rows = 0, got;

    for (size_t k = 0; k < n; k++) {
        struct raw_stmt *s = raw_prepare(my, list[k]);

        raw_set_day(s, "as_of_day", as_of);
        if (!(got = drain(s)))
            raw_die(list[k]->name, "has no rows: a floor of nothing");
        rows += got;
    }
    print(began, rows);
    mysql_close(my);
    return 0;
}

static int
read_open(int32_t today)
{
    static const struct db_stmt *const LIST[] = { &AGING_CASES_STMT,
        &AGING_OPEN_DEBITS_STMT, &AGING_OPEN_CREDITS_STMT };

    return read_all(LIST, sizeof LIST / sizeof *LIST, today);
}

static int
read_past(int32_t as_of)
{
    static const struct db_stmt *const LIST[] = { &AGING_CASES_STMT,
        &AGING_DEBITS_ON_STMT, &AGING_DEBIT_CHANGES_AFTER_STMT, &AGING_CREDITS_ON_STMT,
        &AGING_CREDIT_CHANGES_AFTER_STMT };

    return read_all(LIST, sizeof LIST / sizeof *LIST, as_of);
}

/* -- figures ----------------------------------------------------------------- */

static uint64_t
drain_window(MYSQL *my, const struct db_stmt *stmt, int32_t from, int32_t to)
{
    struct raw_stmt *s = raw_prepare(my, stmt);

    raw_set_day(s, "from_on", from);
    raw_set_day(s, "to_on", to);
    raw_set_day(s, "as_of", to);
    return drain(s);
}

/* The statements of service/insight_read and the proof, over the same days. */
static int
read_metrics(int32_t as_of)
{
    const struct insight_window w = insight_window(DAY_NONE, as_of);
    MYSQL *my = raw_open(sock, database);
    int64_t began = raw_us();
    uint64_t rows = 0;

    rows += drain_window(my, &INSIGHT_CASES_LEAN_STMT, 0, as_of);
    rows += drain_window(my, &INSIGHT_OPEN_DEBITS_LEAN_STMT, 0, as_of);
    rows += drain_window(my, &INSIGHT_OPEN_CREDITS_LEAN_STMT, 0, as_of);
    rows += drain_window(my, &INSIGHT_SETTLED_LEAN_STMT, w.balance_from, as_of);
    rows += drain_window(my, &INSIGHT_APPLIED_LEAN_STMT, w.balance_from, as_of);
    rows += drain_window(my, &INSIGHT_DOCUMENTS_LEAN_STMT, w.sales_from, as_of);
    rows += drain_window(my, &INSIGHT_CLOSED_LEAN_STMT, w.balance_from, as_of);
    if (!rows)
        raw_die("metrics", "has no rows: a floor of nothing");
    rows += drain_window(my, &INSIGHT_CONTROL_LEAN_STMT, 0, as_of);
    print(began, rows);
    mysql_close(my);
    return 0;
}

/* -- whole tables ---------------------------------------------------------- */

enum { COLUMNS__SIZE = 4096, STATEMENT__SIZE = 6144 };

static void
dump_table(MYSQL *my, const char *folder, const char *table)
{
    char columns[COLUMNS__SIZE], sql[STATEMENT__SIZE];
    FILE *out;

    raw_columns(my, table, columns, sizeof columns);
    snprintf(sql, sizeof sql, "%s/%s.columns", folder, table);
    out = fopen(sql, "w");
    if (!out || fputs(columns, out) < 0 || fclose(out))
        raw_die(sql, "cannot be written");
    snprintf(sql, sizeof sql,
        "SELECT %s FROM %s ORDER BY 1 INTO OUTFILE '%s/%s.tsv' CHARACTER SET binary",
        columns, table, folder, table);
    raw_do(my, sql);
}

static void
load_table(MYSQL *my, const char *folder, const char *table)
{
    char columns[COLUMNS__SIZE], sql[STATEMENT__SIZE];
    FILE *in;

    snprintf(sql, sizeof sql, "%s/%s.columns", folder, table);
    in = fopen(sql, "r");
    if (!in || !fgets(columns, sizeof columns, in))
        raw_die(sql, "cannot be read");
    fclose(in);
    snprintf(sql, sizeof sql,
        "LOAD DATA LOCAL INFILE '%s/%s.tsv' INTO TABLE %s CHARACTER SET binary (%s)",
        folder, table, table, columns);
    raw_do(my, sql);
}

static int
each_table(void (*act)(MYSQL *my, const char *folder, const char *table),
    const char *folder, char **tables)
{
    MYSQL *my = raw_open(sock, database);
    int64_t began = raw_us();
    uint64_t rows = 0;

    for (; *tables; tables++) {
        act(my, folder, *tables);
        rows += mysql_affected_rows(my);
    }
    print(began, rows);
    mysql_close(my);
    return 0;
}

static unsigned
count(const char *text)
{
    unsigned n = (unsigned)strtoul(text, NULL, 10);

    return n < 1 ? 1 : n > THREADS__MAX ? THREADS__MAX : n;
}

int
main(int argc, char **argv)
{
    int64_t at;
    int32_t day;

    if (argc < 4)
        raw_die("usage", "see floor.c");
    sock = argv[1];
    database = argv[2];
    if (argc == 7 && !strcmp(argv[3], "stream") && !date_parse_instant(argv[4], &at))
        return stream(at, !strcmp(argv[5], "full"), count(argv[6]));
    if (argc == 5 && !strcmp(argv[3], "open") && !date_parse(argv[4], &day))
        return read_open(day);
    if (argc == 5 && !strcmp(argv[3], "aging") && !date_parse(argv[4], &day))
        return read_past(day);
    if (argc == 5 && !strcmp(argv[3], "metrics") && !date_parse(argv[4], &day))
        return read_metrics(day);
    if (argc == 6 && !strcmp(argv[3], "rewrite"))
        return rewrite(sock, database, strtoull(argv[4], NULL, 10), count(argv[5]));
    if (argc == 5 && !strcmp(argv[3], "takeback"))
        return take_back_all(sock, database, strtoull(argv[4], NULL, 10));
    if (argc >= 6 && !strcmp(argv[3], "dump"))
        return each_table(dump_table, argv[4], argv + 5);
    if (argc >= 6 && !strcmp(argv[3], "load"))
        return each_table(load_table, argv[4], argv + 5);
    raw_die("usage", "see floor.c");
}
