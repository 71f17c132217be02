#include <glib.h>
#include <gmime/gmime.h>
#include <string.h>

#include "base/text.h"
#include "intake/inmail_parts.h"
#include "intake/internal.h"

enum {
    NAME__MAX = 150,
    TYPE__MAX = 100,
    TOTAL__MAX = 30 << 20,
    HEADERS__MAX = 64 << 10
};

static void part_take(struct parts *p, GMimeObject *o, int depth);

/* What the part holds, decoded, in the arena; at most max bytes. */
static char *
bytes_of(struct parts *p, GMimeObject *o, size_t max, size_t *n)
{
    GMimeStream *mem = g_mime_stream_mem_new();
    GByteArray *got;
    char *data;

    if (GMIME_IS_PART(o)) {
        GMimeDataWrapper *content = g_mime_part_get_content(GMIME_PART(o));

        if (content)
            g_mime_data_wrapper_write_to_stream(content, mem);
    } else {
        g_mime_object_write_to_stream(o, NULL, mem);
    }
    got = g_mime_stream_mem_get_byte_array(GMIME_STREAM_MEM(mem));
    *n = got ? got->len : 0;
    if (*n > max) {
        *n = max;
        p->cut = true;
    }
    data = arena_strn(p->arena, *n ? (const char *)got->data : "", *n);
    g_object_unref(mem);
    return data;
}

/* -- text ------------------------------------------------------------------ */

static char *
text_of(struct parts *p, GMimeObject *o)
{
    char *utf8 =
        GMIME_IS_TEXT_PART(o) ? g_mime_text_part_get_text(GMIME_TEXT_PART(o)) : NULL;
    size_t n;
    char *text;

    if (utf8) {
        n = strlen(utf8);
        p->cut = p->cut || n > INMAIL_TEXT__MAX;
        text = clean_text(p->arena, utf8, n, INMAIL_TEXT__MAX);
        g_free(utf8);
        return text;
    }
    text = bytes_of(p, o, INMAIL_TEXT__MAX, &n); /* a charset nobody knows */
    return clean_text(p->arena, text, n, INMAIL_TEXT__MAX);
}

static void
add_text(struct parts *p, const char *text)
{
    size_t n = strlen(text);

    if (p->text.len + n + 2 > INMAIL_TEXT__MAX) {
        p->cut = true;
        n = 0;
    }
    if (p->text.len > 0 && n > 0)
        buf_text(&p->text, "\n\n");
    buf_add(&p->text, text, n);
}

static bool
is_type(GMimeObject *o, const char *type, const char *sub)
{
    return g_mime_content_type_is_type(g_mime_object_get_content_type(o), type, sub);
}

/* -- files ----------------------------------------------------------------- */

/* A plain file name of what the sender calls it. */
static const char *
file_name(struct parts *p, GMimeObject *o, const char *otherwise)
{
    const char *said =
        GMIME_IS_PART(o) ? g_mime_part_get_filename(GMIME_PART(o)) : NULL;
    char *name = clean_line(p->arena, said ? said : "", NAME__MAX);

    for (char *s = name; *s; s++)
        if (strchr("/\\:*?\"<>|", *s))
            *s = '_';
    while (*name == '.' || *name == ' ')
        name++;
    return *name ? name : otherwise;
}

static void
take_file(struct parts *p, GMimeObject *o, const char *otherwise)
{
    struct inmail_file *f = &p->files[p->files_n];
    char *type;

    if (p->files_n == INMAIL_FILES__MAX) {
        p->cut = true;
        return;
    }
    f->data = bytes_of(p, o, INMAIL_FILE__MAX + 1, &f->n);
    if (f->n > INMAIL_FILE__MAX || p->bytes + f->n > TOTAL__MAX) {
        p->cut = true;
        return;
    }
    if (f->n == 0)
        return;
    type = g_mime_content_type_get_mime_type(g_mime_object_get_content_type(o));
    f->type = clean_line(p->arena, type ? type : "application/octet-stream", TYPE__MAX);
    g_free(type);
    f->name = file_name(p, o, otherwise);
    p->bytes += f->n;
    p->files_n++;
}

/* -- reports --------------------------------------------------------------- */

