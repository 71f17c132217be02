/*
 * The floor of `make bench`'s customer-page: the statements behind one customer's page,
 * one after the other on one connection, and nothing done with what they give.
 *
 *    page SOCKET DATABASE FILE SECONDS TODAY    FILE has "CUSTOMER CASE" lines
 *
 * Prints pages a second.
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/date.h"
#include "store/q_activity.h"
#include "store/q_contact.h"
#include "store/q_customer_page.h"
#include "store/q_customer_view.h"
#include "store/q_follow_up.h"
#include "store/q_forecast.h"
#include "store/q_item_view.h"
#include "store/q_session.h"
#include "store/q_worklist.h"
#include "store/q_worklist_sum.h"
#include "tests/bench/raw.h"

/* In the order of handler/collector/customer_record.c. */
static const struct db_stmt *const STATEMENTS[] = { &SESSION_BY_TOKEN_STMT,
    &CUSTOMER_VISIBLE_STMT, &CUSTOMER_RECORD_STMT, &CUSTOMER_CASE_LIST_STMT,
    &WORKLIST_OF_CUSTOMER_STMT, &PAGE_PAID_STMT, &PAGE_SALES_STMT, &PAGE_OPEN_STMT,
    &PAGE_LAST_PAYMENT_STMT, &PAGE_CHILDREN_STMT, &CUSTOMER_TAGS_STMT,
    &CUSTOMER_ADDRESSES_STMT, &CONTACT_OF_CUSTOMER_STMT,
    &FORECAST_NEXT_OF_CUSTOMER_STMT, &ITEM_OPEN_DEBITS_STMT, &ITEM_OPEN_CREDITS_STMT,
    &ITEM_CLAIMS_STMT, &ACTIVITY_PAGE_STMT, &WORKLIST_CONTRIBUTIONS_STMT,
    &FOLLOW_UP_PAGE_STMT };

enum { N = sizeof STATEMENTS / sizeof *STATEMENTS, PAGES__MAX = 100000 };

struct page {
    uint64_t customer_id, case_id;
};

static struct page pages[PAGES__MAX];

static size_t
read_pages(const char *path)
{
    FILE *in = fopen(path, "r");
    size_t n = 0;

    if (!in)
        raw_die(path, "cannot be read");
    while (n < PAGES__MAX && fscanf(in, "%" SCNu64 " %" SCNu64, &pages[n].customer_id,
                                 &pages[n].case_id) == 2)
        n++;
    fclose(in);
    if (!n)
        raw_die(path, "is empty");
    return n;
}

/* What is the same for every page. */
static void
set_common(struct raw_stmt *s, int32_t today)
{
    static const uint8_t none[32];

    raw_set_bytes(s, "token_hash", none, sizeof none);
    raw_set_day(s, "from_on", date_add_months(today, -24));
    raw_set_day(s, "to_on", today);
    raw_set_day(s, "today", today);
    raw_set_day(s, "after_on", DATE_DAY__MIN);
    raw_set_instant(s, "after_at", date_instant(today + 1));
    raw_set_u64(s, "after_id", s->def == &ACTIVITY_PAGE_STMT ? UINT64_MAX : 0);
    raw_set_u64(s, "take", s->def == &ACTIVITY_PAGE_STMT ? 31 : 101);
}

static uint64_t
ask(struct raw_stmt *const *s, const struct page *p)
{
    uint64_t rows = 0;

    for (size_t k = 0; k < N; k++) {
        raw_set_u64(s[k], "customer_id", p->customer_id);
        raw_set_u64(s[k], "case_id", p->case_id);
        if (s[k]->def == &ACTIVITY_PAGE_STMT)
            raw_set_u64(s[k], "case_id", 0);
        raw_run(s[k]);
        while (raw_next(s[k]))
            rows++;
    }
    return rows;
}

int
main(int argc, char **argv)
{
    struct raw_stmt *s[N];
    uint64_t rows = 0, done = 0;
    int64_t began, us, until;
    int32_t today;
    size_t n;
    MYSQL *my;

    if (argc != 6 || date_parse(argv[5], &today))
        raw_die("usage", "see page.c");
    n = read_pages(argv[3]);
    my = raw_open(argv[1], argv[2]);
    for (size_t k = 0; k < N; k++) {
        s[k] = raw_prepare(my, STATEMENTS[k]);
        set_common(s[k], today);
    }
    began = raw_us();
    until = began + strtol(argv[4], NULL, 10) * 1000000;
    do
        rows += ask(s, &pages[done++ % n]);
    while ((us = raw_us()) < until);
    if (!rows)
        raw_die("page", "nothing was read");
    printf("%.1f\n", (double)done * 1e6 / (double)(us - began));
    mysql_close(my);
    return 0;
}
