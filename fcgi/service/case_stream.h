#ifndef SERVICE_CASE_STREAM_H
#define SERVICE_CASE_STREAM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"
#include "db/db.h"
#include "domain/calendar.h"
#include "domain/snapshot.h"

/*
 * The cases of a range, one snapshot after the other: one ordered cursor a relation,
 * merged by case. Over lanes the rows come straight off the wire and nothing is kept
 * but the case at hand; without lanes each relation is read whole first, which is
 * right for a handful of cases on the caller's one connection.
 */
enum { CASE_LANES = 17 };

/* Further connections, so that as many streams can be open at once. */
struct case_lanes {
    struct db *db[CASE_LANES];
};

enum err case_lanes_open(struct case_lanes *lanes, const struct db *like);
void case_lanes_close(struct case_lanes *lanes);

struct case_range {
    uint64_t lo, hi; /* case ids, both included */
    int64_t now_at;  /* business instant */
    bool full;       /* also cases whose time has not come */
    int32_t today;   /* DAY_NONE: each division's local day of now_at; else that day */
    /*
     * As it was known at the end of `today`, which is over; judged at the first moment
     * of that day, in the division's zone, at which cash data as fresh as it got was
     * there.
     */
    bool as_known;
    bool said; /* only what a message depends on, see case_read_said */
    /* JSON: these cases instead of lo..hi, and of each only what a message says while
     * nothing holds its debts back: head, instalments, credits, contacts, tags */
    const char *named;
};

/* One case with what the engine needs beside the snapshot to write back. */
struct case_facts {
    struct snapshot
        snapshot; /* judged, without coverage: apply it when the tags are final */
    uint64_t touch_seq, run_id, assignee_id;
    int64_t next_at;
    const char **own_tags; /* tags a script gave for this case, sorted */
    size_t own_tags_n;
    const char **other_tags; /* all the others, sorted, unique */
    size_t other_tags_n;
    const struct promise_before { /* of each promise, as stored */
        enum promise_state state; /* CANCELLED: nothing stored */
        int64_t kept_minor;
    } * before;
    struct case_task { /* open tasks that have a dedup key */
        uint64_t id;
        const char *dedup_key;
    } * tasks;
    size_t tasks_n;
};

struct case_stream;

/*
 * The stream lives in the arena. lanes NULL: everything through db, buffered.
 * Close it whatever next said.
 */
enum err case_stream_open(struct case_stream **out, struct arena *a, struct db *db,
    struct case_lanes *lanes, const struct case_range *range);

/*
 * The next case; what it points to lives in `a`. False at the end or after an error;
 * close tells which.
 */
bool case_stream_next(struct case_stream *s, struct arena *a, struct case_facts *out);
enum err case_stream_close(struct case_stream *s);

/* Exactly one case, whether its time has come or not: as of a day that is over as it
 * was known then, of any other day as it stands. ERR_NOT_FOUND. */
enum err case_read(struct db *db, struct arena *a, uint64_t case_id, int64_t now_at,
    int32_t today, struct case_facts *out);

/* The same as it stands now, but for what no message depends on: steps taken, tasks,
 * earlier messages, what waits for an answer, how it paid. */
enum err case_read_said(struct db *db, struct arena *a, uint64_t case_id,
    int64_t now_at, struct case_facts *out);

#endif
