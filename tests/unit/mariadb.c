#include "tests/unit/mariadb.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

static struct mariadb it;
static char folder[64];

static void
give_up(const char *what)
{
    fprintf(stderr, "mariadb: %s: %s\n", what, strerror(errno));
    exit(1);
}

/* Runs a command quietly; gives its exit status. */
static int
run(const char *const argv[])
{
    int status;
    pid_t pid = fork();

    if (pid < 0)
        give_up("fork");
    if (!pid) {
        int null = open("/dev/null", O_RDWR | O_CLOEXEC);

        if (dup2(null, STDIN_FILENO) < 0 || dup2(null, STDOUT_FILENO) < 0)
            _exit(127);
        execvp(argv[0], (char *const *)(void *)argv);
        _exit(127);
    }
    while (waitpid(pid, &status, 0) < 0)
        if (errno != EINTR)
            give_up("waitpid");
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128;
}

static void
client(const char *database, const char *sql)
{
    char at[128];
    const char *const argv[] = { "mariadb", "--no-defaults", at, "--user=root", "-e",
        sql, database, NULL };

    snprintf(at, sizeof at, "--socket=%s", it.socket);
    if (run(argv)) {
        fprintf(stderr, "mariadb: refused: %s\n", sql);
        exit(1);
    }
}

void
mariadb_run(const char *sql)
{
    client(mariadb_for_test()->name, sql);
}

static void
stop(void)
{
    if (folder[0]) {
        run((const char *const[]){ ".make/mariadb.sh", "stop", folder, NULL });
        run((const char *const[]){ "rm", "-rf", folder, NULL });
    } else {
        char sql[64];

        snprintf(sql, sizeof sql, "DROP DATABASE IF EXISTS %s", it.name);
        client("mysql", sql);
    }
}

const struct mariadb *
mariadb_for_test(void)
{
    const char *given = getenv("DUNLIN_TEST_SOCKET");
    char sql[64];

    if (it.name[0])
        return &it;
    if (given) {
        snprintf(it.socket, sizeof it.socket, "%s", given);
    } else {
        snprintf(folder, sizeof folder, "/tmp/dunlin-test-XXXXXX");
        if (!mkdtemp(folder))
            give_up("mkdtemp");
        snprintf(it.socket, sizeof it.socket, "%s/mariadb.sock", folder);
        if (run((const char *const[]){ ".make/mariadb.sh", "start", folder, NULL }))
            give_up("start");
    }
    snprintf(it.name, sizeof it.name, "test_%ld", (long)getpid());
    atexit(stop);
    snprintf(sql, sizeof sql, "CREATE DATABASE %s", it.name);
    client("mysql", sql);
    return &it;
}
