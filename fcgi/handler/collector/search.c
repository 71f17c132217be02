#include "handler/collector/search.h"

#include <ctype.h>
#include <string.h>

#include "base/money.h"
#include "base/text.h"
#include "domain/search_terms.h"
#include "handler/common.h"
#include "store/q_search.h"

enum {
    TAKE = 8,          /* of a group */
    AMOUNTS_READ = 60, /* some are of a currency that means another amount */
    FULLTEXT_MIN = 3,  /* characters: InnoDB leaves shorter words out */
    NONE_MINOR = -1    /* no document has it */
};

const struct param SEARCH_PARAMS[] = {
    { .name = "q",
        .need = true,
        .max = SEARCH_TEXT__MAX,
        .summary = "a number, words of a name, a message or a note, an address, or an "
                   "amount" },
    { .name = NULL },
};

struct search {
    struct rq *rq;
    const struct search_terms *terms;
    struct search_customers customer[2 * TAKE];
    size_t customers_n;
    struct search_items *item, amount[TAKE];
    size_t items_n, amounts_n;
    struct search_messages *message;
    size_t messages_n;
    struct search_contacts *contact;
    size_t contacts_n;
    struct search_words *word;
    size_t words_n;
};

/* What begins so, as a LIKE pattern. */
static char *
begins(struct arena *a, const char *text)
{
    struct buf b;

    buf_init(&b, a);
    for (const char *p = text; *p; p++) {
        if (*p == '%' || *p == '_' || *p == '\\')
            buf_char(&b, '\\');
        buf_char(&b, *p);
    }
    buf_char(&b, '%');
    return b.text;
}

/* -- customers ------------------------------------------------------------------- */

static void
add_customer(struct search *s, const struct search_customers *c)
{
    for (size_t i = 0; i < s->customers_n; i++)
        if (s->customer[i].id == c->id)
            return;
    if (s->customers_n < TAKE)
        s->customer[s->customers_n++] = *c;
}

static enum err
by_number(struct search *s)
{
    struct rq *rq = s->rq;
    struct search_numbers *row;
    size_t n;
    enum err e = search_numbers(rq->db, rq->arena, begins(rq->arena, s->terms->whole),
        rq->who.scope, TAKE, &row, &n);

    for (size_t i = 0; !e && i < n; i++)
        add_customer(s, &(const struct search_customers){
                            row[i].id, row[i].number, row[i].name, row[i].status });
    return e;
}

/* The rarest word leads, so that "gmbh xu" does not read every GmbH. */
static enum err
order_words(struct search *s, const char *word[static SEARCH_WORDS])
{
    uint64_t least = UINT64_MAX;
    size_t first = 0;

    for (size_t i = 0; i < s->terms->words_n; i++) {
        struct search_how_many got;
        enum err e;

        word[i] = begins(s->rq->arena, s->terms->word[i]);
        if (s->terms->words_n == 1)
            return OK;
        if ((e = search_how_many(s->rq->db, s->rq->arena, word[i], &got)))
            return e;
        if (got.n < least) {
            least = got.n;
            first = i;
        }
    }
    if (first) {
        const char *swap = word[0];

        word[0] = word[first];
        word[first] = swap;
    }
    return OK;
}

static enum err
by_words(struct search *s)
{
    const char *word[SEARCH_WORDS] = { NULL };
    struct search_customers *row;
    struct rq *rq = s->rq;
    size_t n;
    enum err e;

    if ((e = order_words(s, word)) ||
        (e = search_customers(rq->db, rq->arena, word[0], word[1], word[2],
             rq->who.scope, 2 * TAKE, &row, &n)))
        return e;
    for (size_t i = 0; i < n; i++)
        add_customer(s, &row[i]);
    return OK;
}

/* -- documents ------------------------------------------------------------------- */

static char *
upper(struct arena *a, const char *text)
{
    char *out = arena_str(a, text);

    for (char *p = out; *p; p++)
        *p = (char)toupper((unsigned char)*p);
    return out;
}

