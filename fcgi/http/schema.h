#ifndef HTTP_SCHEMA_H
#define HTTP_SCHEMA_H

#include "base/arena.h"
#include "base/json.h"
#include "http/route.h"

/* The compact shapes of http/route.h as JSON Schema. */

/* What a reference to a schema of that name exists for; NULL: none such. */
typedef bool schema_known(const void *ctx, const char *name);

/*
 * Writes the schema of an object. ERR_INVALID: the text cannot be read, or names a
 * schema that is not known; *why says what.
 */
enum err schema_write(struct json *j, struct arena *a, const char *key,
    const struct schema *s, schema_known *known, const void *ctx, const char **why);

/* {"$ref":"#/components/schemas/NAME"} */
void schema_ref(struct json *j, const char *key, const char *name);

#endif
