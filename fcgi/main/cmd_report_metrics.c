#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/date.h"
#include "base/money.h"
#include "main/command.h"
#include "main/report_options.h"
#include "service/insight.h"

struct options {
    struct insight_ask ask;
    bool json;
};

static bool
read_option(int opt, const char *text, struct options *o)
{
    switch (opt) {
    case 'd':
        return report_day_option(text, &o->ask.as_of);
    case 'f':
        return report_day_option(text, &o->ask.from);
    case 'l':
        o->ask.live = true;
        return true;
    case 'j':
        o->json = true;
        return true;
    default:
        return report_who_option(opt, text, &o->ask.who);
    }
}

static bool
read_options(int argc, char **argv, struct options *o)
{
    static const struct option OPTIONS[] = { { "as-of", required_argument, NULL, 'd' },
        { "from", required_argument, NULL, 'f' }, REPORT_WHO_OPTIONS,

        { "live", no_argument, NULL, 'l' }, { "json", no_argument, NULL, 'j' }, { 0 } };
    int opt;

    *o = (struct options){
        .ask = { .as_of = DAY_NONE, .from = DAY_NONE, .rule = AGING_DEFAULT }
    };
    while ((opt = getopt_long(argc, argv, "", OPTIONS, NULL)) != -1)
        if (!read_option(opt, optarg, o))
            return false;
    return optind == argc - 1 && strcmp(argv[optind], "metrics") == 0;
}

static void
print_figure(const struct insight_definition *d, const struct insight_figure *f)
{
    char name[64];

    snprintf(name, sizeof name, "%s, %s", d->name, d->variant);
    if (!f->known) {
        printf("  %-28s %12s\n", name, "-");
        return;
    }
    printf("  %-28s %s%8lld.%03lld %s%s\n", name, f->milli < 0 ? "-" : " ",
        llabs((long long)f->milli) / 1000, llabs((long long)f->milli) % 1000,
        d->unit == INSIGHT_DAYS      ? "days"
        : d->unit == INSIGHT_PERCENT ? "%"
                                     : "",
        f->note ? " *" : "");
}

static void
print_currency(const struct insight_currency *c)
{
    char text[MONEY_TEXT__SIZE];

    printf("\n%s, %llu customers\n", c->currency, (unsigned long long)c->customers_n);
    printf("  %-28s %20s\n", "open balance",
        money_format(c->open_minor, c->currency, text));
    printf("  %-28s %20s\n", "unapplied credits",
        money_format(-c->aging.unapplied_minor, c->currency, text));
    printf("  %-28s %20s\n", "control total",
        money_format(c->control_minor, c->currency, text));
    for (int k = 0; k < INSIGHT_FIGURE__MAX; k++)
        print_figure(&INSIGHT_DEFINITIONS[k], &c->figure[k]);
}

static void
print_plain(const struct insight_report *r)
{
    char from[DATE_TEXT__SIZE], to[DATE_TEXT__SIZE];

    printf("figures as of %s, period from %s, %s\n", date_format(r->window.as_of, to),
        date_format(r->window.from, from),
        r->live ? "read from the ledger" : "from the days that are kept");
    if (!r->currencies_n)
        printf("there is nothing\n");
    for (size_t i = 0; i < r->currencies_n; i++)
        print_currency(&r->currencies[i]);
}

int
cmd_report_metrics(int argc, char **argv)
{
    struct options o;
    struct insight_report r;
    struct arena *a;
    struct buf b;
    struct json j = { .out = &b };
    struct db *db;
    enum err e;

    if (!read_options(argc, argv, &o))
        return command_usage(argv[0]);
    if (command_db_ready(&db))
        return EXIT_FAILED;
    a = arena_new();
    buf_init(&b, a);
    if ((e = insight_report(db, a, &o.ask, &r))) {
        report_failed(e);
    } else if (o.json) {
        insight_json(&j, &r, LANGUAGE_EN);
        puts(b.text);
    } else {
        print_plain(&r);
    }
    if (!e && !r.proves)
        fprintf(stderr, "dunlin: the buckets and the control total differ\n");
    arena_free(a);
    db_close(db);
    return e ? EXIT_FAILED : r.proves ? EXIT_DONE : EXIT_PARTLY;
}
