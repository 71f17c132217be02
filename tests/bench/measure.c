/*
 * measure FILE COMMAND...: runs the command and writes to FILE how long it took and
 * the most memory it had: "MS RSS_KIB USER_MS SYS_MS". Its exit status is the
 * command's.
 */
#include <errno.h>
#include <stdio.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static double
now_ms(void)
{
    struct timespec t;

    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

static double
ms(struct timeval t)
{
    return (double)t.tv_sec * 1e3 + (double)t.tv_usec / 1e3;
}

int
main(int argc, char **argv)
{
    double began = now_ms(), took;
    struct rusage use;
    FILE *out;
    int status;
    pid_t pid;

    if (argc < 3)
        return 2;
    pid = fork();
    if (pid == 0) {
        execvp(argv[2], argv + 2);
        perror(argv[2]);
        _exit(127);
    }
    while (pid < 0 || wait4(pid, &status, 0, &use) < 0)
        if (errno != EINTR)
            return 2;
    took = now_ms() - began;
    out = fopen(argv[1], "w");
    if (!out)
        return 2;
    fprintf(out, "%.1f %ld %.1f %.1f\n", took, use.ru_maxrss, ms(use.ru_utime),
        ms(use.ru_stime));
    fclose(out);
    return WIFEXITED(status) ? WEXITSTATUS(status) : 1;
}
