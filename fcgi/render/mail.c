#include "render/mail.h"

#include <ctype.h>
#include <string.h>

#include "base/date.h"
#include "base/secret.h"
#include "base/sha.h"
#include "base/text.h"
#include "base/zone.h"

enum { LINE__MAX = 76, WORD__MAX = 75 };

/* -- headers --------------------------------------------------------------- */

static bool
is_ascii(const char *s)
{
    for (; *s; s++)
        if ((unsigned char)*s >= 0x80)
            return false;
    return true;
}

/* Where the last line of out begins. */
static size_t
column(const struct buf *out)
{
    size_t n = out->len;

    while (n > 0 && out->text[n - 1] != '\n')
        n--;
    return out->len - n;
}

/* Encoded words (RFC 2047, B), each of whole characters, with folds between them. */
static void
encoded_words(struct buf *out, const char *s)
{
    static const char BEGIN[] = "=?UTF-8?B?", END[] = "?=";

    while (*s) {
        size_t room = WORD__MAX - (sizeof BEGIN - 1) - (sizeof END - 1), n = 0;
        size_t used = column(out);

        /* what stands on the line before the first word takes its room */
        if (used > 1)
            room = used + 20 < WORD__MAX ? room - used : 8;
        while (s[n]) {
            size_t c = text_utf8_len(s + n, strlen(s + n));

            if ((n + c + 2) / 3 * 4 > room)
                break;
            n += c;
        }
        if (n == 0)
            n = text_utf8_len(s, strlen(s));
        buf_text(out, BEGIN);
        buf_text(out, secret_base64(out->arena, s, n));
        buf_text(out, END);
        s += n;
        if (*s)
            buf_text(out, "\r\n ");
    }
}

/* ASCII words, folded at their blanks. */
static void
folded(struct buf *out, const char *s)
{
    while (*s) {
        size_t blanks = strspn(s, " "), n = strcspn(s + blanks, " ");

        if (blanks > 0 && n > 0 && column(out) + blanks + n > LINE__MAX &&
            column(out) > 1) {
            buf_text(out, "\r\n");
        }
        buf_add(out, s, blanks + n);
        s += blanks + n;
    }
}

static bool
needs_words(const char *s)
{
    size_t longest = 0;

    for (const char *w = s; *w;) {
        size_t n = strcspn(w, " ");

        if (n > longest)
            longest = n;
        w += n + strspn(w + n, " ");
    }
    return !is_ascii(s) || strstr(s, "=?") || longest > 900 || *s == ' ' ||
           (*s && s[strlen(s) - 1] == ' ');
}

void
mail_header(struct buf *out, const char *name, const char *value)
{
    buf_text(out, name);
    buf_text(out, ": ");
    if (needs_words(value))
        encoded_words(out, value);
    else
        folded(out, value);
    buf_text(out, "\r\n");
}

static void
plain_header(struct buf *out, const char *name, const char *value)
{
    buf_fmt(out, "%s: %s\r\n", name, value);
}

/* Letters that may stand in a name without quotes. */
static bool
is_phrase(const char *s)
{
    for (; *s; s++)
        if (!isalnum((unsigned char)*s) && !strchr("!#$%&'*+-/=?^_`{|}~ ", *s))
            return false;
    return true;
}

static void
address(struct buf *out, const struct mail_address *a)
{
    if (a->name && *a->name) {
        if (needs_words(a->name)) {
            encoded_words(out, a->name);
        } else if (is_phrase(a->name)) {
            folded(out, a->name);
        } else {
            buf_char(out, '"');
            for (const char *c = a->name; *c; c++) {
                if (*c == '"' || *c == '\\')
                    buf_char(out, '\\');
                buf_char(out, *c);
            }
            buf_char(out, '"');
        }
        buf_text(out, column(out) + strlen(a->email) + 3 > LINE__MAX ? "\r\n " : " ");
    }
    buf_fmt(out, "<%s>", a->email);
}

static void
addresses(struct buf *out, const char *name, const struct mail_address *list, size_t n)
{
    buf_fmt(out, "%s: ", name);
    for (size_t k = 0; k < n; k++) {
        if (k > 0)
            buf_text(out, ",\r\n ");
        address(out, &list[k]);
    }
    buf_text(out, "\r\n");
}

static void
date_header(struct buf *out, int64_t at)
{
    static const char *const DAYS[] = { "Mon", "Tue", "Wed", "Thu", "Fri", "Sat",
        "Sun" };
    static const char *const MONTHS[] = { "Jan", "Feb", "Mar", "Apr", "May", "Jun",
        "Jul", "Aug", "Sep", "Oct", "Nov", "Dec" };
    int32_t day = date_of_instant(at);
    struct ymd d = date_split(day);
    int64_t s = (at - date_instant(day)) / DATE_US_PER_S;

    buf_fmt(out, "Date: %s, %02d %s %04d %02d:%02d:%02d +0000\r\n",
        DAYS[date_weekday(day) - 1], d.d, MONTHS[d.m - 1], d.y, (int)(s / 3600),
        (int)(s / 60 % 60), (int)(s % 60));
}