/* Numbers keep their case in the database; who types "re-17" means "RE-17". */
static enum err
by_item_number(struct search *s)
{
    struct rq *rq = s->rq;
    const char *typed = s->terms->whole, *large = upper(rq->arena, typed);
    enum err e = search_items(rq->db, rq->arena, begins(rq->arena, typed),
        rq->who.scope, TAKE, &s->item, &s->items_n);

    if (e || s->items_n || text_eq(typed, large))
        return e;
    return search_items(rq->db, rq->arena, begins(rq->arena, large), rq->who.scope,
        TAKE, &s->item, &s->items_n);
}

/* Whether the amount, written so, is the row's in the row's currency, or open of it. */
static bool
means(const struct search_terms *t, const struct search_items *row)
{
    int64_t minor;

    for (size_t i = 0; i < t->amounts_n; i++)
        if (search_amount_minor(&t->amount[i], money_exponent(row->currency), &minor) &&
            (minor == row->amount_minor || minor == row->open_minor))
            return true;
    return false;
}

static bool
has_item(const struct search_items *row, size_t n, uint64_t id)
{
    for (size_t i = 0; i < n; i++)
        if (row[i].id == id)
            return true;
    return false;
}

static void
add_amounts(struct search *s, const struct search_items *row, size_t n)
{
    for (size_t i = 0; i < n && s->amounts_n < TAKE; i++)
        if (means(s->terms, &row[i]) && !has_item(s->amount, s->amounts_n, row[i].id))
            s->amount[s->amounts_n++] = row[i];
}

/* Documents of one reading of the amount, in any currency that it fits: of the whole
 * first, then of what is open. */
static enum err
by_reading(struct search *s, const struct search_amount *reading)
{
    static const int DECIMALS[SEARCH_AMOUNTS] = { 2, 0, 3 };
    int64_t minor[SEARCH_AMOUNTS];
    struct search_items *row;
    struct rq *rq = s->rq;
    size_t n;
    enum err e;

    for (size_t i = 0; i < SEARCH_AMOUNTS; i++)
        if (!search_amount_minor(reading, DECIMALS[i], &minor[i]))
            minor[i] = NONE_MINOR;
    if ((e = search_amounts(rq->db, rq->arena, minor[0], minor[1], minor[2],
             rq->who.scope, AMOUNTS_READ, &row, &n)))
        return e;
    add_amounts(s, row, n);
    return OK;
}

static enum err
by_amount(struct search *s)
{
    enum err e = OK;

    for (size_t i = 0; !e && i < s->terms->amounts_n; i++)
        e = by_reading(s, &s->terms->amount[i]);
    return e;
}

/* -- contacts -------------------------------------------------------------------- */

/* An address as far as it was typed, else words of the name. */
static enum err
by_contact(struct search *s)
{
    const char *word[SEARCH_WORDS] = { NULL };
    struct rq *rq = s->rq;

    if (strchr(s->terms->whole, '@'))
        return search_addresses(rq->db, rq->arena, begins(rq->arena, s->terms->whole),
            rq->who.scope, TAKE, &s->contact, &s->contacts_n);
    for (size_t i = 0; i < s->terms->words_n; i++)
        word[i] = begins(rq->arena, s->terms->word[i]);
    return word[0] ? search_contacts(rq->db, rq->arena, word[0], word[1], word[2],
                         rq->who.scope, TAKE, &s->contact, &s->contacts_n)
                   : OK;
}

/* -- messages -------------------------------------------------------------------- */

static size_t
characters(const char *s)
{
    size_t n = 0;

    for (; *s; s++)
        n += ((unsigned char)*s & 0xc0) != 0x80;
    return n;
}

static enum err
by_message(struct search *s)
{
    struct rq *rq = s->rq;
    const char *near = NULL;
    struct buf b;
    enum err e;

    buf_init(&b, rq->arena);
    for (size_t i = 0; i < s->terms->words_n; i++)
        if (characters(s->terms->word[i]) >= FULLTEXT_MIN) {
            buf_fmt(&b, "%s+%s*", b.len ? " " : "", s->terms->word[i]);
            if (!near)
                near = s->terms->word[i];
        }
    if (!near)
        return OK;
    if ((e = search_messages(rq->db, rq->arena, b.text, near, rq->who.scope, TAKE,
             &s->message, &s->messages_n)))
        return e;
    return search_words(
        rq->db, rq->arena, b.text, near, rq->who.scope, TAKE, &s->word, &s->words_n);
}

