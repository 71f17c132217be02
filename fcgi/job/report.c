#include "job/report.h"

#include <dirent.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/date.h"
#include "base/text.h"

/* What a process left that was killed while it made a report. */
static void
sweep(struct arena *a, const char *folder)
{
    DIR *d = opendir(folder);
    struct dirent *one;
    struct stat st;

    while (d && (one = readdir(d))) {
        const char *path = arena_fmt(a, "%s/%s", folder, one->d_name);

        if (text_starts(one->d_name, REPORT_FILE_PREFIX) && !stat(path, &st) &&
            (int64_t)st.st_mtime * DATE_US_PER_S < clock_real_us() - DATE_US_PER_DAY)
            unlink(path);
    }
    if (d)
        closedir(d);
}

enum err
report_round(void *ctx, bool *more)
{
    struct reporter *r = ctx;
    struct arena *a = arena_new();
    enum err e;

    if (!r->swept)
        sweep(a, r->post.folder);
    r->swept = true;
    e = send_report(r->db, a, &r->post, clock_now_us(), more);
    if (!e && !*more)
        e = forget_report_files(r->db);
    arena_free(a);
    return e;
}
