#include "tests/bench/list_floor.h"

#include <inttypes.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/bench/raw.h"

enum {
    COLS__MAX = 48,
    TESTS__MAX = 6,
    KEPT = 51,
    SEARCHES = 6,
    ASKED__MAX,
    TAKE = 8,
    SQL__MAX = 2048,
    TEXT__MAX = 640
};

/* The columns of handler/collector/worklist.c. */
static const char PAGE[] =
    "SELECT w.case_id, w.customer_id, w.customer_number, w.customer_name, w.currency, "
    "d.code, w.score_milli, w.status, w.reason, w.next_action, w.next_on, w.exception, "
    "w.causes, w.open_minor, w.open_base, w.overdue_minor, w.not_due_minor, "
    "w.b1_minor, "
    "w.b2_minor, w.b3_minor, w.b4_minor, w.unapplied_minor, w.disputed_minor, "
    "w.promised_minor, w.overdue_base, w.items_n, w.oldest_due_on, w.days_late, "
    "w.broken_n, w.tags, w.strategy, w.last_contact_on, w.assignee_id, u.name, "
    "c.touch_seq "
    "FROM worklist_row w FORCE INDEX (worklist_score) "
    "LEFT JOIN division d ON d.id = w.division_id "
    "LEFT JOIN user u ON u.id = w.assignee_id "
    "LEFT JOIN case_state c ON c.id = w.case_id "
    "WHERE w.score_milli <= 2000000000 "
    "ORDER BY w.score_milli DESC, w.case_id DESC LIMIT %zu";

/* What search looks into: numbers of documents and customers, words of names, of
 * messages, of contacts and of notes. */
static const char *const SEARCH[SEARCHES] = {
    "SELECT i.*, c.name FROM item i JOIN customer c ON c.id = i.customer_id "
    "WHERE i.number LIKE '%s%%' ORDER BY i.number LIMIT %zu",
    "SELECT id, number, name, status FROM customer WHERE number LIKE '%s%%' "
    "ORDER BY number LIMIT %zu",
    "SELECT c.id, c.number, c.name, c.status FROM search_word w "
    "JOIN customer c ON c.id = w.customer_id WHERE w.word LIKE '%s%%' "
    "ORDER BY w.word, w.customer_id LIMIT %zu",
    "SELECT m.id, m.customer_id, m.body, c.name FROM message m "
    "JOIN customer c ON c.id = m.customer_id "
    "WHERE MATCH (m.body) AGAINST ('+%s*' IN BOOLEAN MODE) ORDER BY m.id DESC LIMIT "
    "%zu",
    "SELECT k.id, k.name, k.email, c.name FROM search_contact w "
    "JOIN contact k ON k.id = w.contact_id JOIN customer c ON c.id = w.customer_id "
    "WHERE w.word LIKE '%s%%' ORDER BY w.word, w.contact_id LIMIT %zu",
    "SELECT n.id, n.customer_id, n.body, c.name FROM note n "
    "JOIN customer c ON c.id = n.customer_id "
    "WHERE MATCH (n.body) AGAINST ('+%s*' IN BOOLEAN MODE) ORDER BY n.id DESC LIMIT "
    "%zu",
};

static const char AMOUNT[] =
    "SELECT i.*, c.name FROM item i JOIN customer c ON c.id = i.customer_id "
    "WHERE i.amount_minor = %s ORDER BY i.id LIMIT %zu";

static const char DAYS[] =
    "SELECT * FROM daily_balance FORCE INDEX (daily_balance_day) "
    "WHERE day BETWEEN '%s' AND '%s'";

struct test {
    size_t col;
    char op; /* = g l < w p */
    const char *text;
    int64_t number;
};

struct value {
    union {
        int64_t i;
        MYSQL_TIME t;
    };
    char text[TEXT__MAX];
    unsigned long len;
    my_bool null;
};

struct kept {
    int64_t number;
    char text[TEXT__MAX];
};

struct asked {
    MYSQL_STMT *stmt;
    MYSQL_BIND bind[COLS__MAX];
    struct value value[COLS__MAX];
};

struct list_floor {
    struct asked asked[ASKED__MAX];
    size_t asked_n;
    struct test test[TESTS__MAX];
    size_t tests_n;
    bool loop, down;
    struct kept kept[KEPT]; /* the first so far, in order */
    size_t kept_n;
    uint64_t passed;
};

