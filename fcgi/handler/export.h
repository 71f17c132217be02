#ifndef HANDLER_EXPORT_H
#define HANDLER_EXPORT_H

#include "http/rq.h"
#include "render/sheet.h"

/*
 * Lists as files. A list is exported by asking the API for it, page by page, for the
 * same principal: same rows, same filters, same rights. One mechanism for all of them.
 */
struct export_ask {
    const char
        *path;           /* below the API's base: "worklist", "customers/12/items",
                            "/api/admin/v1/audit"; "customers/12" alone is the whole file */
    const char *query;   /* the list's own filters; "" none */
    const char *columns; /* names with blanks between; NULL: all */
    const char *language;
    enum sheet_format format;
    uint64_t rows__max; /* 0: no limit */
    /* told now and then; false ends it with ERR_CONFLICT. NULL: nobody is told */
    bool (*progress)(void *ctx, uint64_t rows);
    void *ctx;
};

struct export_made {
    uint64_t rows;
    const char *file_name, *type;
};

/*
 * Writes the file at path, which must not exist; nothing stays there on an error.
 * ERR_NOT_FOUND, ERR_DENIED  no such list for this principal
 * ERR_INVALID  the filters are wrong, or a whole file as one CSV; rq has the problem
 * ERR_LIMIT    more than rows__max, or than a PDF takes
 */
enum err export_run(struct rq *rq, const struct export_ask *ask, const char *path,
    struct export_made *out);

/* What its file is called, the day with it. Errors as of export_run. */
enum err export_name(struct rq *rq, const struct export_ask *ask, const char **out);

/*
 * A list as CSV, written row by row to f; it is in the audit before its first row,
 * unless the answer is dropped. Errors as of export_run; ERR_DOWN: f takes no more.
 */
enum err export_stream(struct rq *rq, const struct export_ask *ask, FILE *f);

/* -- kept in a job --------------------------------------------------------- */

enum { EXPORT_INLINE_ROWS__MAX = 50000 };

/* The ask as a job keeps it, and back; what is not JSON of ours is ERR_BUG. */
const char *export_payload(struct rq *rq, const struct export_ask *ask);
enum err export_payload_read(
    struct arena *a, const char *payload, struct export_ask *out, bool *mfa);
const char *export_result(struct arena *a, const struct export_made *m);

/* The folder of files that are made, which is there. ERR_DOWN: the disk refuses. */
enum err export_folder(struct arena *a, const struct conf *conf, const char **out);

/* Where the file of a job lies, in a folder that is there. ERR_DOWN: the disk
 * refuses. */
enum err export_path(
    struct arena *a, const struct conf *conf, uint64_t id, const char **out);

#endif