/* -- bodies ---------------------------------------------------------------- */

void
mail_quoted_printable(struct buf *out, const char *text)
{
    static const char HEX[] = "0123456789ABCDEF";
    size_t line = 0;

    for (const char *c = text; *c; c++) {
        unsigned char u = (unsigned char)*c;
        bool ends = c[1] == '\0' || c[1] == '\n' || (c[1] == '\r' && c[2] == '\n');
        size_t need;

        if (u == '\n' || (u == '\r' && c[1] == '\n')) {
            c += u == '\r';
            buf_text(out, "\r\n");
            line = 0;
            continue;
        }
        need = (u >= 33 && u <= 126 && u != '=') || ((u == ' ' || u == '\t') && !ends)
                   ? 1
                   : 3;
        if (line + need > LINE__MAX - 1) {
            buf_text(out, "=\r\n");
            line = 0;
        }
        /* a dot at the beginning of a line ends a message where it is not doubled */
        if (u == '.' && line == 0)
            need = 3;
        if (need == 1)
            buf_char(out, *c);
        else
            buf_fmt(out, "=%c%c", HEX[u >> 4], HEX[u & 15]);
        line += need;
    }
}

static void
text_part(struct buf *out, const char *type, const char *text)
{
    buf_fmt(out,
        "Content-Type: text/%s; charset=utf-8\r\n"
        "Content-Transfer-Encoding: quoted-printable\r\n\r\n",
        type);
    mail_quoted_printable(out, text);
    buf_text(out, "\r\n");
}

static void
both_parts(struct buf *out, const struct mail *m, const char *boundary)
{
    if (!m->html) {
        text_part(out, "plain", m->text);
        return;
    }
    buf_fmt(
        out, "Content-Type: multipart/alternative; boundary=\"%s\"\r\n\r\n", boundary);
    buf_fmt(out, "--%s\r\n", boundary);
    text_part(out, "plain", m->text);
    buf_fmt(out, "--%s\r\n", boundary);
    text_part(out, "html", m->html);
    buf_fmt(out, "--%s--\r\n", boundary);
}

/* A parameter by RFC 2231, in pieces that fit a line. */
static void
parameter(struct buf *out, const char *name, const char *value)
{
    bool plain = is_ascii(value) && strlen(value) < 60 && !strpbrk(value, "\"\\%'");
    struct buf all;
    size_t at = 0;

    if (plain) {
        buf_fmt(out, ";\r\n %s=\"%s\"", name, value);
        return;
    }
    buf_init(&all, out->arena);
    text_url(&all, value);
    for (unsigned piece = 0; at < all.len; piece++) {
        size_t n = all.len - at > 50 ? 50 : all.len - at;

        /* %XX stays whole */
        if (at + n < all.len && all.text[at + n - 1] == '%')
            n -= 1;
        else if (at + n < all.len && all.text[at + n - 2] == '%')
            n -= 2;
        buf_fmt(out, ";\r\n %s*%u*=%s", name, piece, piece == 0 ? "UTF-8''" : "");
        buf_add(out, all.text + at, n);
        at += n;
    }
}

static void
attachment(struct buf *out, const struct mail_attachment *f)
{
    const char *coded = secret_base64(out->arena, f->data, f->n);
    size_t left = strlen(coded);

    buf_fmt(out, "Content-Type: %s\r\nContent-Disposition: attachment", f->type);
    parameter(out, "filename", f->name);
    buf_text(out, "\r\nContent-Transfer-Encoding: base64\r\n\r\n");
    for (; left > 0; coded += LINE__MAX) {
        size_t n = left > LINE__MAX ? LINE__MAX : left;

        buf_add(out, coded, n);
        buf_text(out, "\r\n");
        left -= n;
        if (left == 0)
            break;
    }
}

/* -- the message ----------------------------------------------------------- */

static bool
header_safe(const char *s)
{
    return !s || (text_is_utf8(s, strlen(s)) && !text_has_control(s, strlen(s)));
}

static bool
body_safe(const char *s)
{
    return !s || text_is_utf8(s, strlen(s));
}

static bool
token_safe(const char *s, const char *also)
{
    for (; *s; s++)
        if (!isalnum((unsigned char)*s) && !strchr(also, *s))
            return false;
    return true;
}

static enum err
refuse(const char **why, const char *what)
{
    *why = what;
    return ERR_INVALID;
}

