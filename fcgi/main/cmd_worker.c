#include <getopt.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/log.h"
#include "base/secret.h"
#include "db/tx.h"
#include "handler/export.h"
#include "handler/export_words.h"
#include "job/daily.h"
#include "job/deliver_crew.h"
#include "job/deliver_staff.h"
#include "job/fetch_mail.h"
#include "job/forecast.h"
#include "job/history.h"
#include "job/import.h"
#include "job/index.h"
#include "job/loop.h"
#include "job/messages.h"
#include "job/payments.h"
#include "job/push.h"
#include "job/remind.h"
#include "job/report.h"
#include "job/seal.h"
#include "main/command.h"
#include "main/export_job.h"

enum {
    EVALUATE_EVERY_MS = 500,
    IMPORT_EVERY_MS = 1000,
    DELIVER_EVERY_MS = 500,
    STAFF_MAIL_EVERY_MS = 1000,
    PUSH_EVERY_MS = 250,
    LIVE_EVERY_MS = 250,
    PAYMENTS_EVERY_MS = 250,
    MESSAGES_EVERY_MS = 500,
    REMIND_EVERY_MS = 20000,
    REPORT_EVERY_MS = 2000,
    EXPORT_EVERY_MS = 1000,
    SEAL_EVERY_MS = 1000,
    INDEX_EVERY_MS = 500,
    FORECAST_EVERY_MS = 10000,
    HISTORY_EVERY_MS = 1000
};

/* What the rounds of this process work with. */
struct worker {
    struct db *db; /* to open further connections like it */
    struct arena *home;
    struct daily daily;
    struct importer importer;
    struct deliver_crew *deliver;
    struct deliver_staff *deliver_staff;
    struct pusher pusher, live;
    struct fetch_mail *fetch;
    int fetch_every_ms;
    struct reminder reminder;
    struct reporter reporter;
    struct messenger *messenger;
    struct payer *payer;
    struct sealer sealer;
    struct exporter exporter;
    struct db *index_db;
    struct forecaster *forecaster;
    struct historian history;
};

static enum err
worker_open(struct worker *w, const struct conf *conf)
{
    uint8_t master[SECRET_KEY_BYTES];
    enum err e;

    w->importer = (struct importer){ .conf = conf, .stop = &w->daily.stop };
    if ((e = db_open_like(&w->daily.db, w->db)) ||
        (e = db_open_like(&w->importer.db, w->db)) ||
        (e = db_open_like(&w->pusher.db, w->db)) ||
        (e = db_open_like(&w->live.db, w->db)) ||
        (e = db_open_like(&w->reminder.db, w->db)) ||
        (e = db_open_like(&w->reporter.db, w->db)) ||
        (e = db_open_like(&w->sealer.db, w->db)) ||
        (e = db_open_like(&w->exporter.db, w->db)) ||
        (e = db_open_like(&w->index_db, w->db)) ||
        (e = db_open_like(&w->history.db, w->db)))
        return e;
    if ((e = forecaster_open(&w->forecaster, w->db)))
        return e;
    w->exporter.conf = conf;
    w->exporter.stop = &w->daily.stop;
    if ((e = exporter_open(&w->exporter)))
        return e;
    if ((e = secret_load_key(conf->secret_file, true, master)))
        return e;
    secret_derive(master, "audit", w->sealer.key);
    w->reminder.public_url = conf->public_url;
    w->home = arena_new();
    w->reporter.post.word = export_word;
    if ((e = export_folder(w->home, conf, &w->reporter.post.folder)))
        return e;
    if (*conf->push_url &&
        ((e = push_open(&w->pusher.push, conf->push_url, db_in_tx)) ||
            (e = push_open(&w->live.push, conf->push_url, db_in_tx))))
        return e;
    if ((e = messenger_open(&w->messenger, conf, w->db, &w->daily.stop)) ||
        (e = payer_open(&w->payer, conf, w->db)))
        return e;
    if ((e = deliver_crew_open(&w->deliver, conf, w->db)) ||
        (e = deliver_staff_open(&w->deliver_staff, conf, w->db)))
        return e;
    deliver_crew_stop_on(w->deliver, &w->daily.stop);
    deliver_staff_stop_on(w->deliver_staff, &w->daily.stop);
    if ((e = fetch_mail_open(&w->fetch, conf, w->db)))
        return e;
    fetch_mail_stop_on(w->fetch, &w->daily.stop);
    w->fetch_every_ms = (int)conf->imap_poll_seconds * 1000;
    return evaluator_open(&w->daily.evaluator, w->db, (unsigned)conf->worker_threads);
}

