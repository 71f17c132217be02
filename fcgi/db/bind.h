#ifndef DB_BIND_H
#define DB_BIND_H

#include <mysql.h>
#include <stdbool.h>
#include <stdint.h>

#include "db/stmt.h"

/*
 * Values between C structs and the protocol, one at a time. Only this folder
 * includes it.
 */

/* A value as the protocol takes it. */
struct wire {
    const void *at; /* of the type that bind_type says */
    unsigned long len;
    bool null;
};

enum enum_field_types bind_type(enum db_type type);
bool bind_is_unsigned(enum db_type type);

/*
 * The field's value in the struct at base. A day or instant is written to *time.
 * False when a NULL pointer stands where NULL may not.
 */
bool bind_value(
    const struct db_field *f, const void *base, MYSQL_TIME *time, struct wire *out);

/* Back again. */
int32_t bind_day(const MYSQL_TIME *t);
int64_t bind_instant(const MYSQL_TIME *t);

/* Writes what stands for NULL. */
void bind_null(const struct db_field *f, void *base);

#endif