/* -- opening ----------------------------------------------------------------- */

static void
bind_column(struct asked *q, size_t k, const MYSQL_FIELD *field)
{
    MYSQL_BIND *b = &q->bind[k];
    struct value *v = &q->value[k];

    *b = (MYSQL_BIND){ .buffer_type = MYSQL_TYPE_LONGLONG,
        .buffer = &v->i,
        .length = &v->len,
        .is_null = &v->null };
    switch (field->type) {
    case MYSQL_TYPE_TINY:
    case MYSQL_TYPE_SHORT:
    case MYSQL_TYPE_LONG:
    case MYSQL_TYPE_LONGLONG:
    case MYSQL_TYPE_NEWDECIMAL:
        return;
    case MYSQL_TYPE_DATE:
        b->buffer_type = MYSQL_TYPE_DATE;
        return;
    default:
        b->buffer_type = MYSQL_TYPE_STRING;
        b->buffer = v->text;
        b->buffer_length = sizeof v->text;
    }
}

static void
prepare(struct list_floor *f, MYSQL *my, const char *sql)
{
    struct asked *q = &f->asked[f->asked_n++];
    unsigned n;
    MYSQL_RES *meta;

    q->stmt = mysql_stmt_init(my);
    if (!q->stmt || mysql_stmt_prepare(q->stmt, sql, strlen(sql)))
        raw_die(sql, mysql_error(my));
    meta = mysql_stmt_result_metadata(q->stmt);
    n = meta ? mysql_num_fields(meta) : 0;
    if (!n || n > COLS__MAX)
        raw_die(sql, "has no columns, or too many");
    for (unsigned k = 0; k < n; k++)
        bind_column(q, k, mysql_fetch_field_direct(meta, k));
    mysql_free_result(meta);
}

static void
open_search(struct list_floor *f, MYSQL *my, const char *text, const char *minor)
{
    char sql[SQL__MAX];

    for (size_t k = 0; k < SEARCHES; k++) {
        snprintf(sql, sizeof sql, SEARCH[k], text, (size_t)TAKE);
        prepare(f, my, sql);
    }
    if (!minor)
        return;
    snprintf(sql, sizeof sql, AMOUNT, minor, (size_t)TAKE);
    prepare(f, my, sql);
}

static char
op_of(const char *name)
{
    static const char *const NAME[] = { "eq", "ge", "le", "lt", "word", "part" };

    for (size_t k = 0; k < sizeof NAME / sizeof *NAME; k++)
        if (strcmp(name, NAME[k]) == 0)
            return "=gl<wp"[k];
    raw_die(name, "is no test");
}

/* ORDER, then COLUMN OP VALUE: each column is asked for once. */
static void
open_loop(struct list_floor *f, MYSQL *my, char *const *part, size_t n)
{
    const char *order = part[0] + (*part[0] == '-');
    char sql[SQL__MAX];
    size_t len = (size_t)snprintf(sql, sizeof sql, "SELECT %s", order);

    f->loop = true;
    f->down = *part[0] == '-';
    for (size_t k = 1; k + 2 < n; k += 3) {
        if (f->tests_n == TESTS__MAX)
            raw_die(part[0], "too many tests");
        f->test[f->tests_n] = (struct test){ .col = f->tests_n + 1,
            .op = op_of(part[k + 1]),
            .text = part[k + 2],
            .number = strtoll(part[k + 2], NULL, 10) };
        f->tests_n++;
        len += (size_t)snprintf(sql + len, sizeof sql - len, ", %s", part[k]);
    }
    snprintf(sql + len, sizeof sql - len, ", case_id FROM worklist_row");
    prepare(f, my, sql);
}

/* Rows of daily_balance, as service/insight_history.c reads them. */
static void
open_days(struct list_floor *f, MYSQL *my, const char *from, const char *to)
{
    char sql[SQL__MAX];

    snprintf(sql, sizeof sql, DAYS, from, to);
    prepare(f, my, sql);
}

