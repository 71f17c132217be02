#include <getopt.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/clock.h"
#include "base/date.h"
#include "base/json.h"
#include "base/sha.h"
#include "db/stmt.h"
#include "job/forecast_test.h"
#include "job/forecast_train.h"
#include "main/command.h"
#include "service/report_aging.h"
#include "store/q_forecast.h"

enum { REDRAW_MS = 200, SHOWN__MAX = 10 };

struct options {
    int32_t split, until;
    bool json;
};

static bool
read_options(int argc, char **argv, struct options *o)
{
    static const struct option OPTIONS[] = { { "split", required_argument, NULL, 's' },
        { "until", required_argument, NULL, 'u' }, { "json", no_argument, NULL, 'j' },
        { 0 } };
    int opt;

    o->split = DAY_NONE;
    o->until = DATE_DAY__MAX;
    while ((opt = getopt_long(argc, argv, "", OPTIONS, NULL)) != -1)
        switch (opt) {
        case 's':
        case 'u':
            if (date_parse(optarg, opt == 's' ? &o->split : &o->until)) {
                fprintf(stderr, "dunlin: '%s' is no date such as 2026-03-31\n", optarg);
                return false;
            }
            break;
        case 'j':
            o->json = true;
            break;
        default:
            return false;
        }
    return optind == argc - 1;
}

/* One line that is drawn over itself, on a terminal only. */
struct bar {
    bool on;
    int64_t drawn_ms;
};

static void
draw(void *ctx, const char *what, uint64_t done, uint64_t of)
{
    struct bar *b = ctx;
    int64_t now = clock_mono_ms();

    if (!b->on || now - b->drawn_ms < REDRAW_MS)
        return;
    b->drawn_ms = now;
    fprintf(stderr, "\r  %-6s %3llu %% ", what,
        (unsigned long long)(of ? (done > of ? of : done) * 100 / of : 100));
}

static void
undraw(const struct bar *b)
{
    if (b->drawn_ms)
        fprintf(stderr, "\r%30s\r", "");
}

/* -- evaluate --------------------------------------------------------------- */

static void
print_plain(const struct forecast_test *t)
{
    char day[DATE_TEXT__SIZE];

    printf("trained on %llu invoices paid before %s (%s), tried on %llu issued from "
           "then on\n\n",
        (unsigned long long)t->trained_n, date_format(t->split_on, day),
        t->kind == PAY_BOOSTED ? "boosted trees" : "habit",
        (unsigned long long)t->score[FORECAST_BY_MODEL].n);
    printf(
        "  %-18s %9s %9s %9s %9s\n", "", "MAE, days", "in 7 days", "in 80 %", "width");
    for (enum forecast_by by = 0; by < FORECAST_BY__MAX; by++) {
        const struct forecast_score *s = &t->score[by];

        printf("  %-18s %9.2f %7.1f %%", FORECAST_BY_NAME[by], forecast_score_mae(s),
            100 * (double)s->within_7 / (double)s->n);
        if (by == FORECAST_BY_MODEL)
            printf(" %7.1f %% %9.1f", 100 * (double)s->covered / (double)s->n,
                s->width_sum / (double)s->n);
        puts("");
    }
    for (size_t k = 0; k < t->cash_n; k++) {
        printf("\n%s, the four weeks after each of %llu Mondays\n", t->cash[k].currency,
            (unsigned long long)t->mondays);
        printf("  %-18s %9s %9s %9s\n", "", "weekly", "4 weeks", "in all");
        for (enum forecast_by by = 0; by < FORECAST_BY__MAX; by++)
            printf("  %-18s %7.1f %% %7.1f %% %+7.1f %%\n", FORECAST_BY_NAME[by],
                100 * forecast_cash_weekly(&t->cash[k], by, t->mondays),
                100 * forecast_cash_months(&t->cash[k], by, t->mondays),
                100 * forecast_cash_total(&t->cash[k], by, t->mondays));
    }
}

static void
json_number(struct json *j, const char *key, double v, int decimals)
{
    char text[32];
    int n = snprintf(text, sizeof text, "%.*f", decimals, v);

    json_raw(j, key, text, (size_t)n);
}