/* -- the answer ------------------------------------------------------------------- */

static void
json_items(struct json *j, const char *key, const struct search_items *row, size_t n)
{
    json_open(j, key, '[');
    for (size_t i = 0; i < n; i++) {
        json_open(j, NULL, '{');
        json_id(j, "id", row[i].id);
        json_text(j, "number", row[i].number);
        json_text(j, "kind", row[i].kind);
        json_id(j, "customer_id", row[i].customer_id);
        json_text(j, "customer_name", row[i].customer_name);
        json_money(j, "amount", row[i].amount_minor, row[i].currency);
        json_money(j, "open", row[i].open_minor, row[i].currency);
        json_text(j, "currency", row[i].currency);
        json_day(j, "issued_on", row[i].issued_on);
        json_close(j, '}');
    }
    json_close(j, ']');
}

static void
json_contacts(struct json *j, const struct search *s)
{
    json_open(j, "contacts", '[');
    for (size_t i = 0; i < s->contacts_n; i++) {
        json_open(j, NULL, '{');
        json_id(j, "id", s->contact[i].id);
        json_text(j, "name", s->contact[i].name);
        json_text(j, "email", s->contact[i].email);
        json_id(j, "customer_id", s->contact[i].customer_id);
        json_text(j, "customer_name", s->contact[i].customer_name);
        json_close(j, '}');
    }
    json_close(j, ']');
}

static void
json_written(struct json *j, const struct search *s)
{
    json_open(j, "words", '[');
    for (size_t i = 0; i < s->words_n; i++) {
        json_open(j, NULL, '{');
        json_text(j, "kind", s->word[i].kind);
        json_id(j, "id", s->word[i].id);
        json_id(j, "customer_id", s->word[i].customer_id);
        json_text(j, "customer_name", s->word[i].customer_name);
        json_id_or_null(j, "activity_id", s->word[i].activity_id);
        json_instant(j, "created_at", s->word[i].created_at);
        json_text(j, "excerpt", s->word[i].excerpt);
        json_close(j, '}');
    }
    json_close(j, ']');
}

static void
answer(const struct search *s)
{
    struct json *j = rq_reply(s->rq, 200);

    json_open(j, NULL, '{');
    json_open(j, "customers", '[');
    for (size_t i = 0; i < s->customers_n; i++) {
        json_open(j, NULL, '{');
        json_id(j, "id", s->customer[i].id);
        json_text(j, "number", s->customer[i].number);
        json_text(j, "name", s->customer[i].name);
        json_text(j, "status", s->customer[i].status);
        json_close(j, '}');
    }
    json_close(j, ']');
    json_items(j, "items", s->item, s->items_n);
    json_items(j, "amounts", s->amount, s->amounts_n);
    json_open(j, "messages", '[');
    for (size_t i = 0; i < s->messages_n; i++) {
        json_open(j, NULL, '{');
        json_id(j, "id", s->message[i].id);
        json_id(j, "conversation_id", s->message[i].conversation_id);
        json_id(j, "customer_id", s->message[i].customer_id);
        json_text(j, "customer_name", s->message[i].customer_name);
        json_text(j, "from", s->message[i].author_kind);
        json_instant(j, "created_at", s->message[i].created_at);
        json_text(j, "excerpt", s->message[i].excerpt);
        json_close(j, '}');
    }
    json_close(j, ']');
    json_contacts(j, s);
    json_written(j, s);
    json_close(j, '}');
}

/* GET search?q= -> 200, each group in its order of rank, at most eight */
enum err
search_get(struct rq *rq)
{
    struct search_terms terms;
    struct search s = { .rq = rq, .terms = &terms };
    enum err e;

    if (search_terms(&terms, rq_text(rq, "q"))) {
        if (terms.has_digit && ((e = by_item_number(&s)) || (e = by_amount(&s))))
            return e;
        if ((e = by_number(&s)))
            return e;
        /* what found a number or an amount is no name */
        if (!(terms.has_digit &&
                (s.items_n || s.customers_n || (s.amounts_n && !terms.has_letter))) &&
            ((e = by_words(&s)) || (terms.has_letter && (e = by_contact(&s)))))
            return e;
        if ((e = by_message(&s)))
            return e;
    }
    answer(&s);
    return OK;
}
