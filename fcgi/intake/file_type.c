#include "intake/file_type.h"

#include <magic.h>
#include <string.h>

#include "base/log.h"
#include "base/text.h"

enum { NAME__MAX = 250, EXTENSION__MAX = 8 };

/* clang-format off */
static const struct file_type TYPES[] = {
    { "application/pdf", "pdf" },
    { "image/png", "png" },
    { "image/jpeg", "jpg jpeg" },
    { "image/gif", "gif" },
    { "image/webp", "webp" },
    { "image/tiff", "tif tiff" },
    { "image/heic", "heic" },
    { "image/bmp", "bmp" },
    { "text/plain", "txt csv tsv eml log md" },
    { "text/csv", "csv txt" },
    { "text/rtf", "rtf" },
    { "text/xml", "xml" },
    { "message/rfc822", "eml" },
    { "application/json", "json txt" },
    { "application/msword", "doc" },
    { "application/vnd.ms-excel", "xls" },
    { "application/vnd.ms-powerpoint", "ppt" },
    { "application/vnd.ms-outlook", "msg" },
    { "application/vnd.openxmlformats-officedocument.wordprocessingml.document", "docx" },
    { "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "xlsx" },
    { "application/vnd.openxmlformats-officedocument.presentationml.presentation", "pptx" },
    { "application/vnd.oasis.opendocument.text", "odt" },
    { "application/vnd.oasis.opendocument.spreadsheet", "ods" },
    { "application/vnd.oasis.opendocument.presentation", "odp" },
    { "application/zip", "zip docx xlsx pptx odt ods odp" },
    { "application/gzip", "gz" },
    { "application/pkcs7-signature", "p7s" },
};
/* clang-format on */

static const struct file_type *
known(const char *media)
{
    for (size_t i = 0; i < sizeof TYPES / sizeof *TYPES; i++)
        if (!strcmp(TYPES[i].media, media))
            return &TYPES[i];
    return NULL;
}

enum err
file_type_of(struct arena *a, const void *bytes, size_t n, const struct file_type **out,
    const char **found)
{
    /* one for each call: libmagic's handle is not for several threads */
    magic_t m = magic_open(MAGIC_MIME_TYPE | MAGIC_ERROR);
    const char *media = NULL;

    if (m && !magic_load(m, NULL))
        media = magic_buffer(m, bytes, n);
    if (!media) {
        const char *why = m ? magic_error(m) : NULL;

        log_error("file_type", kv("why", why ? why : "no libmagic"));
        if (m)
            magic_close(m);
        return ERR_DOWN;
    }
    *found = arena_str(a, media);
    magic_close(m);
    *out = known(*found);
    return *out ? OK : ERR_INVALID;
}

/* The extension without its dot; "" when there is none worth the name. */
static const char *
extension(const char *name)
{
    const char *dot = strrchr(name, '.');

    return dot && dot != name && strlen(dot + 1) <= EXTENSION__MAX ? dot + 1 : "";
}

static bool
fits(const char *extensions, const char *ext, char first[static EXTENSION__MAX + 1])
{
    bool one = false;

    first[0] = '\0';
    for (const char *p = extensions; *p;) {
        char word[EXTENSION__MAX + 1];
        size_t n = strcspn(p, " ");

        memcpy(word, p, n);
        word[n] = '\0';
        if (!first[0])
            memcpy(first, word, n + 1);
        one = one || text_eq_nocase(word, ext);
        p += n + (p[n] != '\0');
    }
    return one;
}

const char *
file_type_called(struct arena *a, const char *file_name)
{
    const char *ext = extension(file_name);
    char first[EXTENSION__MAX + 1];

    for (size_t i = 0; *ext && i < sizeof TYPES / sizeof *TYPES; i++)
        if (fits(TYPES[i].extensions, ext, first))
            return arena_str(a, ext);
    return NULL;
}

char *
file_type_name(struct arena *a, const char *file_name, const char *media)
{
    const struct file_type *t = known(media);
    char *name = arena_alloc(a, NAME__MAX + EXTENSION__MAX + 2), *to = name,
         first[EXTENSION__MAX + 1];

    for (const char *p = file_name; *p; p++)
        if (*p == '/' || *p == '\\')
            file_name = p + 1;
    text_copy(name, NAME__MAX - EXTENSION__MAX, file_name);
    for (const char *p = name; *p; p++)
        if (!text_has_control(p, 1))
            *to++ = *p;
    *to = '\0';
    if (!name[strspn(name, ". ")])
        text_copy(name, NAME__MAX, "file");
    if (t && !fits(t->extensions, extension(name), first))
        memcpy(strchr(name, '\0'), arena_fmt(a, ".%s", first), strlen(first) + 2);
    return name;
}
