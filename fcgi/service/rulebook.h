#ifndef SERVICE_RULEBOOK_H
#define SERVICE_RULEBOOK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"
#include "db/db.h"
#include "domain/calendar.h"
#include "domain/guard.h"
#include "domain/strategy.h"
#include "script/script.h"

/*
 * The rules in force: the active version of every script, compiled in one Lua state,
 * with calendars, limits and exchange rates. It belongs to one thread. A script that
 * does not load is left out and reported; it never was active, unless a host became
 * stricter, and the others go on.
 */
struct rulebook;

enum err rulebook_open(struct rulebook **out, struct db *db, int64_t now_at);
void rulebook_close(struct rulebook *r); /* NULL is fine */

/* Builds anew, aside, and swaps, when any active script changed since; else only
 * reads limits and rates again. */
enum err rulebook_refresh(struct rulebook *r, struct db *db, int64_t now_at);

/* Which activation the compiled rules are of. */
uint64_t rulebook_epoch(const struct rulebook *r);

struct script_host *rulebook_host(struct rulebook *r);

const struct strategy *const *rulebook_strategies(const struct rulebook *r, size_t *n);
const struct strategy *rulebook_strategy(const struct rulebook *r, uint64_t script_id);
/* The script a strategy came from, and its SHA-256. */
const struct script *rulebook_script(
    const struct rulebook *r, const struct strategy *s);
const uint8_t *rulebook_hash(const struct rulebook *r, const struct strategy *s);

size_t rulebook_segments_n(const struct rulebook *r);
const struct script *rulebook_segments(const struct rulebook *r, size_t i);

/* Holidays of a country and region; NULL: no pack, Saturday and Sunday are free. */
const struct calendar *rulebook_calendar(
    const struct rulebook *r, const char *country, const char *region);

/* The pack of a country; NULL: none. */
const struct pack *rulebook_pack(const struct rulebook *r, const char *country);

/* Limits of the installation and of the country. */
struct guard_limits rulebook_limits(
    const struct rulebook *r, const char *country, int32_t today);

/* Whether a reader of that language gets a text of the template: in the language, the
 * same without its region, or English. */
bool rulebook_has_text(
    const struct rulebook *r, const char *template, const char *language);

/* An amount in the group's reporting currency, half up; 0 without a rate. */
int64_t rulebook_to_base(const struct rulebook *r, const char *currency, int64_t minor);
const char *rulebook_base_currency(const struct rulebook *r);

#endif
