#ifndef SERVICE_FIND_TEXT_H
#define SERVICE_FIND_TEXT_H

#include "base/arena.h"
#include "base/err.h"
#include "db/db.h"
#include "domain/text_choice.h"

/* What a message says, before its fields are filled in. */
struct mail_text {
    uint64_t version_id; /* 0: not kept anywhere */
    const char *code;    /* of the template, or of the variant that was chosen */
    const char *topic, *language;
    const char *subject, *body_text, *body_html;
};

/* Texts that were looked up, so that the messages of a batch look each up once. */
struct text_cache;
struct text_cache *text_cache_new(struct arena *a);

/*
 * The text in force of a template for this reader, out of it and its variants:
 * domain/text_choice.h tells which. cache NULL: looked up now.
 *
 * ERR_INVALID  there is none; *why tells it in one line
 */
enum err find_text(struct db *db, struct arena *a, struct text_cache *cache,
    const char *code, const struct text_reader *reader, struct mail_text *out,
    const char **why);

#endif
