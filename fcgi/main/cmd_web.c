#include <errno.h>
#include <fcgiapp.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/log.h"
#include "base/rand.h"
#include "base/text.h"
#include "db/tx.h"
#include "handler/routes.h"
#include "http/http.h"
#include "main/command.h"
#include "net/push.h"
#include "service/rulebook.h"

enum { BACKLOG = 512, METHOD__MAX = 16, PIECE = 1 << 16 };

/* What the threads share. */
struct web {
    struct http http;
    const struct conf *conf;
    int listening;
    atomic_bool stop;
};

/* -- one request ---------------------------------------------------------------- */

static const char *
header(void *io, const char *name)
{
    return FCGX_GetParam(name, ((FCGX_Request *)io)->envp);
}

static size_t
read_body(void *io, void *to, size_t n)
{
    int got = FCGX_GetStr(to, n > 65536 ? 65536 : (int)n, ((FCGX_Request *)io)->in);

    return got > 0 ? (size_t)got : 0;
}

static const char *
param(FCGX_Request *f, const char *name)
{
    const char *v = FCGX_GetParam(name, f->envp);

    return v ? v : "";
}

/* It outlives the connection: what is written afterwards tells of it, too. */
static const char *
kept(FCGX_Request *f, struct arena *a, const char *name)
{
    return arena_str(a, param(f, name));
}

/* The path as it was sent: nginx decodes DOCUMENT_URI, and what was an encoded slash
 * must not become one. */
static const char *
path_of(FCGX_Request *f, struct arena *a)
{
    const char *uri = param(f, "REQUEST_URI");

    return arena_strn(a, uri, strcspn(uri, "?#"));
}

static void
send_head(const struct rq *rq, FCGX_Request *f)
{
    FCGX_FPrintF(f->out, "Status: %d\r\n", rq->status);
    for (size_t i = 0; i < rq->n_header; i++)
        FCGX_FPrintF(f->out, "%s: %s\r\n", rq->header_name[i], rq->header_value[i]);
}

/* Of an answer whose length nobody knows yet. */
static bool
send_piece(struct rq *rq, const void *piece, size_t n)
{
    FCGX_Request *f = rq->io;

    if (!rq->streamed) {
        send_head(rq, f);
        FCGX_FPrintF(f->out, "Content-Type: %s\r\n\r\n", rq->type);
    }
    return FCGX_PutStr(piece, (int)n, f->out) == (int)n && !FCGX_FFlush(f->out);
}

static void
fill(struct rq *rq, FCGX_Request *f, struct arena *a, struct db *db)
{
    uint64_t length = 0;

    if (text_u64(param(f, "CONTENT_LENGTH"), &length))
        length = 0;
    *rq = (struct rq){ .arena = a,
        .db = db,
        .method = kept(f, a, "REQUEST_METHOD"),
        .path = path_of(f, a),
        .query = kept(f, a, "QUERY_STRING"),
        .ip = kept(f, a, "REMOTE_ADDR"),
        .user_agent = kept(f, a, "HTTP_USER_AGENT"),
        .content_type = kept(f, a, "CONTENT_TYPE"),
        .content_length = (size_t)length,
        .header = header,
        .read = read_body,
        .send = send_piece,
        .io = f };
}

/* A file that ends too early ends the answer, too: the reader misses what was
 * announced. */
static void
send_file(struct rq *rq, FCGX_Request *f)
{
    char piece[PIECE];
    size_t n;

    while (!rq->head_only && (n = fread(piece, 1, sizeof piece, rq->file)) > 0)
        if (FCGX_PutStr(piece, (int)n, f->out) < 0)
            break; /* nobody reads any more */
    fclose(rq->file);
    rq->file = NULL;
}

static void
send_answer(struct rq *rq, FCGX_Request *f)
{
    size_t len = rq->file ? (size_t)rq->file_len : rq->out.len;

    if (rq->streamed)
        return;
    send_head(rq, f);
    if (len)
        FCGX_FPrintF(f->out, "Content-Type: %s\r\nContent-Length: %lu\r\n",
            rq->type ? rq->type : "application/json", (unsigned long)len);
    FCGX_PutStr("\r\n", 2, f->out);
    if (rq->file)
        send_file(rq, f);
    else if (rq->out.len && !rq->head_only)
        FCGX_PutStr(rq->out.text, (int)rq->out.len, f->out);
}

/* Closed without the record that ends an answer: the web server ends its own in the
 * same way, so that whoever reads it knows. */
static void
cut_off(FCGX_Request *f, int listening)
{
    FCGX_Free(f, 1);
    if (FCGX_InitRequest(f, listening, 0))
        abort();
}

/* -- threads ---------------------------------------------------------------------- */

