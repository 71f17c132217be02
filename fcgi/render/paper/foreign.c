#include "render/foreign.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/child.h"
#include "base/log.h"
#include "render/paper/internal.h"

/*
 * draw-files TIMES fronts|each SIZE ...     the files are its input, one behind the
 * other
 *
 * with so many times the limits; answers "pages N", or why not; what it draws is its
 * output.
 */
enum {
    NUMBER__SIZE = 24,
    FIRST_SIZE = 3,
    TIMES__MAX = 2 * FOREIGN_FILES__MAX,
    MB = 1 << 20
};
enum fate { DRAWN = 0, REFUSED = 10, NO_FONTS = 11 };

static const char PAGES[] = "pages ";

/* -- the parent ------------------------------------------------------------ */

static const char LOCKED[] = "its file is locked with a password";
static const char BROKEN[] = "its file is broken";
static const char TOO_MUCH[] = "its file takes too much time or memory to draw";

static enum err
verdict(const struct child_end *end, size_t *pages, const char **why)
{
    if (end->fate == CHILD_DONE && end->status == DRAWN &&
        strncmp(end->answer, PAGES, sizeof PAGES - 1) == 0) {
        *pages = strtoul(end->answer + sizeof PAGES - 1, NULL, 10);
        return OK;
    }
    if (end->fate == CHILD_DONE && end->status == NO_FONTS)
        return ERR_DOWN;
    log_warn(
        "foreign_pdf_refused", kv("fate", (int)end->fate), kv("status", end->status));
    *why = BROKEN;
    if (end->fate == CHILD_DONE && strcmp(end->answer, LOCKED) == 0)
        *why = LOCKED;
    /* SIGABRT and SIGTRAP: memory was refused; SIGKILL, SIGXCPU: time was over */
    if (end->fate == CHILD_LATE || (end->fate == CHILD_DIED && end->status != SIGSEGV))
        *why = TOO_MUCH;
    return ERR_INVALID;
}

static enum err
ask(unsigned times, bool fronts, const struct foreign *pdf, size_t n, FILE *to,
    size_t *pages, const char **why)
{
    char number[FOREIGN_FILES__MAX + 1][NUMBER__SIZE];
    const char *argv[FIRST_SIZE + FOREIGN_FILES__MAX + 1] = { FOREIGN_COMMAND,
        number[n], fronts ? "fronts" : "each" };
    struct iovec in[FOREIGN_FILES__MAX];
    struct child_end end;
    enum err e;

    snprintf(number[n], sizeof number[n], "%u", times);
    for (size_t k = 0; k < n; k++) {
        snprintf(number[k], sizeof number[k], "%zu", pdf[k].n);
        argv[FIRST_SIZE + k] = number[k];
        memcpy(&in[k].iov_base, &pdf[k].data, sizeof pdf[k].data);
        in[k].iov_len = pdf[k].n;
    }
    e = child_run(&(const struct child_job){ argv, in, n, fileno(to),
                      3 * times * FOREIGN_SECONDS },
        &end);
    return e ? e : verdict(&end, pages, why);
}

enum err
foreign_pages(const struct foreign *pdf, size_t *pages, const char **why)
{
    FILE *nowhere = tmpfile();
    enum err e;

    if (!nowhere) {
        log_error("foreign_pdf_not_looked_at", kv("why", "no temporary file"));
        return ERR_DOWN;
    }
    e = ask(1, false, pdf, 1, nowhere, pages, why);
    fclose(nowhere);
    return e;
}

enum err
foreign_draw(const struct foreign *pdf, size_t n, bool fronts, FILE *to, size_t *pages,
    const char **why)
{
    if (n == 0 || n > FOREIGN_FILES__MAX || fflush(to))
        return n && n <= FOREIGN_FILES__MAX ? ERR_DOWN : ERR_BUG;
    return ask(2 * (unsigned)n, fronts, pdf, n, to, pages, why);
}

/* -- the child ------------------------------------------------------------- */

struct drawing {
    struct paper *paper;
    const char *input;
    size_t input_n;
    bool fronts;
};

static enum err
draw_all(struct drawing *d, char **size, const char **why)
{
    enum err e = OK;

    for (size_t n; *size && !e; size++, d->input += n, d->input_n -= n) {
        n = strtoul(*size, NULL, 10);
        if (n > d->input_n)
            return ERR_INVALID;
        e = paper_add_file(d->paper, d->input, n, FOREIGN_PAGES__MAX, why);
        if (!e && d->fronts)
            paper_front(d->paper);
    }
    return e;
}

static int
refused(const char *why)
{
    child_answer(why);
    return REFUSED;
}

static int
draw(int argc, char **argv)
{
    const char *why = BROKEN;
    char answer[NUMBER__SIZE + sizeof PAGES];
    struct drawing d = { .fronts = strcmp(argv[2], "fronts") == 0 };
    size_t pages;

    if (argc <= FIRST_SIZE || !(d.input = child_input(&d.input_n)))
        return refused(why);
    if (paper_open_file(&d.paper, arena_new(), stdout, "", "", 0))
        return NO_FONTS;
    if (draw_all(&d, argv + FIRST_SIZE, &why))
        return refused(why);
    if (paper_close(d.paper, &pages) || fflush(stdout) || ferror(stdout))
        return refused(TOO_MUCH);
    snprintf(answer, sizeof answer, "%s%zu", PAGES, pages);
    child_answer(answer);
    return DRAWN;
}

/* Ends without what the libraries would tidy up: nothing of it is trusted any more. */
int
foreign_child(int argc, char **argv)
{
    unsigned long times = argc > FIRST_SIZE ? strtoul(argv[1], NULL, 10) : 0;
    struct child_limits limits = {
        .memory = (size_t)FOREIGN_MEMORY_MB * MB * (times > 1 ? 2 : 1),
        .file = (size_t)FOREIGN_OUTPUT_MB * MB * times,
        .seconds = (unsigned)times * FOREIGN_SECONDS,
    };

    if (times == 0 || times > TIMES__MAX) {
        fprintf(stderr, "dunlin: " FOREIGN_COMMAND " is no command for people\n");
        return 2;
    }
    if (paper_file_ready()) {
        fprintf(stderr, "dunlin: there is nothing here that draws a PDF\n");
        return NO_FONTS;
    }
    if (child_confine(&limits)) {
        fprintf(stderr, "dunlin: this system cannot confine a process\n");
        return NO_FONTS;
    }
    _exit(draw(argc, argv));
}
