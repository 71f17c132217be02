#include "service/statement_sheet.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/date.h"
#include "base/log.h"
#include "base/money.h"
#include "render/paper_words.h"

enum { COLUMNS = 8 };

struct writing {
    struct arena *arena;
    const struct statement *s;
    struct sheet *sheet;
    int64_t balance_minor;
};

static const char *
money(const struct writing *w, int64_t minor)
{
    char text[MONEY_TEXT__SIZE];

    return arena_str(w->arena, money_format(minor, w->s->c.currency, text));
}

static const char *
day_text(const struct writing *w, int32_t on)
{
    char text[DATE_TEXT__SIZE];

    return on == DAY_NONE ? NULL : arena_str(w->arena, date_format(on, text));
}

static enum err
balance_row(struct writing *w, int32_t on, enum paper_word word)
{
    const char *const cells[COLUMNS] = { day_text(w, on),
        paper_word(w->s->c.language, word), NULL, NULL, NULL, NULL,
        money(w, w->balance_minor), w->s->c.currency };

    return sheet_row(w->sheet, cells);
}

static enum err
line_row(struct writing *w, const struct statement_line *l)
{
    w->balance_minor += l->debit_minor - l->credit_minor;
    const char *const cells[COLUMNS] = { day_text(w, l->on),
        paper_kind(w->s->c.language, l->kind), l->number, day_text(w, l->due_on),
        l->debit_minor ? money(w, l->debit_minor) : NULL,
        l->credit_minor ? money(w, l->credit_minor) : NULL, money(w, w->balance_minor),
        w->s->c.currency };

    return sheet_row(w->sheet, cells);
}

static enum err
write_rows(struct writing *w)
{
    const char *lang = w->s->c.language;
    const struct sheet_col cols[COLUMNS] = {
        { paper_word(lang, WORD_DATE), SHEET_DAY, false },
        { paper_word(lang, WORD_DOCUMENT), SHEET_TEXT, false },
        { paper_word(lang, WORD_NUMBER), SHEET_TEXT, false },
        { paper_word(lang, WORD_DUE), SHEET_DAY, false },
        { paper_word(lang, WORD_DEBIT), SHEET_NUMBER, false },
        { paper_word(lang, WORD_CREDITED), SHEET_NUMBER, false },
        { paper_word(lang, WORD_BALANCE), SHEET_NUMBER, false },
        { paper_word(lang, WORD_CURRENCY), SHEET_TEXT, false },
    };
    enum err e;

    sheet_table(w->sheet, paper_word(lang, WORD_STATEMENT), cols, COLUMNS);
    w->balance_minor = w->s->opening_minor;
    e = balance_row(w, w->s->from_on, WORD_OPENING);
    for (size_t i = 0; !e && i < w->s->n; i++)
        e = line_row(w, &w->s->lines[i]);
    return e ? e : balance_row(w, w->s->to_on, WORD_CLOSING);
}

static enum err
read_back(const char *path, struct buf *out)
{
    char block[16384];
    FILE *f = fopen(path, "rb");
    size_t n;
    bool bad;

    if (!f)
        return ERR_DOWN;
    while ((n = fread(block, 1, sizeof block, f)) > 0)
        buf_add(out, block, n);
    bad = ferror(f);
    fclose(f);
    return bad ? ERR_DOWN : OK;
}

static enum err
write_file(
    struct writing *w, enum sheet_format format, const char *path, int64_t now_at)
{
    const struct statement *s = w->s;
    const struct sheet_fact facts[] = {
        { paper_word(s->c.language, WORD_CUSTOMER),
            arena_fmt(w->arena, "%s, %s", s->c.number, s->c.name) },
        { paper_word(s->c.language, WORD_PERIOD),
            arena_fmt(
                w->arena, "%s – %s", day_text(w, s->from_on), day_text(w, s->to_on)) },
    };
    const struct sheet_head head = { .title = paper_word(s->c.language, WORD_STATEMENT),
        .company = s->c.head->name,
        .language = s->c.language,
        .facts = facts,
        .facts_n = sizeof facts / sizeof *facts,
        .made_at = now_at };
    enum err e = sheet_open(&w->sheet, w->arena, format, path, &head), closed;

    if (e)
        return e;
    e = write_rows(w);
    closed = sheet_close(w->sheet, !e);
    return e ? e : closed;
}

enum err
statement_sheet(struct arena *a, const char *folder, enum sheet_format format,
    const struct statement *s, int64_t now_at, struct buf *out)
{
    struct writing w = { .arena = a, .s = s };
    char *dir = arena_fmt(a, "%s/statement-XXXXXX", folder);
    const char *path;
    enum err e;

    if (!mkdtemp(dir)) {
        log_error("folder_not_made", kv("path", dir));
        return ERR_DOWN;
    }
    path = arena_fmt(a, "%s/file", dir);
    if (!(e = write_file(&w, format, path, now_at)))
        e = read_back(path, out);
    (void)unlink(path);
    (void)rmdir(dir);
    return e;
}