struct list_floor *
list_floor_open(MYSQL *my, char *const *part, size_t n, size_t rows)
{
    struct list_floor *f = calloc(1, sizeof *f);
    char sql[SQL__MAX];

    if (!f)
        raw_die("floor", "no memory");
    if (strcmp(part[0], "page") == 0) {
        snprintf(sql, sizeof sql, PAGE, rows + 1);
        prepare(f, my, sql);
    } else if (strcmp(part[0], "search") == 0 && (n == 2 || n == 3)) {
        open_search(f, my, part[1], n == 3 ? part[2] : NULL);
    } else if (strcmp(part[0], "days") == 0 && n == 3) {
        open_days(f, my, part[1], part[2]);
    } else if (strcmp(part[0], "loop") == 0 && n >= 2) {
        open_loop(f, my, part + 1, n - 1);
    } else {
        raw_die(part[0], "is no floor");
    }
    return f;
}

void
list_floor_close(struct list_floor *f)
{
    for (size_t k = 0; k < f->asked_n; k++)
        mysql_stmt_close(f->asked[k].stmt);
    free(f);
}

/* -- running ----------------------------------------------------------------- */

static int64_t
number_of(const struct list_floor *f, size_t col)
{
    const struct value *v = &f->asked[0].value[col];

    if (f->asked[0].bind[col].buffer_type != MYSQL_TYPE_DATE)
        return v->i;
    return (int64_t)v->t.year * 10000 + v->t.month * 100 + v->t.day;
}

static bool
is_text(const struct list_floor *f, size_t col)
{
    return f->asked[0].bind[col].buffer_type == MYSQL_TYPE_STRING;
}

static bool
has_word(const char *text, const char *word)
{
    size_t n = strlen(word);

    for (const char *p = text; (p = strstr(p, word)); p++)
        if ((p == text || p[-1] == ' ') && (p[n] == ' ' || !p[n]))
            return true;
    return false;
}

static bool
holds(const struct list_floor *f, const struct test *t)
{
    const struct value *v = &f->asked[0].value[t->col];

    if (v->null)
        return t->op == '<';
    switch (t->op) {
    case 'w':
        return has_word(v->text, t->text);
    case 'p':
        return strcasestr(v->text, t->text);
    case '=':
        return is_text(f, t->col) ? strcmp(v->text, t->text) == 0
                                  : number_of(f, t->col) == t->number;
    case 'g':
        return number_of(f, t->col) >= t->number;
    case 'l':
        return number_of(f, t->col) <= t->number;
    default:
        return number_of(f, t->col) < t->number;
    }
}

/* All of them; of those that look for a part of a text, any. */
static bool
passes(const struct list_floor *f)
{
    bool parts = false, found = false;

    for (size_t k = 0; k < f->tests_n; k++) {
        bool yes = holds(f, &f->test[k]);

        if (f->test[k].op == 'p') {
            parts = true;
            found |= yes;
        } else if (!yes) {
            return false;
        }
    }
    return !parts || found;
}

static bool
comes_before(const struct list_floor *f, const struct kept *k)
{
    if (is_text(f, 0)) {
        int d = strcmp(f->asked[0].value[0].text, k->text);

        return f->down ? d > 0 : d < 0;
    }
    return f->down ? number_of(f, 0) > k->number : number_of(f, 0) < k->number;
}

static void
keep(struct list_floor *f)
{
    size_t at = f->kept_n;

    if (at == KEPT && !comes_before(f, &f->kept[KEPT - 1]))
        return;
    while (at && comes_before(f, &f->kept[at - 1]))
        at--;
    if (f->kept_n < KEPT)
        f->kept_n++;
    memmove(&f->kept[at + 1], &f->kept[at], (f->kept_n - 1 - at) * sizeof *f->kept);
    if (is_text(f, 0))
        memcpy(f->kept[at].text, f->asked[0].value[0].text, sizeof f->kept->text);
    else
        f->kept[at].number = number_of(f, 0);
}

static void
run(struct list_floor *f, struct asked *q)
{
    int rc;

    if (mysql_stmt_execute(q->stmt) || mysql_stmt_bind_result(q->stmt, q->bind))
        raw_die("floor", mysql_stmt_error(q->stmt));
    while ((rc = mysql_stmt_fetch(q->stmt)) == 0 || rc == MYSQL_DATA_TRUNCATED)
        if (f->loop && passes(f)) {
            f->passed++;
            keep(f);
        }
    if (rc == 1)
        raw_die("floor", mysql_stmt_error(q->stmt));
}

void
list_floor_run(struct list_floor *f)
{
    f->kept_n = 0;
    f->passed = 0;
    for (size_t k = 0; k < f->asked_n; k++)
        run(f, &f->asked[k]);
}
