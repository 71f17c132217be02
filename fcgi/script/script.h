#ifndef SCRIPT_SCRIPT_H
#define SCRIPT_SCRIPT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"
#include "domain/plan.h"
#include "domain/snapshot.h"
#include "domain/strategy.h"
#include "script/pack.h"
#include "script/value.h"

/*
 * What admins write in Lua, loaded, checked and asked.
 *
 *    host = script_host_new(&SCRIPT_BUDGET);           (one a thread)
 *    e = script_load(host, &source, &script);          (as many as there are)
 *    script_see(host, script_strategy(script), snapshot);
 *    e = script_priority(host, script, arena, &list, &n);
 *
 * A script sees the snapshot and nothing else: no clock, no randomness, no I/O,
 * nothing left over from an earlier call. Instructions, memory and processor
 * time are bounded, so a call always comes back; when the script is at fault the
 * error says where ("standard.lua:12: …") and the host goes on with the next case.
 *
 * ERR_INVALID  the script's fault: script_fault() tells the story
 * ERR_LIMIT    the script spent a budget: the same
 *
 * A host and what it loaded belong to one thread.
 */
struct script_host;
struct script;

struct script_budget {
    size_t memory_bytes;        /* of everything the host holds */
    size_t block_bytes;         /* of one string or table while a function is asked */
    uint64_t load_instructions; /* VM instructions, and work of our functions in kind */
    uint64_t call_instructions;
    uint32_t cpu_ms;             /* of this thread; the last resort */
    uint16_t legal_min_gap_days; /* a strategy's min_gap below this is refused; 0: no
                                    floor */
};

extern const struct script_budget SCRIPT_BUDGET;

/* As in script.kind; SCRIPT_TEMPLATE is a file of texts, stored as template_version;
 * SCRIPT_CASES an author's cases beside a strategy or segment. */
enum script_kind {
    SCRIPT_STRATEGY,
    SCRIPT_SEGMENT,
    SCRIPT_MATCHING,
    SCRIPT_CONNECTOR,
    SCRIPT_PROFILE,
    SCRIPT_PACK,
    SCRIPT_TEMPLATE,
    SCRIPT_CASES,
    SCRIPT_KIND__MAX
};

const char *script_kind_name(enum script_kind k);
/* ERR_NOT_FOUND when there is no such kind. */
enum err script_kind_parse(const char *name, enum script_kind *out);

struct script_source {
    uint64_t script_id, version_id; /* copied into the strategy */
    enum script_kind kind;
    const char *name; /* without .lua: a-z 0-9 - _, at most 64 */
    const char *body;
    size_t len;
};

struct script_host *script_host_new(const struct script_budget *budget);
void script_host_free(struct script_host *h); /* NULL is fine; frees its scripts */

/*
 * Compiles, runs the file once and takes its declaration, complete and checked,
 * or changes nothing. Loading a new version beside an old one and dropping the
 * old afterwards is how a host is brought up to date.
 */
enum err script_load(
    struct script_host *h, const struct script_source *source, struct script **out);
void script_drop(struct script_host *h, struct script *s);

/* What it declared; NULL when it is of another kind. Lives as long as the script. */
const struct strategy *script_strategy(const struct script *s);
const struct script_value *script_data(const struct script *s);
const struct pack *script_pack(const struct script *s);
/* Of a segment file: how many segments, their names and tags. */
size_t script_segments_n(const struct script *s);
const char *script_segment_name(const struct script *s, size_t i);
const char *script_segment_tag(const struct script *s, size_t i);

uint64_t script_version_id(const struct script *s);
uint64_t script_id(const struct script *s);
const char *script_name(const struct script *s);
enum script_kind script_kind_of(const struct script *s);

/* The case that is asked about from now on; the snapshot is read while functions
 * run, not copied. st gives c.threshold, and may be NULL. */
void script_see(
    struct script_host *h, const struct strategy *st, const struct snapshot *snap);

/* The step's `when` for one instalment of the case seen. */
enum err script_when(struct script_host *h, const struct script *s,
    const struct step *step, size_t instalment, bool *yes);

/* Named points, by name; at most SCRIPT_CONTRIBUTIONS__MAX, each within ±100,000. */
enum { SCRIPT_CONTRIBUTIONS__MAX = 16 };
enum err script_priority(struct script_host *h, const struct script *s, struct arena *a,
    struct contribution **list, size_t *n);

/* One segment of the file: whether the case belongs, and why (NULL: no reason given).
 */
struct script_tag {
    const char *tag;
    const char *reason;
    bool yes;
};
enum err script_segment(struct script_host *h, const struct script *s, size_t i,
    struct arena *a, struct script_tag *out);

/* The same in the shape the engine asks in: ctx is a struct script_asker. */
struct script_asker {
    struct script_host *host;
    const struct script *script;
};
enum err script_ask_when(
    void *asker, const struct step *step, size_t instalment, bool *yes);
enum err script_ask_priority(
    void *asker, struct arena *a, struct contribution **list, size_t *n);

/* Of the last call that failed: "standard.lua:12: step 'first': …", one line; with a
 * traceback below it; and the line alone, 0 when it has none. Until the next call. */
const char *script_fault(const struct script_host *h);
const char *script_fault_trace(const struct script_host *h);
int script_fault_line(const struct script_host *h);

/* Bytes held now, for metrics and tests. */
size_t script_memory(const struct script_host *h);

/* Every name a script of some kind may call, as in lua/api.lua: "string.format",
 * "c.overdue" … NULL at the end of the list. */
const char *script_api_name(size_t i);

#endif