static struct db *
connection(const struct conf *c)
{
    const struct db_conf conf = { .socket = c->db_socket,
        .user = c->db_user,
        .password = c->db_password,
        .name = c->db_name };
    struct db *db = NULL;

    return db_open(&db, &conf) ? NULL : db;
}

/* Open pages are told. Failing to is no fault: they ask by themselves, too. */
static void
tell_pages(struct web *web, const struct rq *rq, struct push **push)
{
    if (!rq->told || rq->status >= 400 || !*web->conf->push_url)
        return;
    if (!*push && push_open(push, web->conf->push_url, db_in_tx))
        return;
    for (const struct rq_told *t = rq->told; t; t = t->next)
        if (push_send(*push, t->channel, t->event, t->data))
            return;
}

/* Everything a thread needs, and nothing another thread can see. No lock around
 * accept: with a kept connection a thread waits in there and would keep the others out.
 */
static void *
serve(void *arg)
{
    struct web *web = arg;
    struct arena *arena = arena_new();
    struct rulebook *rules = NULL;
    struct push *push = NULL;
    struct db *db = NULL;
    FCGX_Request f;
    struct rq rq;

    if (FCGX_InitRequest(&f, web->listening, 0))
        abort();
    while (!web->stop && FCGX_Accept_r(&f) >= 0) {
        if (!db)
            db = connection(web->conf);
        fill(&rq, &f, arena, db);
        rq.rulebook = &rules;
        http_answer(&web->http, &rq);
        send_answer(&rq, &f);
        if (rq.cut)
            cut_off(&f, web->listening);
        else
            FCGX_Finish_r(&f);
        tell_pages(web, &rq, &push);
        http_afterwards(&web->http, &rq);
        arena_reset(arena);
    }
    FCGX_Free(&f, 1);
    rulebook_close(rules);
    push_close(push);
    if (db)
        db_close(db);
    arena_free(arena);
    return NULL;
}

/* libfcgi would swallow the signal: it is blocked in every thread and waited for here.
 * Shutting the socket down wakes those that accept; those that work finish first. */
static void
wait_for_end(struct web *web)
{
    sigset_t set;
    int got;

    sigemptyset(&set);
    sigaddset(&set, SIGTERM);
    sigaddset(&set, SIGINT);
    while (sigwait(&set, &got))
        ;
    web->stop = true;
    shutdown(web->listening, SHUT_RDWR);
}

static void
block_signals(void)
{
    sigset_t set;

    sigfillset(&set);
    sigdelset(&set, SIGSEGV);
    sigdelset(&set, SIGABRT);
    sigdelset(&set, SIGBUS);
    sigdelset(&set, SIGFPE);
    sigdelset(&set, SIGILL);
    pthread_sigmask(SIG_BLOCK, &set, NULL);
}

static void
run(struct web *web)
{
    size_t n = (size_t)web->conf->web_threads;
    pthread_t *thread = calloc(n, sizeof *thread);

    if (!thread)
        abort();
    for (size_t i = 0; i < n; i++)
        if (pthread_create(&thread[i], NULL, serve, web))
            abort();
    log_info("web_started", kv("threads", n), kv("socket", web->conf->web_socket));
    wait_for_end(web);
    for (size_t i = 0; i < n; i++)
        pthread_join(thread[i], NULL);
    log_info("web_ended");
    free(thread);
}

/* -- the process ------------------------------------------------------------------ */

static bool
listen_at(struct web *web)
{
    const char *path = web->conf->web_socket;

    FCGX_Init();
    web->listening = FCGX_OpenSocket(path, BACKLOG);
    if (web->listening < 0 || chmod(path, 0660)) {
        log_error("cannot_listen", kv("socket", path), kv("why", strerror(errno)));
        return false;
    }
    return true;
}

static enum err
start(struct web *web, struct arena *a)
{
    uint8_t master[SECRET_KEY_BYTES];
    struct db *db;
    enum err e;

    rand_init();
    if ((e = command_conf(&web->conf)))
        return e;
    if ((e = command_db_ready(&db)))
        return e;
    db_close(db);
    if ((e = secret_load_key(web->conf->secret_file, true, master))) {
        log_error(
            "no_secret", kv("file", web->conf->secret_file), kv("err", err_name(e)));
        return e;
    }
    return http_init(&web->http, a, web->conf, master, ROUTE_TABLES);
}

int
cmd_web(int argc, char **argv)
{
    static struct web web;
    struct arena *a;
    int status = EXIT_FAILED;

    if (argc != 1)
        return command_usage(argv[0]);
    block_signals();
    a = arena_new();
    if (!start(&web, a) && listen_at(&web)) {
        run(&web);
        unlink(web.conf->web_socket);
        status = EXIT_DONE;
    }
    http_free(&web.http);
    arena_free(a);
    return status;
}