static void
json_scores(struct json *j, const struct forecast_test *t)
{
    json_open(j, "items", '{');
    for (enum forecast_by by = 0; by < FORECAST_BY__MAX; by++) {
        const struct forecast_score *s = &t->score[by];

        json_open(j, FORECAST_BY_NAME[by], '{');
        json_number(j, "mae_days", forecast_score_mae(s), 3);
        json_number(j, "within_7_days", (double)s->within_7 / (double)s->n, 4);
        if (by == FORECAST_BY_MODEL) {
            json_number(j, "coverage_80", (double)s->covered / (double)s->n, 4);
            json_number(j, "width_days", s->width_sum / (double)s->n, 2);
        }
        json_close(j, '}');
    }
    json_close(j, '}');
}

static void
json_cash(struct json *j, const struct forecast_test *t)
{
    json_open(j, "cash", '[');
    for (size_t k = 0; k < t->cash_n; k++) {
        json_open(j, NULL, '{');
        json_text(j, "currency", t->cash[k].currency);
        for (enum forecast_by by = 0; by < FORECAST_BY__MAX; by++) {
            const struct forecast_cash *c = &t->cash[k];

            json_open(j, FORECAST_BY_NAME[by], '{');
            json_number(j, "weekly_wape", forecast_cash_weekly(c, by, t->mondays), 4);
            json_number(
                j, "four_week_wape", forecast_cash_months(c, by, t->mondays), 4);
            json_number(
                j, "four_week_error", forecast_cash_total(c, by, t->mondays), 4);
            json_close(j, '}');
        }
        json_close(j, '}');
    }
    json_close(j, ']');
}

static void
print_json(struct arena *a, const struct forecast_test *t)
{
    char hash[SHA_HEX__SIZE];
    struct buf b;
    struct json j = { .out = &b };

    buf_init(&b, a);
    json_open(&j, NULL, '{');
    json_day(&j, "split", t->split_on);
    json_text(&j, "kind", t->kind == PAY_BOOSTED ? "boosted" : "habit");
    json_text(&j, "sha256", sha_hex(t->sha256, hash));
    json_u64(&j, "trained", t->trained_n);
    json_u64(&j, "tested", t->score[FORECAST_BY_MODEL].n);
    json_u64(&j, "mondays", t->mondays);
    json_scores(&j, t);
    json_cash(&j, t);
    json_close(&j, '}');
    puts(b.text);
}

static enum err
evaluate(struct db *db, struct arena *a, const struct options *o)
{
    struct bar bar = { .on = isatty(STDERR_FILENO) };
    struct forecast_test t;
    enum err e;

    if (o->split == DAY_NONE) {
        fprintf(stderr, "dunlin: --split DATE says where training ends\n");
        return ERR_DENIED;
    }
    e = forecast_test(db, a, o->split, o->until, draw, &bar, &t);
    undraw(&bar);
    if (e == ERR_NOT_FOUND)
        fprintf(stderr, "dunlin: there are no invoices paid before that day, or none "
                        "issued from it on that are paid; choose another --split\n");
    else if (e)
        fprintf(stderr, "dunlin: the evaluation failed (%s)\n", err_name(e));
    else if (o->json)
        print_json(a, &t);
    else
        print_plain(&t);
    return e;
}

/* -- train, show ------------------------------------------------------------ */

static void
print_days(const char *what, int64_t milli)
{
    if (milli != I64_NONE)
        printf("  %-22s %8.2f days off\n", what, (double)milli / 1000);
}

static void
print_model(const struct forecast_models *m)
{
    char from[DATE_TEXT__SIZE], to[DATE_TEXT__SIZE], hash[SHA_HEX__SIZE];

    printf("model %llu, %s, %s (%s)\n", (unsigned long long)m->id,
        strcmp(m->kind, "boosted") == 0 ? "boosted trees" : "habit",
        m->adopted ? "adopted" : "not adopted", m->why);
    printf("  %.16s, of %llu invoices", sha_hex(m->sha256, hash),
        (unsigned long long)m->rows_n);
    if (m->trained_to != DAY_NONE)
        printf(" paid from %s to %s", date_format(m->trained_from, from),
            date_format(m->trained_to, to));
    printf("\n");
    if (m->split_on != DAY_NONE)
        printf("  proved on %llu invoices issued from %s on\n",
            (unsigned long long)m->proof_n, date_format(m->split_on, from));
    print_days("model", m->mae_milli);
    print_days("the one before", m->before_milli);
    print_days("customers' averages", m->habit_milli);
    print_days("due dates", m->due_milli);
    if (m->drift_on != DAY_NONE)
        printf("  lately, %llu invoices    %8.2f days off, as of %s\n",
            (unsigned long long)m->drift_n, (double)m->drift_milli / 1000,
            date_format(m->drift_on, from));
}

