#ifndef HANDLER_COMMON_H
#define HANDLER_COMMON_H

#include "http/rq.h"

/* Small parts that answers of several resources share. */

/* The company's own today: that of its first division. */
enum err company_today(struct rq *rq, int32_t *today);
enum err company_zone(struct rq *rq, const char **zone);

/* The group's reporting currency. */
enum err company_currency(struct rq *rq, const char **currency);

/* A parameter that is an amount in that currency, whose decimals decide what may be
 * said; I64_NONE when it is not there. ERR_INVALID with a 400 when it is none. */
enum err base_amount(struct rq *rq, const char *name, int64_t *out);

/* What the text is as a LIKE pattern for "contains"; NULL stays NULL. */
const char *like_pattern(struct arena *a, const char *text);

/* A list of words with blanks or commas between, as a JSON list. */
void json_words(struct json *j, const char *key, const char *words);

/* Where a value stands for NULL, null. */
void json_day_or_null(struct json *j, const char *key, int32_t day);
void json_milli_or_null(struct json *j, const char *key, int64_t milli);
void json_instant_or_null(struct json *j, const char *key, int64_t at);
void json_id_or_null(struct json *j, const char *key, uint64_t id);

/* {"amount":…,"currency":…} */
void json_amount(struct json *j, const char *key, int64_t minor, const char *currency);

/* {"id":…,"name":…}, or null without an id. */
void json_person(struct json *j, const char *key, uint64_t id, const char *name);

/* "rights": the names of those bits of enum right that staff can have. */
void json_rights(struct json *j, unsigned rights);

#endif