static void
take_report(struct parts *p, GMimeObject *o)
{
    size_t n;
    const char *text = bytes_of(p, o, INMAIL_TEXT__MAX, &n);

    p->delivery = true;
    inmail_reports(p->arena, text, p->reports + p->reports_n,
        INMAIL_REPORTS__MAX - p->reports_n, &n);
    p->reports_n += n;
}

/* The message that a report is about, whole or its header alone. */
static void
take_original(struct parts *p, GMimeObject *o)
{
    size_t n;
    const char *text = bytes_of(p, o, HEADERS__MAX, &n), *id;

    if (p->original_id)
        return;
    if (GMIME_IS_MESSAGE_PART(o)) {
        GMimeMessage *m = g_mime_message_part_get_message(GMIME_MESSAGE_PART(o));

        id = m ? g_mime_message_get_message_id(m) : NULL;
        p->original_id =
            id ? clean_line(p->arena, arena_fmt(p->arena, "<%s>", id), 300) : NULL;
        return;
    }
    p->original_id = block_field(p->arena, text, "Message-ID");
}

/* -- the tree -------------------------------------------------------------- */

/* Of the same words in several forms the plain ones, else the last. */
static void
take_alternative(struct parts *p, GMimeMultipart *m, int depth)
{
    int n = g_mime_multipart_get_count(m), pick = n - 1;

    for (int i = n - 1; i >= 0; i--)
        if (is_type(g_mime_multipart_get_part(m, i), "text", "plain"))
            pick = i;
    if (pick >= 0)
        part_take(p, g_mime_multipart_get_part(m, pick), depth + 1);
}

static void
take_multipart(struct parts *p, GMimeMultipart *m, int depth)
{
    int n = g_mime_multipart_get_count(m);
    bool related = is_type(GMIME_OBJECT(m), "multipart", "related");
    bool report = p->in_report;

    if (is_type(GMIME_OBJECT(m), "multipart", "alternative")) {
        take_alternative(p, m, depth);
        return;
    }
    if (is_type(GMIME_OBJECT(m), "multipart", "report"))
        p->in_report = true;
    for (int i = 0; i < n; i++) {
        GMimeObject *part = g_mime_multipart_get_part(m, i);

        if (related && i > 0 && is_type(part, "image", "*"))
            continue; /* a picture inside the HTML, such as a logo */
        part_take(p, part, depth + 1);
    }
    p->in_report = report;
}

static bool
is_attached(GMimeObject *o)
{
    GMimeContentDisposition *d = g_mime_object_get_content_disposition(o);

    return (d && g_mime_content_disposition_is_attachment(d)) ||
           (GMIME_IS_PART(o) && g_mime_part_get_filename(GMIME_PART(o)));
}

static void
take_leaf(struct parts *p, GMimeObject *o)
{
    bool attached = is_attached(o);

    if (is_type(o, "message", "delivery-status") ||
        is_type(o, "message", "global-delivery-status"))
        take_report(p, o);
    else if (is_type(o, "message", "disposition-notification"))
        p->receipt = true;
    else if (p->in_report && (is_type(o, "text", "rfc822-headers") ||
                                 is_type(o, "message", "global-headers")))
        take_original(p, o);
    else if (!attached && is_type(o, "text", "plain"))
        add_text(p, text_of(p, o));
    else if (!attached && is_type(o, "text", "html"))
        add_text(p, inmail_plain(p->arena, text_of(p, o)));
    else
        take_file(p, o, is_type(o, "image", "*") ? "picture" : "attachment");
}

static void
part_take(struct parts *p, GMimeObject *o, int depth)
{
    if (!o)
        return;
    if (depth > INMAIL_DEPTH__MAX || ++p->seen > INMAIL_PARTS__MAX) {
        p->cut = true;
        return;
    }
    if (GMIME_IS_MULTIPART(o))
        take_multipart(p, GMIME_MULTIPART(o), depth);
    else if (!GMIME_IS_MESSAGE_PART(o))
        take_leaf(p, o);
    else if (p->in_report)
        take_original(p, o);
    else
        take_file(p, o, "message.eml");
}

void
parts_take(struct parts *p, struct arena *a, GMimeObject *root)
{
    *p = (struct parts){ .arena = a,
        .files = arena_new_n(a, INMAIL_FILES__MAX, struct inmail_file),
        .reports = arena_new_n(a, INMAIL_REPORTS__MAX, struct inmail_report) };
    buf_init(&p->text, a);
    part_take(p, root, 0);
}
