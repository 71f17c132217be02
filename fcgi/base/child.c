#include "base/child.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/pidfd.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/log.h"

enum { ANSWER_FD = 3, ENV__MAX = 16, MS = 1000 };

/* Where fonts and their caches are, and how a sanitizer reports; no secret. */
static const char *const PASSED_ON[] = { "HOME", "LANG", "TZ", "XDG_CACHE_HOME",
    "XDG_CONFIG_HOME", "XDG_DATA_HOME", "FONTCONFIG_FILE", "FONTCONFIG_PATH",
    "ASAN_OPTIONS", "TSAN_OPTIONS", "UBSAN_OPTIONS", "LSAN_OPTIONS" };

static void
environment(char *text, size_t size, char *env[static ENV__MAX])
{
    size_t n = 0;

    for (size_t i = 0; i < sizeof PASSED_ON / sizeof *PASSED_ON; i++) {
        const char *value = getenv(PASSED_ON[i]);
        int len = value ? snprintf(text, size, "%s=%s", PASSED_ON[i], value) : 0;

        if (!value || len < 0 || (size_t)len >= size)
            continue;
        env[n++] = text;
        text += len + 1;
        size -= (size_t)len + 1;
    }
    env[n] = NULL;
}

/* A file in memory that has these bytes and stands at its beginning. */
static int
memory_of(const char *name, const struct iovec *in, size_t n)
{
    int fd = memfd_create(name, MFD_CLOEXEC);

    for (size_t i = 0; fd >= 0 && i < n; i++)
        for (size_t done = 0; done < in[i].iov_len;) {
            ssize_t put =
                write(fd, (const char *)in[i].iov_base + done, in[i].iov_len - done);

            if (put < 0 && errno == EINTR)
                continue;
            if (put <= 0) {
                close(fd);
                return -1;
            }
            done += (size_t)put;
        }
    if (fd >= 0)
        lseek(fd, 0, SEEK_SET);
    return fd;
}

static int64_t
now_ms(void)
{
    struct timespec t;

    clock_gettime(CLOCK_MONOTONIC, &t);
    return (int64_t)t.tv_sec * MS + t.tv_nsec / 1000000;
}

/* Whether it ended by itself in time. */
static bool
ends_in_time(int pidfd, unsigned seconds)
{
    struct pollfd on = { .fd = pidfd, .events = POLLIN };
    int64_t until = now_ms() + (int64_t)seconds * MS, left;

    while ((left = until - now_ms()) > 0)
        if (poll(&on, 1, (int)left) > 0)
            return true;
    return false;
}

static void
wait_for(pid_t pid, unsigned seconds, struct child_end *end)
{
    int pidfd = pidfd_open(pid, 0), status = 0;
    bool late = pidfd < 0 || !ends_in_time(pidfd, seconds);

    if (late)
        kill(pid, SIGKILL);
    while (waitpid(pid, &status, 0) < 0 && errno == EINTR)
        ;
    if (pidfd >= 0)
        close(pidfd);
    end->fate = late ? CHILD_LATE : WIFEXITED(status) ? CHILD_DONE : CHILD_DIED;
    end->status = WIFEXITED(status) ? WEXITSTATUS(status) : WTERMSIG(status);
}

/* Signals that the parent handles in threads of its own are the child's to die of. */
static int
start(pid_t *pid, const struct child_job *job, int in, int answer)
{
    char *argv[CHILD_ARGS__MAX + 2] = { (char[]){ "dunlin" } }, *env[ENV__MAX];
    char text[4096];
    posix_spawn_file_actions_t files;
    posix_spawnattr_t attr;
    sigset_t none, all;
    size_t n = 1;
    int rc;

    for (const char *const *a = job->argv; *a && n <= CHILD_ARGS__MAX; a++)
        memcpy(&argv[n++], a, sizeof *a);
    environment(text, sizeof text, env);
    sigemptyset(&none);
    sigfillset(&all);
    posix_spawnattr_init(&attr);
    posix_spawnattr_setsigmask(&attr, &none);
    posix_spawnattr_setsigdefault(&attr, &all);
    posix_spawnattr_setflags(&attr, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
    posix_spawn_file_actions_init(&files);
    posix_spawn_file_actions_adddup2(&files, in, 0);
    if (job->out >= 0)
        posix_spawn_file_actions_adddup2(&files, job->out, 1);
    else
        posix_spawn_file_actions_addopen(&files, 1, "/dev/null", O_WRONLY, 0);
    posix_spawn_file_actions_addopen(&files, 2, "/dev/null", O_WRONLY, 0);
    posix_spawn_file_actions_adddup2(&files, answer, ANSWER_FD);
    rc = posix_spawn(pid, "/proc/self/exe", &files, &attr, argv, env);
    posix_spawn_file_actions_destroy(&files);
    posix_spawnattr_destroy(&attr);
    return rc;
}

/* A copy above those that the child gets, so that none is overwritten by another. */
static int
above(int fd)
{
    int copy = fd < 0 ? -1 : fcntl(fd, F_DUPFD_CLOEXEC, ANSWER_FD + 1);

    if (fd >= 0)
        close(fd);
    return copy;
}

enum err
child_run(const struct child_job *job, struct child_end *end)
{
    int in = above(memory_of("input", job->in, job->in_n));
    int answer = above(memory_of("answer", NULL, 0));
    int out = job->out >= 0 ? above(dup(job->out)) : -1;
    struct child_job mine = *job;
    pid_t pid;
    int rc = EMFILE;

    *end = (struct child_end){ 0 };
    mine.out = out;
    if (in >= 0 && answer >= 0 && (out >= 0 || job->out < 0) &&
        !(rc = start(&pid, &mine, in, answer))) {
        ssize_t n;

        wait_for(pid, job->seconds, end);
        n = pread(answer, end->answer, sizeof end->answer - 1, 0);
        end->answer[n > 0 ? n : 0] = '\0';
    } else {
        log_error(
            "child_not_started", kv("command", *job->argv), kv("why", strerror(rc)));
    }
    if (in >= 0)
        close(in);
    if (answer >= 0)
        close(answer);
    if (out >= 0)
        close(out);
    return rc ? ERR_DOWN : OK;
}

/* -- the child ------------------------------------------------------------- */

const void *
child_input(size_t *n)
{
    off_t size = lseek(0, 0, SEEK_END);
    void *at;

    *n = size > 0 ? (size_t)size : 0;
    if (!*n)
        return NULL;
    at = mmap(NULL, *n, PROT_READ, MAP_PRIVATE, 0, 0);
    return at == MAP_FAILED ? NULL : at;
}

void
child_answer(const char *text)
{
    size_t n = strlen(text);

    if (write(ANSWER_FD, text, n) != (ssize_t)n)
        _exit(1);
}
