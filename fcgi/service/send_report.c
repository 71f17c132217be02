#include "service/send_report.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/date.h"
#include "base/log.h"
#include "base/rand.h"
#include "db/lock.h"
#include "db/tx.h"
#include "service/notify.h"
#include "service/report_file.h"
#include "service/save_report.h"
#include "service/send_staff_mail.h"
#include "store/q_export_job.h"
#include "store/q_saved_report.h"

enum { TOKEN_BYTES = 12 };

static const int64_t KEEP_US = 7 * DATE_US_PER_DAY;

static const char WHY_OWNER[] = "its owner may not sign in any more",
                  WHY_DEFINITION[] = "its definition does not fit its view any more",
                  WHY_LARGE[] = "its file is larger than 10 MB: filter or group it",
                  WHY_BROKEN[] = "it could not be made; the log says why";

struct sending {
    struct db *db;
    struct arena *arena;
    const struct report_post *post;
    const struct saved_report_due *report;
    struct report_schedule schedule;
    const struct zone *zone;
    int64_t now_at, due_at;
    struct report_made made;
    const char *why; /* it failed; else NULL */
    const char *name;
    struct blob file;
};

/* -- the file -------------------------------------------------------------- */

static enum err
read_file(struct sending *s, const char *path)
{
    FILE *f = fopen(path, "rbe");
    unsigned char *bytes = arena_alloc(s->arena, REPORT_MAIL__MAX + 1);

    if (!f)
        return ERR_DOWN;
    s->file = (struct blob){ bytes, fread(bytes, 1, REPORT_MAIL__MAX + 1, f) };
    fclose(f);
    if (s->file.n > REPORT_MAIL__MAX)
        s->why = WHY_LARGE;
    return OK;
}

static enum err
make_file(struct sending *s, const struct report_book *b)
{
    const char *path = arena_fmt(s->arena, "%s/" REPORT_FILE_PREFIX "%" PRIu64 "-%s",
        s->post->folder, s->report->id, rand_token(s->arena, TOKEN_BYTES));
    enum err e = report_file_make(s->db, s->arena, b, path, &s->made);

    if (e == ERR_DOWN)
        return e;
    if (e) {
        log_error("report_failed", kv("report", s->report->id), kv("err", err_name(e)));
        s->why = s->made.why ? s->made.why : WHY_BROKEN;
        return OK;
    }
    s->name = report_file_name(s->arena, b);
    e = read_file(s, path);
    unlink(path);
    return e;
}

/* With the rights of its owner as a session would have them now. */
static enum err
make(struct sending *s)
{
    struct export_user owner;
    struct report_def def;
    enum err e = export_user(s->db, s->arena, s->report->user_id, &owner);

    if (e) {
        s->why = WHY_OWNER;
        return e == ERR_NOT_FOUND ? OK : e;
    }
    if (report_def_read(s->arena, s->report->view, s->report->definition, &def)) {
        s->why = WHY_DEFINITION;
        return OK;
    }
    return make_file(s, &(struct report_book){ .name = s->report->name,
                            .by = owner.name,
                            .language = s->report->language,
                            .def = &def,
                            .ask = { .scope = owner.limited ? s->report->user_id : 0,
                                .now_at = s->now_at,
                                .zone = s->zone },
                            .format = SHEET_XLSX,
                            .word = s->post->word });
}

/* -- the mail -------------------------------------------------------------- */

struct mail_words {
    const char *subject; /* the report, the day */
    const char *text;    /* reader, report, day, rows, owner's say */
};

static const struct mail_words *
words_of(const char *language)
{
    static const struct mail_words WORDS[LANGUAGES] = {
        { "Report: %s, %s",
            "Hello %s,\n\nthe report \"%s\" of %s is attached. Rows: %" PRIu64 ".\n\n"
            "--\nWho made the report chose you as its reader.\n" },
        { "Bericht: %s, %s",
            "Guten Tag %s,\n\nder Bericht „%s“ vom %s ist angehängt. Zeilen: %" PRIu64
            ".\n\n--\nWer den Bericht erstellt hat, hat Sie als Empfänger gewählt.\n" },
        { "Rapport : %s, %s",
            "Bonjour %s,\n\nle rapport « %s » du %s est joint. Lignes : %" PRIu64
            ".\n\n--\nL'auteur du rapport vous a choisi comme destinataire.\n" },
    };

    return &WORDS[language_of(language)];
}

