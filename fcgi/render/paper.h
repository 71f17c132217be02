#ifndef RENDER_PAPER_H
#define RENDER_PAPER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/err.h"

/*
 * Documents on A4 as PDF, by cairo and pango: the company's letterhead, an address
 * that shows in the window of an envelope, running text, tables whose head stands on
 * every page, page numbers. Any script that a font of this machine has; a word of
 * Arabic or Hebrew reads from right to left wherever it stands. Texts are texts: no
 * markup is read from them.
 *
 * The same document gives the same bytes. Lengths are millimetres.
 */
struct paper;

/* Who writes. All texts may be "" but for the name. */
struct paper_head {
    const char *name;
    const char *address; /* lines */
    const char *footer;  /* lines, at the foot of each page */
    const char *iban, *bic;
    const void *logo; /* PNG; NULL: none */
    size_t logo_n;
    bool window_right; /* Swiss envelopes; else DIN 5008 form B, on the left */
};

/* One line of the block beside the address. */
struct paper_fact {
    const char *label, *value;
};

/* A document: draw is called twice, the first time to count the pages, and must do the
 * same each time. */
struct paper_sheet {
    const struct paper_head *head;
    const char *const *to; /* lines of the address */
    size_t to_n;
    const struct paper_fact *facts;
    size_t facts_n;
    const char *title;
    const char *language; /* of the reader: decides between forms of one character */
    bool plain;           /* for the house: no address, no folds */
    bool across;          /* the long side lies below: for wide tables */
    const char *page_of;  /* "Page %u of %u" as words: see paper_words.h */
    void (*draw)(struct paper *p, void *content);
    void *content;
};

/* -- a file ---------------------------------------------------------------- */

/*
 * Begins a file that is appended to out; made_at stands in it as its date.
 * ERR_DOWN  this machine has no fonts; the log says what to install
 */
enum err paper_open(struct paper **out, struct buf *to, const char *title,
    const char *author, int64_t made_at);
/*
 * The same, written piece by piece, so that a file of any length takes the same memory;
 * to NULL: nothing is kept, for paper_count alone. What could not be written is told by
 * ferror(to).
 */
enum err paper_open_file(struct paper **out, struct arena *a, FILE *to,
    const char *title, const char *author, int64_t made_at);
/* Adds a document, beginning on a new page; returns its pages. */
size_t paper_add(struct paper *p, const struct paper_sheet *sheet);
/* Adds an empty page when the next would be a back: for printers that use both sides.
 */
void paper_front(struct paper *p);
/*
 * Files of paper_open_file and of foreign_draw, one behind the other as one. The join
 * itself keeps some bytes a page. Lives in the arena. ERR_DOWN  a part cannot be read,
 * or the whole not be written; the log says why
 */
struct paper_join;
struct paper_join *paper_join_open(struct arena *a, FILE *to);
enum err paper_join_add(struct paper_join *j, FILE *part);
enum err paper_join_close(struct paper_join *j);
/* How many pages a document has; nothing is added. */
size_t paper_count(struct paper *p, const struct paper_sheet *sheet);
/* Ends the file; *pages may be NULL. ERR_BUG: cairo could not; the log has it. */
enum err paper_close(struct paper *p, size_t *pages);

/* -- inside draw: from top to bottom --------------------------------------- */

enum paper_style { PAPER_PLAIN, PAPER_BOLD, PAPER_SMALL, PAPER_TITLE, PAPER__MAX };

/* Running text; an empty line ends a paragraph. */
void paper_text(struct paper *p, enum paper_style style, const char *text);
void paper_space(struct paper *p, double mm);

enum { PAPER_COLS__MAX = 16 };
struct paper_col {
    const char *head;
    double width; /* a share: columns fill the page between its margins */
    bool right;   /* figures */
    bool wrap;    /* else one line, cut with an ellipsis */
};

/*
 * Rows until paper_table_end have these columns. A cell may use the room of empty ones
 * behind it; figures that are still too wide are set narrower, never cut.
 */
void paper_table(struct paper *p, const struct paper_col *cols, size_t n);
void paper_row(struct paper *p, const char *const *cells);
/* A row that sums up: bold, under a rule, never alone on a page. */
void paper_total(struct paper *p, const char *const *cells);
void paper_table_end(struct paper *p);

/*
 * How to pay: facts, and beside them a code for banking apps when `code` is its text.
 * Stays together.
 */
void paper_pay(struct paper *p, const char *title, const struct paper_fact *facts,
    size_t n, const char *code);

/* "DE89 3704 0044 …": an IBAN as people read it. */
const char *paper_iban(struct arena *a, const char *iban);

#endif
