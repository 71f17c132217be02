#include <getopt.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/date.h"
#include "base/json.h"
#include "base/text.h"
#include "db/stmt.h"
#include "main/command.h"
#include "service/export_audit.h"
#include "service/seal_audit.h"

enum { FAULTS__MAX = 1000 };

struct options {
    bool json, csv;
    struct audit_anchor anchor; /* id 0: none */
    struct export_audit_in range;
};

/* -- verify ------------------------------------------------------------------------ */

struct report {
    const struct options *o;
    struct buf b; /* the faults as JSON */
    struct json j;
    size_t n;
};

static void
told(void *ctx, enum audit_fault f, uint64_t id, uint64_t n)
{
    struct report *r = ctx;

    if (r->n++ >= FAULTS__MAX)
        return;
    if (!r->o->json) {
        if (id)
            printf("row %" PRIu64 ": %s\n", id, audit_fault_text(f));
        else
            printf("%" PRIu64 " rows: %s\n", n, audit_fault_text(f));
        return;
    }
    json_open(&r->j, NULL, '{');
    json_text(&r->j, "fault", audit_fault_name(f));
    if (id)
        json_id(&r->j, "id", id);
    else
        json_nil(&r->j, "id");
    json_u64(&r->j, "rows", n);
    json_text(&r->j, "text", audit_fault_text(f));
    json_close(&r->j, '}');
}

static void
print_proof(struct arena *a, const struct report *r, const struct audit_proof *p)
{
    char seal[SHA_HEX__SIZE];
    struct buf b;
    struct json j = { .out = &b };

    sha_hex(p->head.seal, seal);
    if (!r->o->json) {
        printf("%s: %" PRIu64 " rows, %" PRIu64 " not sealed yet\n",
            p->faults_n ? "the audit was tampered with" : "the audit is whole",
            p->rows_n, p->pending_n);
        if (p->head.rows_n)
            printf("its end, to be kept elsewhere: --anchor %" PRIu64 ":%s\n",
                p->head.last_id, seal);
        return;
    }
    buf_init(&b, a);
    json_open(&j, NULL, '{');
    json_bool(&j, "whole", !p->faults_n);
    json_u64(&j, "rows", p->rows_n);
    json_u64(&j, "pending", p->pending_n);
    json_u64(&j, "faults_n", p->faults_n);
    json_id(&j, "last_id", p->head.last_id);
    json_text(&j, "seal", seal);
    json_raw(&j, "faults", r->b.text, r->b.len);
    json_close(&j, '}');
    puts(b.text);
}

static enum err
verify(struct db *db, struct arena *a, const uint8_t *key, const struct options *o,
    bool *whole)
{
    struct report r = { .o = o };
    struct audit_proof p;
    enum err e;

    buf_init(&r.b, a);
    r.j.out = &r.b;
    json_open(&r.j, NULL, '[');
    if ((e = verify_audit(db, key, o->anchor.id ? &o->anchor : NULL, told, &r, &p)))
        return e;
    json_close(&r.j, ']');
    print_proof(a, &r, &p);
    *whole = !p.faults_n;
    return OK;
}

/* -- the command ----------------------------------------------------------- */

static bool
read_anchor(const char *text, struct audit_anchor *out)
{
    struct arena *a = arena_new();
    const char *mark = strchr(text, ':');
    uint8_t *seal;
    size_t n;
    bool good = mark &&
                !text_u64(arena_strn(a, text, (size_t)(mark - text)), &out->id) &&
                out->id && !secret_unhex(a, mark + 1, &seal, &n) && n == SHA_BYTES;

    if (good)
        memcpy(out->seal, seal, SHA_BYTES);
    else
        fprintf(stderr, "dunlin: '%s' is no anchor such as 1234:9f3a…\n", text);
    arena_free(a);
    return good;
}

static bool
read_day(const char *text, int64_t *at, int add)
{
    int32_t day;

    if (date_parse(text, &day)) {
        fprintf(stderr, "dunlin: '%s' is no date such as 2026-03-31\n", text);
        return false;
    }
    *at = date_instant(day + add);
    return true;
}

static bool
read_options(int argc, char **argv, struct options *o)
{
    static const struct option OPTIONS[] = { { "json", no_argument, NULL, 'j' },
        { "csv", no_argument, NULL, 'c' }, { "anchor", required_argument, NULL, 'a' },
        { "from", required_argument, NULL, 'f' },
        { "to", required_argument, NULL, 't' }, { 0 } };
    bool good = true;
    int opt;

    o->range = (struct export_audit_in){ .from = INT64_MIN, .to = INT64_MAX };
    while (good && (opt = getopt_long(argc, argv, "", OPTIONS, NULL)) != -1)
        switch (opt) {
        case 'j':
            o->json = true;
            break;
        case 'c':
            o->csv = true;
            break;
        case 'a':
            good = read_anchor(optarg, &o->anchor);
            break;
        case 'f':
            good = read_day(optarg, &o->range.from, 0);
            break;
        case 't':
            good = read_day(optarg, &o->range.to, 1);
            break;
        default:
            good = false;
        }
    return good && optind == argc - 1;
}

static void
to_stdout(void *, const char *text, size_t n)
{
    fwrite(text, 1, n, stdout);
}

static enum err
run(struct db *db, const char *what, const struct conf *conf, struct options *o,
    bool *whole)
{
    uint8_t master[SECRET_KEY_BYTES], key[SECRET_KEY_BYTES];
    struct arena *a = arena_new();
    bool more = true;
    enum err e;

    if ((e = secret_load_key(conf->secret_file, false, master)))
        fprintf(stderr, "dunlin: no key in %s (%s)\n", conf->secret_file, err_name(e));
    else {
        secret_derive(master, "audit", key);
        o->range.as_csv = o->csv;
        if (strcmp(what, "verify") == 0)
            e = verify(db, a, key, o, whole);
        else if (strcmp(what, "export") == 0)
            e = export_audit(db, &o->range, to_stdout, NULL);
        else
            while (!e && more)
                e = seal_audit(db, key, &more);
    }
    arena_free(a);
    return e;
}

static bool
is_known(const char *what)
{
    return strcmp(what, "verify") == 0 || strcmp(what, "export") == 0 ||
           strcmp(what, "seal") == 0;
}

int
cmd_audit(int argc, char **argv)
{
    struct options o = { 0 };
    const struct conf *conf;
    bool whole = true;
    struct db *db;
    enum err e;

    if (!read_options(argc, argv, &o) || !is_known(argv[optind]))
        return command_usage(argv[0]);
    if (command_conf(&conf) || command_db_ready(&db))
        return EXIT_FAILED;
    if ((e = run(db, argv[optind], conf, &o, &whole)))
        fprintf(stderr, "dunlin: that failed (%s)\n", err_name(e));
    db_close(db);
    return e ? EXIT_FAILED : whole ? EXIT_DONE : EXIT_PARTLY;
}
