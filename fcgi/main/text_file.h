#ifndef MAIN_TEXT_FILE_H
#define MAIN_TEXT_FILE_H

#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"
#include "service/find_text.h"

/*
 * Texts of messages as files: CODE/LANGUAGE holds subject.txt, body.txt and body.html
 * of the text for mail; CODE/LANGUAGE.CHANNEL that for another channel;
 * CODE/template.txt says what the template is for. What is read lives in the arena.
 */
struct text_file {
    const char *path; /* of its folder */
    const char *channel;
    struct mail_text text; /* code, language and the three parts; topic is not set */
};

/* ERR_NOT_FOUND  a part is missing or cannot be read
 * ERR_INVALID    the folders name no text, or a part is over 1 MiB; *why is one line,
 *                never NULL then */
enum err text_file_read(
    struct arena *a, const char *path, struct text_file *out, const char **why);

/* Folders of texts under dir, by name. ERR_NOT_FOUND: there is no dir. */
enum err text_file_list(
    struct arena *a, const char *dir, const char ***paths, size_t *n);

/* Writes the three parts, each beside and renamed. ERR_DOWN: *why. */
enum err text_file_write(struct arena *a, const char *dir, const struct text_file *t,
    const char **path, const char **why);

/* What a template is for, as CODE/template.txt says it, one "name: value" a line. */
struct text_about {
    const char *purpose, *topic;
    uint32_t stage;
};

/* Of the template whose text lies in this folder. ERR_NOT_FOUND: there is no such file.
 * ERR_INVALID: *why is one line. */
enum err text_about_read(
    struct arena *a, const char *path, struct text_about *out, const char **why);

/* Into dir/CODE/template.txt. ERR_DOWN: *why. */
enum err text_about_write(struct arena *a, const char *dir, const char *code,
    const struct text_about *t, const char **why);

/* "body.html" of "body_html". */
const char *text_file_part(const char *part);

#endif
