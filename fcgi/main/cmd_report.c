#include <getopt.h>
#include <stdio.h>
#include <string.h>

#include "base/buf.h"
#include "base/date.h"
#include "base/money.h"
#include "db/stmt.h"
#include "main/command.h"
#include "service/report_aging.h"

struct options {
    int32_t as_of;
    bool customers, json, unproved;
};

static bool
read_options(int argc, char **argv, struct options *o)
{
    static const struct option OPTIONS[] = { { "as-of", required_argument, NULL, 'd' },
        { "customers", no_argument, NULL, 'c' }, { "json", no_argument, NULL, 'j' },
        { "no-proof", no_argument, NULL, 'p' }, { 0 } };
    int opt;

    o->as_of = DAY_NONE;
    while ((opt = getopt_long(argc, argv, "", OPTIONS, NULL)) != -1)
        switch (opt) {
        case 'd':
            if (date_parse(optarg, &o->as_of)) {
                fprintf(stderr, "dunlin: '%s' is no date such as 2026-03-31\n", optarg);
                return false;
            }
            break;
        case 'c':
            o->customers = true;
            break;
        case 'j':
            o->json = true;
            break;
        case 'p':
            o->unproved = true;
            break;
        default:
            return false;
        }
    return optind == argc - 1 && strcmp(argv[optind], "aging") == 0;
}

static void
print_row(const char *label, int64_t minor, const char *currency)
{
    char text[MONEY_TEXT__SIZE];

    printf("  %-16s %18s\n", label, money_format(minor, currency, text));
}

static void
print_plain(const struct aging_report *r)
{
    static const char *const labels[AGING_REPORT_BUCKETS] = { "not due", "1-30 days",
        "31-60 days", "61-90 days", "91 days and more" };
    char day[DATE_TEXT__SIZE];

    printf("aging as of %s\n", date_format(r->as_of, day));
    if (!r->currencies_n)
        printf("nothing is open\n");
    for (size_t i = 0; i < r->currencies_n; i++) {
        const struct aging_currency *c = &r->currencies[i];

        printf(
            "\n%s, %llu customers\n", c->currency, (unsigned long long)c->customers_n);
        for (size_t k = 0; k < AGING_REPORT_BUCKETS; k++)
            print_row(labels[k], c->figures.bucket_minor[k], c->currency);
        print_row("unapplied", -c->figures.unapplied_minor, c->currency);
        print_row("open balance", c->figures.open_minor, c->currency);
        if (r->checked)
            print_row("control total", c->figures.control_minor, c->currency);
    }
}

static enum err
print_json(struct db *db, struct arena *a, const struct aging_report *r, bool customers)
{
    struct buf b;
    struct json j = { .out = &b };
    enum err e;

    buf_init(&b, a);
    if ((e = report_aging_json(&j, db, a, r, customers)))
        return e;
    puts(b.text);
    return OK;
}

int
cmd_report(int argc, char **argv)
{
    struct options o = { 0 };
    struct aging_report r;
    struct arena *a;
    struct db *db;
    enum err e;

    if (argc > 1 && strcmp(argv[1], "metrics") == 0)
        return cmd_report_metrics(argc, argv);
    if (argc > 1 && strcmp(argv[1], "effectiveness") == 0)
        return cmd_report_effect(argc, argv);
    if (argc > 1 && (strcmp(argv[1], "list") == 0 || strcmp(argv[1], "run") == 0))
        return cmd_report_saved(argc, argv);
    if (!read_options(argc, argv, &o))
        return command_usage(argv[0]);
    if (command_db_ready(&db))
        return EXIT_FAILED;
    a = arena_new();
    if (!(e = report_aging(db, a, o.as_of, !o.unproved, &r))) {
        if (o.json)
            e = print_json(db, a, &r, o.customers);
        else
            print_plain(&r);
    }
    if (e)
        fprintf(stderr, "dunlin: the report failed (%s)\n", err_name(e));
    else if (!r.proves)
        fprintf(stderr, "dunlin: the buckets and the control total differ\n");
    arena_free(a);
    db_close(db);
    return e ? EXIT_FAILED : r.proves ? EXIT_DONE : EXIT_PARTLY;
}
