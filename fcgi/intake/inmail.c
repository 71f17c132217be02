#include "intake/inmail.h"

#include <glib.h>
#include <gmime/gmime.h>
#include <pthread.h>
#include <string.h>
#include <strings.h>

#include "base/date.h"
#include "base/text.h"
#include "intake/inmail_parts.h"
#include "intake/internal.h"

enum { LINE__MAX = 500, ID__MAX = 300, HEADER__MAX = 16 << 10 };

struct reading {
    struct arena *arena;
    GMimeMessage *m;
    struct inmail *out;
    const char **to;
};

static void
start_gmime(void)
{
    g_mime_init();
}

static const char *
header(const struct reading *r, const char *name)
{
    const char *value = g_mime_object_get_header(GMIME_OBJECT(r->m), name);

    return value ? clean_line(r->arena, value, HEADER__MAX) : NULL;
}

/* -- addresses ------------------------------------------------------------- */

static void
add_address(struct reading *r, const char *email)
{
    char *clean = email ? clean_line(r->arena, email, LINE__MAX) : NULL;
    size_t n = clean ? strlen(clean) : 0;

    if (n > 2 && clean[0] == '<' && clean[n - 1] == '>')
        clean = arena_strn(r->arena, clean + 1, n - 2);
    if (!clean || !text_is_email(clean))
        return;
    if (r->out->to_n == INMAIL_ADDRESSES__MAX) {
        r->out->cut = true;
        return;
    }
    r->to[r->out->to_n++] = clean;
}

static void
add_addresses(struct reading *r, InternetAddressList *list)
{
    int n = list ? internet_address_list_length(list) : 0;

    for (int i = 0; i < n && i < INMAIL_ADDRESSES__MAX; i++) {
        InternetAddress *ia = internet_address_list_get_address(list, i);

        if (INTERNET_ADDRESS_IS_MAILBOX(ia))
            add_address(
                r, internet_address_mailbox_get_addr(INTERNET_ADDRESS_MAILBOX(ia)));
    }
}

/* Where it was delivered stands in headers of the servers on its way. */
static void
read_recipients(struct reading *r)
{
    static const char *const ALSO[] = { "Delivered-To", "X-Original-To", "Envelope-To",
        "X-Envelope-To" };
    GMimeHeaderList *list = g_mime_object_get_header_list(GMIME_OBJECT(r->m));
    int n = g_mime_header_list_get_count(list);

    r->to =
        (const char **)arena_alloc_n(r->arena, INMAIL_ADDRESSES__MAX, sizeof *r->to);
    add_addresses(r, g_mime_message_get_to(r->m));
    add_addresses(r, g_mime_message_get_cc(r->m));
    for (int i = 0; i < n; i++) {
        GMimeHeader *h = g_mime_header_list_get_header_at(list, i);

        for (size_t k = 0; k < sizeof ALSO / sizeof *ALSO; k++)
            if (strcasecmp(g_mime_header_get_name(h), ALSO[k]) == 0)
                add_address(r, g_mime_header_get_value(h));
    }
    r->out->to = r->to;
}

static void
read_sender(struct reading *r)
{
    InternetAddressList *from = g_mime_message_get_from(r->m);
    InternetAddress *ia = from && internet_address_list_length(from) > 0
                              ? internet_address_list_get_address(from, 0)
                              : NULL;
    const char *email, *name;

    if (!ia || !INTERNET_ADDRESS_IS_MAILBOX(ia))
        return;
    email = internet_address_mailbox_get_addr(INTERNET_ADDRESS_MAILBOX(ia));
    email = email ? clean_line(r->arena, email, LINE__MAX) : NULL;
    if (email && text_is_email(email))
        r->out->from_email = email;
    name = internet_address_get_name(ia);
    name = name ? clean_line(r->arena, name, 200) : NULL;
    r->out->from_name = name && *name ? name : NULL;
}

/* -- which message it answers ---------------------------------------------- */

static void
add_about(struct reading *r, const char **list, const char *field)
{
    GMimeReferences *refs = field ? g_mime_references_parse(NULL, field) : NULL;

    for (int i = refs ? g_mime_references_length(refs) : 0; i-- > 0;) {
        const char *id = g_mime_references_get_message_id(refs, i);

        if (id && r->out->about_n < INMAIL_ABOUT__MAX)
            list[r->out->about_n++] =
                clean_line(r->arena, arena_fmt(r->arena, "<%s>", id), ID__MAX);
    }
    if (refs)
        g_mime_references_free(refs);
}