static enum err
check(const struct mail *m, const char **why)
{
    if (!text_is_email(m->from.email) || !header_safe(m->from.name))
        return refuse(why, "the sender is no address");
    if (m->reply_to.email &&
        (!text_is_email(m->reply_to.email) || !header_safe(m->reply_to.name)))
        return refuse(why, "the address for answers is none");
    if (m->to_n == 0)
        return refuse(why, "nobody to write to");
    for (size_t k = 0; k < m->to_n; k++)
        if (!text_is_email(m->to[k].email) || !header_safe(m->to[k].name))
            return refuse(why, "a recipient is no address");
    for (size_t k = 0; k < m->cc_n; k++)
        if (!text_is_email(m->cc[k].email) || !header_safe(m->cc[k].name))
            return refuse(why, "who gets a copy is no address");
    if (!header_safe(m->subject))
        return refuse(why, "the subject holds a control byte or is not UTF-8");
    if (!m->message_id || !token_safe(m->message_id, "<>@.-_+"))
        return refuse(why, "the Message-ID is none");
    if (m->unsubscribe_url &&
        (!text_starts(m->unsubscribe_url, "https://") ||
            !header_safe(m->unsubscribe_url) || strpbrk(m->unsubscribe_url, " <>")))
        return refuse(why, "the address to unsubscribe is none");
    if (m->language && !token_safe(m->language, "-"))
        return refuse(why, "the language is none");
    if (!m->text || !body_safe(m->text) || !body_safe(m->html))
        return refuse(why, "the text is not UTF-8");
    for (size_t k = 0; k < m->attachments_n; k++)
        if (!header_safe(m->attachments[k].name) ||
            !token_safe(m->attachments[k].type, "/.+-"))
            return refuse(why, "the name or type of a file is none");
    return OK;
}

/* "=_" cannot stand in quoted-printable or base64, so no text can end a part. */
static char *
boundary_of(struct arena *a, const char *message_id, const char *which)
{
    uint8_t hash[SHA_BYTES];

    sha_of(message_id, strlen(message_id), hash);
    return arena_fmt(a, "=_%s_%s", which, secret_hex(a, hash, 12));
}

static void
headers(struct buf *out, const struct mail *m)
{
    date_header(out, m->date_at);
    addresses(out, "From", &m->from, 1);
    if (m->reply_to.email)
        addresses(out, "Reply-To", &m->reply_to, 1);
    addresses(out, "To", m->to, m->to_n);
    if (m->cc_n > 0)
        addresses(out, "Cc", m->cc, m->cc_n);
    mail_header(out, "Subject", m->subject);
    plain_header(out, "Message-ID", m->message_id);
    if (m->in_reply_to && token_safe(m->in_reply_to, "<>@.-_+=$!#%&'*/?^`{|}~:[]")) {
        plain_header(out, "In-Reply-To", m->in_reply_to);
        plain_header(out, "References", m->in_reply_to);
    }
    if (m->language)
        plain_header(out, "Content-Language", m->language);
    if (m->automatic) {
        plain_header(out, "Auto-Submitted", "auto-generated");
        plain_header(out, "X-Auto-Response-Suppress", "All");
    }
    if (m->unsubscribe_url) {
        buf_fmt(out, "List-Unsubscribe:\r\n <%s>\r\n", m->unsubscribe_url);
        plain_header(out, "List-Unsubscribe-Post", "List-Unsubscribe=One-Click");
    }
    plain_header(out, "MIME-Version", "1.0");
}

enum err
mail_build(const struct mail *m, struct buf *out, const char **why)
{
    struct arena *a = out->arena;
    const char *mixed;
    enum err e;

    *why = NULL;
    if ((e = check(m, why)))
        return e;
    headers(out, m);
    if (m->attachments_n == 0) {
        both_parts(out, m, boundary_of(a, m->message_id, "a"));
        return OK;
    }
    mixed = boundary_of(a, m->message_id, "m");
    buf_fmt(out, "Content-Type: multipart/mixed; boundary=\"%s\"\r\n\r\n", mixed);
    buf_fmt(out, "--%s\r\n", mixed);
    both_parts(out, m, boundary_of(a, m->message_id, "a"));
    for (size_t k = 0; k < m->attachments_n; k++) {
        buf_fmt(out, "--%s\r\n", mixed);
        attachment(out, &m->attachments[k]);
    }
    buf_fmt(out, "--%s--\r\n", mixed);
    return OK;
}

char *
mail_message_id(
    struct arena *a, uint64_t id, const char *installation, const char *from_email)
{
    const char *at = from_email ? strrchr(from_email, '@') : NULL;
    const char *domain = at && at[1] && is_ascii(at) ? at + 1 : "dunlin.invalid";

    return arena_fmt(
        a, "<%012llu.%s@%s>", (unsigned long long)id, installation, domain);
}