static enum err
queue(struct sending *s, const struct saved_report_readers *to, uint64_t file_id)
{
    const struct mail_words *w = words_of(to->language);
    char day[DATE_TEXT__SIZE];

    date_format(zone_day(s->zone, s->now_at), day);
    return staff_mail_add(s->db, s->arena,
        &(struct staff_mail){ .user_id = to->user_id,
            .kind = "report",
            .dedup_key = arena_fmt(s->arena, "report:%" PRIu64 ":%" PRId64 ":%" PRIu64,
                s->report->id, s->due_at, to->user_id),
            .subject = arena_fmt(s->arena, w->subject, s->report->name, day),
            .text = arena_fmt(
                s->arena, w->text, to->name, s->report->name, day, s->made.rows),
            .not_before = s->now_at,
            .file_id = file_id });
}

static enum err
queue_all(struct sending *s)
{
    struct staff_mail_file_add_in file = { .user_id = s->report->user_id,
        .report_id = s->report->id,
        .name = s->name,
        .type = sheet_type(SHEET_XLSX),
        .bytes = s->file,
        .real_at = clock_real_us() };
    struct saved_report_readers *to;
    size_t n = 0;
    enum err e = saved_report_readers(s->db, s->arena, s->report->id, &to, &n);

    if (e || !n)
        return e;
    if ((e = db_id(s->db, &file.id)) || (e = staff_mail_file_add(s->db, &file, NULL)))
        return e;
    for (size_t i = 0; i < n && !e; i++)
        e = queue(s, &to[i], file.id);
    return e;
}

/* -- one transaction ------------------------------------------------------- */

static enum err
tell_owner(struct sending *s)
{
    return notify(s->db, s->arena, s->report->user_id, NOTIFY_REPORT_FAILED,
        arena_fmt(s->arena, "%s: %s", s->report->name, s->why), "report", s->report->id,
        0,
        arena_fmt(
            s->arena, "report_failed:%" PRIu64 ":%" PRId64, s->report->id, s->due_at));
}

static enum err
record(struct db *db, void *in)
{
    struct sending *s = in;
    struct saved_report_turn mine;
    enum err e =
        saved_report_turn(db, s->arena, s->report->id, s->report->next_at, &mine);

    if (e) /* served or changed meanwhile */
        return e == ERR_NOT_FOUND ? OK : e;
    if ((e = saved_report_ran(db, s->report->id, s->due_at, s->now_at,
             s->why ? "failed" : "sent", s->made.rows, s->why, NULL)) ||
        (e = saved_report_next(db, s->report->id,
             report_due_after(&s->schedule, s->zone, s->now_at), NULL)))
        return e;
    return s->why ? tell_owner(s) : queue_all(s);
}

enum err
send_report(struct db *db, struct arena *a, const struct report_post *p, int64_t now_at,
    bool *more)
{
    struct sending s = { .db = db, .arena = a, .post = p, .now_at = now_at };
    struct saved_report_due *due;
    size_t n = 0;
    enum err e = saved_report_due(db, a, now_at, 1, &due, &n);

    *more = !e && n;
    if (!*more || (e = report_zone(db, a, &s.zone)))
        return e;
    s.report = due;
    s.schedule =
        (struct report_schedule){ report_every(due->every), due->on_day, due->at_hour };
    s.due_at = report_due_last(&s.schedule, s.zone, now_at);
    if (s.due_at < due->next_at)
        s.due_at = due->next_at;
    if ((e = make(&s)) || (e = db_retry(db, record, &s)))
        return e;
    log_info("report_sent", kv("report", due->id), kv("rows", s.made.rows),
        kv("failed", s.why != NULL));
    return OK;
}

enum err
forget_report_files(struct db *db)
{
    return staff_mail_file_forget(db, clock_real_us() - KEEP_US, NULL);
}
