#include <archive.h>
#include <archive_entry.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "base/log.h"
#include "render/sheet/internal.h"

/* Each table is written to a file without a name first: an entry says how long it is.
 */
struct zip {
    FILE *file;
    struct archive *archive;
    struct sheet table; /* what the CSV writer sees */
    const char *name;   /* of the table at hand; NULL: none */
    bool bad;
};

static void
told(struct sheet *s, const char *why)
{
    struct zip *z = s->own;

    if (!z->bad)
        log_error("export_file", kv("path", s->path), kv("why", why));
    z->bad = true;
}

static bool
zip_open(struct sheet *s)
{
    struct zip *z = arena_new_of(s->arena, struct zip);

    s->own = z;
    z->file = fopen(s->path, "wxe");
    if (!z->file) {
        told(s, strerror(errno));
        return false;
    }
    z->archive = archive_write_new();
    if (!z->archive || archive_write_set_format_zip(z->archive) ||
        archive_write_set_options(z->archive, "zip:hdrcharset=UTF-8") ||
        archive_write_open_FILE(z->archive, z->file))
        told(s, z->archive ? archive_error_string(z->archive) : "no memory");
    return !z->bad;
}

static void
copy(struct sheet *s, FILE *from)
{
    struct zip *z = s->own;
    char block[16384];
    size_t n;

    rewind(from);
    while (!z->bad && (n = fread(block, 1, sizeof block, from)) > 0)
        if (archive_write_data(z->archive, block, n) != (la_ssize_t)n)
            told(s, archive_error_string(z->archive));
    if (ferror(from))
        told(s, "what was written cannot be read back");
}

/* The table at hand becomes an entry. */
static void
end_table(struct sheet *s)
{
    struct zip *z = s->own;
    FILE *f = z->table.to;
    struct archive_entry *entry;
    off_t n;

    if (!z->name)
        return;
    n = fflush(f) ? -1 : ftello(f);
    entry = archive_entry_new();
    archive_entry_set_pathname_utf8(entry, arena_fmt(s->arena, "%s.csv", z->name));
    archive_entry_set_filetype(entry, AE_IFREG);
    archive_entry_set_perm(entry, 0644);
    archive_entry_set_mtime(entry, s->head.made_at / 1000000, 0);
    archive_entry_set_size(entry, n);
    if (n < 0)
        told(s, strerror(errno));
    else if (archive_write_header(z->archive, entry))
        told(s, archive_error_string(z->archive));
    copy(s, f);
    archive_entry_free(entry);
    fclose(f);
    z->name = NULL;
}

static void
zip_table(struct sheet *s, const char *name)
{
    struct zip *z = s->own;
    FILE *f;

    end_table(s);
    if (!(f = tmpfile())) {
        told(s, strerror(errno));
        return;
    }
    z->name = name;
    z->table = *s;
    z->table.writer = &SHEET_CSV_WRITER;
    z->table.to = f;
    z->table.writer->open(&z->table);
    z->table.writer->table(&z->table, name);
}

static enum err
zip_row(struct sheet *s, const char *const *cells)
{
    struct zip *z = s->own;

    return z->bad ? ERR_DOWN : z->table.writer->row(&z->table, cells);
}

static bool
zip_close(struct sheet *s, bool keep)
{
    struct zip *z = s->own;

    if (keep)
        end_table(s);
    else if (z->name)
        fclose(z->table.to);
    if (z->archive && archive_write_close(z->archive) && keep)
        told(s, archive_error_string(z->archive));
    archive_write_free(z->archive);
    if (fclose(z->file) && keep)
        told(s, strerror(errno));
    return !z->bad;
}

const struct sheet_writer SHEET_ZIP_WRITER = { zip_open, zip_table, zip_row, NULL,
    zip_close };
