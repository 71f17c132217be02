#ifndef SERVICE_MAKE_DOCUMENT_H
#define SERVICE_MAKE_DOCUMENT_H

#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/conf.h"
#include "base/err.h"
#include "db/db.h"
#include "render/letter.h"
#include "render/sheet.h"

/* Documents about a customer's account, as PDF, with the figures of this moment. */
struct document {
    const char *file_name, *type;
    const void *data;
    size_t n;
    size_t pages; /* 0: a file of somebody else's */
};

enum { STATEMENT_DAYS = 90, STATEMENT_LINES__MAX = 20000 };

/* What is asked for, by whom. */
struct statement_ask {
    uint64_t customer_id;   /* in reach of whoever asks: the caller has checked */
    uint64_t scope;         /* the user when limited; 0: everything of the customer */
    const char *currency;   /* NULL: that of the customer's first case */
    const char *language;   /* of the reader; NULL: the customer's */
    int32_t from_on, to_on; /* DAY_NONE: to today, from STATEMENT_DAYS before its end */
    int64_t now_at;
};

/*
 * ERR_NOT_FOUND  the customer owes nothing in that currency, or nothing in reach
 * ERR_INVALID    the period ends before it begins
 * ERR_LIMIT      more than STATEMENT_LINES__MAX lines
 * ERR_DOWN       no fonts here
 */
enum err make_statement(struct db *db, struct arena *a, const struct statement_ask *ask,
    struct document *out);

/* The same as CSV or Excel, a row a line, with the balance after each. ERR_DOWN: the
 * disk refuses. */
enum err make_statement_sheet(struct db *db, struct arena *a, const struct conf *conf,
    const struct statement_ask *ask, enum sheet_format format, struct document *out);

struct item_ask {
    uint64_t id;
    uint64_t customer_id;  /* 0: any in scope */
    uint64_t only_item_id; /* of a session that may see one document; 0: any */
    uint64_t scope;
    const char *language; /* NULL: the customer's */
    int64_t now_at;
};

/*
 * An invoice, credit note or claim: the file that is attached to it as the original,
 * else a copy made of its lines.
 * ERR_NOT_FOUND  no such document in reach   ERR_DOWN  no fonts, or the file is gone
 */
enum err make_item_document(struct db *db, struct arena *a, const struct conf *conf,
    const struct item_ask *ask, struct document *out);

struct letter_ask {
    uint64_t outbox_id, customer_id, case_id; /* in reach of whoever asks */
    const char *subject, *text;               /* as the message had them */
    int64_t minor;                            /* what it asked for; 0: nothing */
    int64_t now_at;
};

/* A message on paper, to be posted: with address window and payment code. One that is
 * in a batch is the same as there.
 * ERR_NOT_FOUND  no such case   ERR_DOWN  no fonts */
enum err make_letter(
    struct db *db, struct arena *a, const struct letter_ask *ask, struct document *out);

#endif