static void
read_about(struct reading *r)
{
    const char *id = g_mime_message_get_message_id(r->m);
    const char **list =
        (const char **)arena_alloc_n(r->arena, INMAIL_ABOUT__MAX, sizeof *list);

    if (id && *id)
        r->out->message_id =
            clean_line(r->arena, arena_fmt(r->arena, "<%s>", id), ID__MAX);
    add_about(r, list, header(r, "In-Reply-To"));
    add_about(r, list, header(r, "References"));
    r->out->about = list;
}

/* -- who or what wrote ----------------------------------------------------- */

static bool
says(const struct reading *r, const char *name, const char *const *words)
{
    const char *value = header(r, name);

    for (; value && *words; words++)
        if (strncasecmp(value, *words, strlen(*words)) == 0)
            return true;
    return false;
}

/* What machines put before the subject of the mail they answer. */
static bool
subject_of_machine(const char *subject)
{
    static const char *const BEGIN[] = { "automatic reply:", "auto:", "out of office",
        "automatische antwort:", "abwesenheitsnotiz", "réponse automatique",
        "absence du bureau" };

    for (size_t i = 0; i < sizeof BEGIN / sizeof *BEGIN; i++)
        if (strncasecmp(subject, BEGIN[i], strlen(BEGIN[i])) == 0)
            return true;
    return false;
}

static bool
is_automatic(const struct reading *r)
{
    static const char *const PRECEDENCE[] = { "auto_reply", "bulk", "junk", "list",
        NULL };
    static const char *const EMPTY[] = { "<>", NULL };
    const char *submitted = header(r, "Auto-Submitted");

    if (submitted && *submitted && strncasecmp(submitted, "no", 2) != 0)
        return true;
    if (says(r, "Precedence", PRECEDENCE) || says(r, "Return-Path", EMPTY))
        return true;
    if (header(r, "X-Auto-Response-Suppress") || header(r, "X-Autoreply") ||
        header(r, "X-Autorespond") || header(r, "X-Autorespond-From") ||
        header(r, "List-Id"))
        return true;
    return subject_of_machine(r->out->subject);
}

static void
read_date(struct reading *r)
{
    GDateTime *at = g_mime_message_get_date(r->m);
    gint64 unix_s = at ? g_date_time_to_unix(at) : 0;
    int64_t day = unix_s / 86400;

    r->out->sent_at =
        at && unix_s > 0 && day < DATE_DAY__MAX ? unix_s * DATE_US_PER_S : INSTANT_NONE;
}

static void
read_parts(struct reading *r)
{
    struct inmail *m = r->out;
    struct parts p;

    parts_take(&p, r->arena, g_mime_message_get_mime_part(r->m));
    m->text = p.text.text;
    m->fresh = inmail_fresh(r->arena, m->text);
    m->files = p.files;
    m->files_n = p.files_n;
    m->reports = p.reports;
    m->reports_n = p.reports_n;
    m->original_id = p.original_id;
    m->cut = m->cut || p.cut;
    m->kind = p.delivery                     ? INMAIL_DELIVERY
              : p.receipt || is_automatic(r) ? INMAIL_AUTO
                                             : INMAIL_WORDS;
}

enum err
inmail_parse(struct arena *a, const char *raw, size_t n, struct inmail *out)
{
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    struct reading r = { .arena = a, .out = out };
    GMimeStream *stream;
    GMimeParser *parser;
    const char *subject;

    *out = (struct inmail){
        .subject = "", .text = "", .fresh = "", .sent_at = INSTANT_NONE
    };
    pthread_once(&once, start_gmime);
    stream = g_mime_stream_mem_new_with_buffer(raw, n);
    parser = g_mime_parser_new_with_stream(stream);
    r.m = g_mime_parser_construct_message(parser, NULL);
    g_object_unref(parser);
    g_object_unref(stream);
    if (!r.m)
        return ERR_INVALID;
    subject = g_mime_message_get_subject(r.m);
    out->subject = clean_line(a, subject ? subject : "", 300);
    read_sender(&r);
    read_recipients(&r);
    read_about(&r);
    read_date(&r);
    read_parts(&r);
    g_object_unref(r.m);
    return OK;
}
