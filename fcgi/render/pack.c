#include "render/pack.h"

#include <archive.h>
#include <archive_entry.h>

#include "base/date.h"
#include "base/log.h"

struct pack {
    struct archive *archive;
    int64_t made_at;
};

enum { MODE = 0644 };

static enum err
told(const struct pack *p)
{
    log_error("zip_not_written",
        kv("why", p->archive ? archive_error_string(p->archive) : "no memory"));
    return ERR_DOWN;
}

enum err
pack_open(struct pack **out, struct arena *a, FILE *to, int64_t made_at)
{
    struct pack *p = *out = arena_new_of(a, struct pack);

    p->made_at = made_at;
    p->archive = archive_write_new();
    if (p->archive && !archive_write_set_format_zip(p->archive) &&
        !archive_write_set_options(p->archive, "zip:hdrcharset=UTF-8") &&
        !archive_write_set_bytes_in_last_block(p->archive, 1) &&
        !archive_write_open_FILE(p->archive, to))
        return OK;
    (void)told(p);
    archive_write_free(p->archive);
    return ERR_DOWN;
}

enum err
pack_add(struct pack *p, const char *name, const void *data, size_t n)
{
    struct archive_entry *entry = archive_entry_new();
    enum err e = OK;

    archive_entry_set_pathname_utf8(entry, name);
    archive_entry_set_filetype(entry, AE_IFREG);
    archive_entry_set_perm(entry, MODE);
    archive_entry_set_mtime(entry, p->made_at / DATE_US_PER_S, 0);
    archive_entry_set_size(entry, (la_int64_t)n);
    if (archive_write_header(p->archive, entry) ||
        archive_write_data(p->archive, data, n) != (la_ssize_t)n ||
        archive_write_finish_entry(p->archive))
        e = told(p);
    archive_entry_free(entry);
    return e;
}

enum err
pack_close(struct pack *p)
{
    enum err e = archive_write_close(p->archive) ? told(p) : OK;

    archive_write_free(p->archive);
    return e;
}
