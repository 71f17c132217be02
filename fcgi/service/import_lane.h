#ifndef SERVICE_IMPORT_LANE_H
#define SERVICE_IMPORT_LANE_H

#include "intake/ar_profile.h"
#include "service/import_csv.h"
#include "service/ledger.h"
#include "service/ledger/map.h"
#include "store/q_import_error.h"

/*
 * A thread with a connection of its own that applies what the reader of a file hands
 * it, while the reader goes on. All that concerns a customer goes through one lane, in
 * the order of the file, so lanes never wait for each other's cases. Only
 * service/import_rows includes this.
 */
struct pending {
    uint64_t line_no;
    const char *text; /* of the row in the file */
    size_t first, n;  /* its rows */
    size_t document;  /* the one that counts */
};

struct chunk {
    struct arena *a;
    LIST(struct ledger_row) rows;
    LIST(struct pending) pending;
    LIST(struct import_error_insert) errors;
};

void chunk_init(struct chunk *c);
void chunk_free(struct chunk *c);
/* Text is cut to what the columns hold; fault is its number within the line. */
void chunk_add_error(struct chunk *c, uint64_t batch_id, uint64_t line_no,
    uint32_t fault, const char *field, const char *value, const char *reason,
    const char *text);

struct lane;

/* What all lanes of an import share; the owner keeps it. */
struct lane_conf {
    const struct db *db; /* to open others like it */
    uint64_t batch_id;
    const char *title; /* of the line on the customers' timelines */
    const char *source_system;
    const struct actor *by;
};

enum err lane_start(const struct lane_conf *conf, struct lane **out);

/*
 * Takes the chunk over once the lane is free, and leaves an empty one in its place.
 * Gives the error of an earlier chunk, if there was one.
 */
enum err lane_give(struct lane *l, struct chunk *c);

/* Adds what the lane counted so far. */
void lane_count(struct lane *l, struct import_counts *sum);

/* Waits for what is under way, adds what the lane counted, frees it. Gives its error.
 */
enum err lane_stop(struct lane *l, struct import_counts *sum);

#endif
