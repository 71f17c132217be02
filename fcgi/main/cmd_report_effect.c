#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/date.h"
#include "base/text.h"
#include "main/command.h"
#include "main/report_options.h"
#include "service/effect.h"

struct options {
    struct effect_ask ask;
    bool json;
};

static bool
read_by(const char *text, enum effect_by *out)
{
    for (int k = 0; EFFECT_BY_NAME[k]; k++)
        if (text_eq(EFFECT_BY_NAME[k], text)) {
            *out = (enum effect_by)k;
            return true;
        }
    fprintf(stderr, "dunlin: '%s' is none of", text);
    for (int k = 0; EFFECT_BY_NAME[k]; k++)
        fprintf(stderr, " %s", EFFECT_BY_NAME[k]);
    fputc('\n', stderr);
    return false;
}

static bool
read_option(int opt, const char *text, struct options *o)
{
    switch (opt) {
    case 'b':
        return read_by(text, &o->ask.by);
    case 'f':
        return report_day_option(text, &o->ask.from);
    case 't':
        return report_day_option(text, &o->ask.to);
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
    static const struct option OPTIONS[] = { { "by", required_argument, NULL, 'b' },
        { "from", required_argument, NULL, 'f' },
        { "to", required_argument, NULL, 't' }, REPORT_WHO_OPTIONS,
        { "json", no_argument, NULL, 'j' }, { 0 } };
    int opt;

    *o = (struct options){ .ask = { .from = DAY_NONE, .to = DAY_NONE } };
    while ((opt = getopt_long(argc, argv, "", OPTIONS, NULL)) != -1)
        if (!read_option(opt, optarg, o))
            return false;
    return optind == argc - 1 && strcmp(argv[optind], "effectiveness") == 0;
}

/* "62.5 % (40.1 to 80.9)" */
static void
print_share(const struct effect_share *s)
{
    if (s->known)
        printf("%6.1f %% (%.1f to %.1f)", (double)s->milli / 1000,
            (double)s->low / 1000, (double)s->high / 1000);
    else
        printf("%8s", "-");
}

static void
print_window(const struct effect_window *w, int32_t days)
{
    printf("  %2d days, %lld items: ", days, (long long)w->reminded.n);
    print_share(&w->items);
    printf("  of amount ");
    print_share(&w->amount);
    if (w->like.enough) {
        printf(
            "\n           %lld like items without a message: ", (long long)w->like.n);
        print_share(&w->like.items);
        printf("  of amount ");
        print_share(&w->like.amount);
    } else {
        printf(
            "\n           too few like items to compare (%lld)", (long long)w->like.n);
    }
    putchar('\n');
}

static void
print_plain(const struct effect_report *r)
{
    char from[DATE_TEXT__SIZE], to[DATE_TEXT__SIZE];

    printf("paid after reminders handed over from %s to %s, by %s, with intervals of "
           "95 %%\n",
        date_format(r->ask.from, from), date_format(r->ask.to, to),
        EFFECT_BY_NAME[r->ask.by]);
    if (!r->rows_n)
        printf("there were none\n");
    for (size_t i = 0; i < r->rows_n; i++) {
        const struct effect_row *row = &r->rows[i];

        printf("\n%s %s", row->key.currency, row->key.name ? row->key.name : "by hand");
        if (row->key.no)
            printf(" %u", row->key.no);
        printf(": %lld messages, %lld items\n", (long long)row->messages,
            (long long)row->observed_n);
        for (int k = 0; k < EFFECT_WINDOWS; k++)
            print_window(&row->window[k], EFFECT_DAYS[k]);
    }
}

int
cmd_report_effect(int argc, char **argv)
{
    struct options o;
    struct effect_report r;
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
    if ((e = effect_report(db, a, &o.ask, &r))) {
        report_failed(e);
    } else if (o.json) {
        effect_report_json(&j, &r);
        puts(b.text);
    } else {
        print_plain(&r);
    }
    arena_free(a);
    db_close(db);
    return e ? EXIT_FAILED : EXIT_DONE;
}