static void
worker_close(struct worker *w)
{
    evaluator_close(w->daily.evaluator);
    deliver_crew_close(w->deliver);
    deliver_staff_close(w->deliver_staff);
    fetch_mail_close(w->fetch);
    push_close(w->pusher.push);
    push_close(w->live.push);
    db_close(w->pusher.db);
    db_close(w->live.db);
    db_close(w->reminder.db);
    db_close(w->reporter.db);
    arena_free(w->home);
    messenger_close(w->messenger);
    payer_close(w->payer);
    db_close(w->sealer.db);
    exporter_close(&w->exporter);
    db_close(w->index_db);
    forecaster_close(w->forecaster);
    db_close(w->history.db);
    db_close(w->importer.db);
    db_close(w->daily.db);
}

/* Blocked before any thread starts, so that sigwait alone sees them. */
static void
block_signals(sigset_t *set)
{
    sigemptyset(set);
    sigaddset(set, SIGTERM);
    sigaddset(set, SIGINT);
    sigaddset(set, SIGHUP);
    pthread_sigmask(SIG_BLOCK, set, NULL);
    signal(SIGPIPE, SIG_IGN);
}

static void
work_until_signal(struct worker *w, const sigset_t *set)
{
    const struct loop_task tasks[] = {
        { "evaluate", EVALUATE_EVERY_MS, daily_round, &w->daily },
        { "import", IMPORT_EVERY_MS, import_round, &w->importer },
        { "deliver", DELIVER_EVERY_MS, deliver_crew_round, w->deliver },
        { "staff_mail", STAFF_MAIL_EVERY_MS, deliver_staff_round, w->deliver_staff },
        { "push", PUSH_EVERY_MS, push_round, &w->pusher },
        { "live", LIVE_EVERY_MS, live_round, &w->live },
        { "fetch", w->fetch_every_ms, fetch_mail_round, w->fetch },
        { "remind", REMIND_EVERY_MS, remind_round, &w->reminder },
        { "report", REPORT_EVERY_MS, report_round, &w->reporter },
        { "messages", MESSAGES_EVERY_MS, messenger_round, w->messenger },
        { "payments", PAYMENTS_EVERY_MS, payer_round, w->payer },
        { "seal", SEAL_EVERY_MS, seal_round, &w->sealer },
        { "export", EXPORT_EVERY_MS, export_round, &w->exporter },
        { "index", INDEX_EVERY_MS, index_round, w->index_db },
        { "forecast", FORECAST_EVERY_MS, forecast_round, w->forecaster },
        { "history", HISTORY_EVERY_MS, history_round, &w->history },
    };
    struct loop *loop;
    int sig = 0;

    loop = loop_start(tasks, sizeof tasks / sizeof *tasks, &w->daily.stop);
    log_info("worker_started");
    sigwait(set, &sig);
    log_info("worker_stopping", kv("signal", sig));
    loop_stop(loop);
}

int
cmd_worker(int argc, char **argv)
{
    static const struct option OPTIONS[] = { { 0 } };
    struct worker w = { 0 };
    const struct conf *conf;
    sigset_t set;
    enum err e;

    if (getopt_long(argc, argv, "", OPTIONS, NULL) != -1 || optind != argc)
        return command_usage(argv[0]);
    block_signals(&set);
    if (command_conf(&conf) || command_db_ready(&w.db))
        return EXIT_FAILED;
    if ((e = worker_open(&w, conf)))
        fprintf(stderr, "dunlin: the worker cannot start (%s)\n", err_name(e));
    else
        work_until_signal(&w, &set);
    worker_close(&w);
    db_close(w.db);
    return e ? EXIT_FAILED : EXIT_DONE;
}
