#include "service/script_file.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"

enum { FILE__MAX = 1 << 20, FILES__MAX = 4096 };

static const char *const FOLDERS[SCRIPT_KIND__MAX] = { "strategies", "segments",
    "matching", "connectors", "profiles", "packs", "templates", "cases" };

const char *
script_folder(enum script_kind kind)
{
    return FOLDERS[kind];
}

/* Kind and name from "…/strategies/standard.lua". */
static bool
take_name(struct arena *a, const char *path, struct script_text *out)
{
    const char *file = strrchr(path, '/'), *folder = file;
    size_t n;

    if (!file || (n = strlen(file + 1)) < 5 || strcmp(file + 1 + n - 4, ".lua") != 0)
        return false;
    while (folder > path && folder[-1] != '/')
        folder--;
    for (int k = 0; k < SCRIPT_KIND__MAX; k++) {
        if (strlen(FOLDERS[k]) == (size_t)(file - folder) &&
            strncmp(FOLDERS[k], folder, (size_t)(file - folder)) == 0) {
            out->kind = (enum script_kind)k;
            out->name = arena_strn(a, file + 1, n - 4);
            return true;
        }
    }
    return false;
}

enum err
script_file_read(
    struct arena *a, const char *path, struct script_text *out, const char **why)
{
    char *body;
    FILE *f;

    *why = NULL;
    *out = (struct script_text){ 0 };
    if (!take_name(a, path, out)) {
        *why = "a script is FOLDER/NAME.lua, such as strategies/standard.lua";
        return ERR_INVALID;
    }
    if (!(f = fopen(path, "rb"))) {
        *why = "cannot be read";
        return ERR_NOT_FOUND;
    }
    body = arena_alloc(a, FILE__MAX + 1);
    out->len = fread(body, 1, FILE__MAX + 1, f);
    fclose(f);
    body[out->len < FILE__MAX ? out->len : FILE__MAX] = '\0';
    out->body = body;
    if (out->len > FILE__MAX || strlen(body) != out->len ||
        !text_is_utf8(body, out->len)) {
        *why = "is no UTF-8 text of at most 1 MiB";
        return ERR_INVALID;
    }
    return OK;
}

static int
by_text(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

enum err
script_file_list(struct arena *a, const char *dir, enum script_kind kind,
    const char ***paths, size_t *n)
{
    const char *folder = arena_fmt(a, "%s/%s", dir, FOLDERS[kind]);
    DIR *d = opendir(folder);
    struct dirent *entry;

    *n = 0;
    *paths = arena_new_n(a, FILES__MAX, const char *);
    if (!d)
        return OK;
    while ((entry = readdir(d)) && *n < FILES__MAX) {
        size_t len = strlen(entry->d_name);

        if (len > 4 && strcmp(entry->d_name + len - 4, ".lua") == 0)
            (*paths)[(*n)++] = arena_fmt(a, "%s/%s", folder, entry->d_name);
    }
    closedir(d);
    qsort(*paths, *n, sizeof **paths, by_text);
    return OK;
}