static void
json_thousandths(struct json *j, const char *key, int64_t milli)
{
    if (milli == I64_NONE)
        json_nil(j, key);
    else
        json_number(j, key, (double)milli / 1000, 3);
}

static void
json_model(struct json *j, const struct forecast_models *m)
{
    char hash[SHA_HEX__SIZE];

    json_open(j, NULL, '{');
    json_id(j, "id", m->id);
    json_text(j, "kind", m->kind);
    json_bool(j, "adopted", m->adopted);
    json_text(j, "why", m->why);
    json_instant(j, "made_at", m->made_at);
    json_u64(j, "invoices", m->rows_n);
    json_day(j, "paid_from", m->trained_from);
    json_day(j, "paid_to", m->trained_to);
    json_text(j, "sha256", sha_hex(m->sha256, hash));
    json_day(j, "proved_from", m->split_on);
    json_u64(j, "proved_on", m->proof_n);
    json_thousandths(j, "mae_days", m->mae_milli);
    json_thousandths(j, "before_mae_days", m->before_milli);
    json_thousandths(j, "customer_average_mae_days", m->habit_milli);
    json_thousandths(j, "due_date_mae_days", m->due_milli);
    json_day(j, "drift_on", m->drift_on);
    json_u64(j, "drift_invoices", m->drift_n);
    json_thousandths(j, "drift_mae_days", m->drift_milli);
    json_close(j, '}');
}

static enum err
show(struct db *db, struct arena *a, const struct options *o)
{
    struct forecast_models *m;
    struct buf b;
    struct json j = { .out = &b };
    size_t n;
    enum err e = forecast_models(db, a, SHOWN__MAX, &m, &n);

    if (e) {
        fprintf(stderr, "dunlin: the models cannot be read (%s)\n", err_name(e));
        return e;
    }
    if (!o->json) {
        if (!n)
            puts("no model yet; the worker trains one, or `dunlin forecast train`");
        for (size_t k = 0; k < n; k++)
            print_model(&m[k]);
        return OK;
    }
    buf_init(&b, a);
    json_open(&j, NULL, '[');
    for (size_t k = 0; k < n; k++)
        json_model(&j, &m[k]);
    json_close(&j, ']');
    puts(b.text);
    return OK;
}

static enum err
train(struct db *db, struct arena *a, const struct options *o)
{
    struct bar bar = { .on = isatty(STDERR_FILENO) };
    struct forecast_trained t;
    int32_t today;
    enum err e = report_today(db, a, &today);

    if (!e)
        e = forecast_train(db, a, today, clock_now_us(), draw, &bar, &t);
    undraw(&bar);
    if (e == ERR_CONFLICT)
        fprintf(stderr, "dunlin: another process is training; try again later\n");
    else if (e)
        fprintf(stderr, "dunlin: the training failed (%s)\n", err_name(e));
    return e ? e : show(db, a, o);
}

int
cmd_forecast(int argc, char **argv)
{
    static const struct {
        const char *name;
        enum err (*run)(struct db *db, struct arena *a, const struct options *o);
    } VERBS[] = { { "evaluate", evaluate }, { "train", train }, { "show", show } };
    struct options o = { 0 };
    struct arena *a;
    struct db *db;
    enum err e;

    if (!read_options(argc, argv, &o))
        return command_usage(argv[0]);
    for (size_t k = 0; k < sizeof VERBS / sizeof *VERBS; k++) {
        if (strcmp(argv[optind], VERBS[k].name) != 0)
            continue;
        if (command_db_ready(&db))
            return EXIT_FAILED;
        a = arena_new();
        e = VERBS[k].run(db, a, &o);
        arena_free(a);
        db_close(db);
        return e == ERR_DENIED ? EXIT_USAGE : e ? EXIT_FAILED : EXIT_DONE;
    }
    return command_usage(argv[0]);
}
