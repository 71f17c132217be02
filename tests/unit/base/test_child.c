#include "tests/unit/test.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/child.h"

/* What the child of a test does, by its name; main starts it. */
enum { MIB = 1 << 20 };

static bool
may_not(bool failed)
{
    return failed && (errno == EACCES || errno == EPERM);
}

static int
confined(void)
{
    char *const argv[] = { (char[]){ "true" }, NULL };
    FILE *read_only = fopen("/etc/passwd", "re");

    if (!read_only)
        return 20;
    fclose(read_only);
    if (!may_not(socket(AF_INET, SOCK_STREAM, 0) < 0))
        return 21;
    if (!may_not(open("/tmp/dunlin-child", O_CREAT | O_WRONLY | O_CLOEXEC, 0600) < 0))
        return 22;
    if (!may_not(execv("/bin/true", argv) < 0))
        return 23;
    if (!may_not(kill(getppid(), 0) < 0))
        return 24;
    if (fcntl(4, F_GETFD) >= 0)
        return 25;
    return getenv("DUNLIN_DB_PASSWORD") ? 26 : 0;
}

static int
echo(void)
{
    size_t n;
    const char *in = child_input(&n);

    child_answer("done");
    return in && write(1, in, n) == (ssize_t)n ? 7 : 1;
}

static int
child(const char *what)
{
    static const struct child_limits LIMITS = { 512 * (size_t)MIB, MIB, 1 };
    volatile char *p = NULL;
    volatile unsigned spin = 0;
    char block[4096] = { 0 };

    if (child_confine(&LIMITS))
        return 99;
    if (strcmp(what, "echo") == 0)
        return echo();
    if (strcmp(what, "confined") == 0)
        return confined();
    if (strcmp(what, "crash") == 0)
        return raise(SIGSEGV);
    if (strcmp(what, "spin") == 0)
        for (;;)
            spin++;
    if (strcmp(what, "sleep") == 0)
        for (;;)
            pause();
    if (strcmp(what, "write") == 0)
        while (write(1, block, sizeof block) > 0)
            ;
    if (strcmp(what, "memory") == 0)
        return !(p = malloc(1024 * (size_t)MIB)) && errno == ENOMEM ? 8 : 0;
    return 1;
}

static struct child_end
run(const char *what, int out)
{
    const char *argv[] = { "child", what, NULL };
    struct iovec in[] = { { (char[]){ "one " }, 4 }, { (char[]){ "two" }, 3 } };
    struct child_end end;

    assert_int_equal(
        child_run(&(const struct child_job){ argv, in, 2, out, 3 }, &end), OK);
    return end;
}

static void
it_gets_its_input_and_answers(void **)
{
    FILE *f = tmpfile();
    struct child_end end = run("echo", fileno(f));
    char got[16] = "";

    assert_int_equal(end.fate, CHILD_DONE);
    assert_int_equal(end.status, 7);
    assert_string_equal(end.answer, "done");
    rewind(f);
    assert_int_equal(fread(got, 1, sizeof got, f), 7);
    assert_string_equal(got, "one two");
    fclose(f);
}

static void
it_reads_and_nothing_else(void **)
{
    struct child_end end;

    setenv("DUNLIN_DB_PASSWORD", "secret", 1);
    end = run("confined", -1);
    assert_int_equal(end.fate, CHILD_DONE);
    assert_int_equal(end.status, 0);
}

static void
whatever_becomes_of_it_the_parent_goes_on(void **)
{
    FILE *f = tmpfile();
    struct child_end end = run("crash", -1);

    assert_int_not_equal(end.fate == CHILD_DONE ? end.status : 1, 0);
    end = run("spin", -1); /* by either clock */
    assert_int_not_equal(end.fate, CHILD_DONE);
    end = run("sleep", -1);
    assert_int_equal(end.fate, CHILD_LATE);
    end = run("write", fileno(f));
    assert_int_equal(end.fate, CHILD_DIED);
    assert_int_equal(end.status, SIGXFSZ);
    fclose(f);
#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
    end = run("memory", -1);
    assert_int_equal(end.status, 8);
#endif
    assert_int_equal(run("echo", -1).status, 7);
}

int
main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(it_gets_its_input_and_answers),
        cmocka_unit_test(it_reads_and_nothing_else),
        cmocka_unit_test(whatever_becomes_of_it_the_parent_goes_on),
    };

    if (argc == 3 && strcmp(argv[1], "child") == 0)
        _exit(child(argv[2]));
    return cmocka_run_group_tests(tests, NULL, NULL);
}
