#include "domain/snapshot.h"

#include <string.h>

#include "base/json.h"

/* Index of the bucket of so many days late: not due, 1-30, 31-60, 61-90, 91+. */
static size_t
bucket_of(int32_t days_late)
{
    if (days_late <= 0)
        return 0;
    return days_late > 90 ? 4 : (size_t)(days_late - 1) / 30 + 1;
}

void
snapshot_sums(const struct snapshot *s, struct snap_sums *out)
{
    *out = (struct snap_sums){ .oldest_due_on = DAY_NONE };
    for (size_t k = 0; k < s->instalments_n; k++) {
        const struct open_instalment *i = &s->instalments[k];
        int32_t late = s->today - i->due_on;

        out->open_minor += i->open_minor;
        out->bucket_minor[bucket_of(late)] += i->open_minor;
        out->disputed_minor += i->disputed_minor;
        out->promised_minor += i->promised_minor;
        out->held_minor += i->held_minor;
        if (late <= 0) {
            out->not_due_minor += i->open_minor;
            continue;
        }
        out->overdue_minor += i->open_minor;
        if (late > out->days_late) {
            out->days_late = late;
            out->oldest_due_on = i->due_on;
        }
    }
    for (size_t k = 0; k < s->credits_n; k++)
        out->unapplied_minor += s->credits[k].open_minor;
}

int64_t
instalment_free_minor(const struct open_instalment *i)
{
    int64_t rest = i->open_minor;

    rest -= i->disputed_minor < rest ? i->disputed_minor : rest;
    rest -= i->promised_minor < rest ? i->promised_minor : rest;
    rest -= i->held_minor < rest ? i->held_minor : rest;
    return rest > 0 ? rest : 0;
}

bool
contact_has_role(const struct snap_contact *c, const char *role)
{
    if (strcmp(role, "statement") == 0)
        return c->statement;
    if (strcmp(role, "dispute") == 0)
        return c->dispute;
    if (strcmp(role, "legal") == 0)
        return c->legal;
    return c->billing && strcmp(role, "billing") == 0;
}

bool
contact_receives(const struct snap_contact *c)
{
    return c->email && c->email[0] && c->consent && !c->suppressed;
}

/* What keeps the contacts of a role from getting mail; the mildest of them. */
static const char *
nobody_because(const struct snapshot *s, const char *role)
{
    bool any = false, addressed = false, willing = false;

    for (size_t k = 0; k < s->contacts_n; k++) {
        const struct snap_contact *c = &s->contacts[k];

        if (!contact_has_role(c, role))
            continue;
        any = true;
        if (!c->email || !c->email[0])
            continue;
        addressed = true;
        willing = willing || c->consent;
    }
    if (!any)
        return "no contact for billing";
    if (!addressed)
        return "no contact has an address";
    return willing ? "mail to the contact is suppressed after a bounce"
                   : "the contact does not want mail";
}

const struct snap_contact *
snapshot_recipient(const struct snapshot *s, const char *role, const char **why)
{
    bool somebody = false;

    if (!role)
        role = "billing";
    for (size_t k = 0; k < s->contacts_n; k++) {
        if (!contact_has_role(&s->contacts[k], role))
            continue;
        somebody = true;
        if (contact_receives(&s->contacts[k]))
            return &s->contacts[k];
    }
    if (!somebody && strcmp(role, "billing") != 0)
        return snapshot_recipient(s, "billing", why);
    if (why)
        *why = nobody_because(s, role);
    return NULL;
}

bool
snapshot_reaches(
    const struct snapshot *s, const char *role, bool by_letter, const char **why)
{
    if (!by_letter)
        return snapshot_recipient(s, role, why) != NULL;
    if (!s->has_address && why)
        *why = "no postal address";
    return s->has_address;
}

/* -- canonical form ------------------------------------------------------- */

static void
put_day(struct json *j, const char *key, int32_t day)
{
    if (day == DAY_NONE)
        json_nil(j, key);
    else
        json_i64(j, key, day);
}

static void
put_taken(struct json *j, const struct open_instalment *i)
{
    json_open(j, "taken", '[');
    for (size_t k = 0; k < i->taken_n; k++) {
        const struct taken *t = &i->taken[k];

        json_open(j, NULL, '{');
        json_u64(j, "script", t->script_id);
        json_text(j, "step", t->step);
        json_u64(j, "cycle", t->cycle);
        json_u64(j, "level", t->level);
        put_day(j, "on", t->on_day);
        json_bool(j, "task", t->task);
        json_bool(j, "uncertain", t->uncertain);
        json_close(j, '}');
    }
    json_close(j, ']');
}

static void
put_instalments(struct json *j, const struct snapshot *s)
{
    json_open(j, "instalments", '[');
    for (size_t k = 0; k < s->instalments_n; k++) {
        const struct open_instalment *i = &s->instalments[k];

        json_open(j, NULL, '{');
        json_u64(j, "id", i->id);
        json_u64(j, "item", i->item_id);
        json_text(j, "number", i->number);
        json_u64(j, "seq", i->seq);
        json_bool(j, "fee", i->is_fee);
        json_bool(j, "due_missing", i->due_missing);
        put_day(j, "issued_on", i->issued_on);
        put_day(j, "due_on", i->due_on);
        json_i64(j, "amount", i->amount_minor);
        json_i64(j, "open", i->open_minor);
        json_i64(j, "disputed", i->disputed_minor);
        json_i64(j, "promised", i->promised_minor);
        json_i64(j, "held", i->held_minor);
        put_taken(j, i);
        json_close(j, '}');
    }
    json_close(j, ']');
}

static void
put_credits(struct json *j, const struct snapshot *s)
{
    json_open(j, "credits", '[');
    for (size_t k = 0; k < s->credits_n; k++) {
        json_open(j, NULL, '{');
        json_u64(j, "item", s->credits[k].item_id);
        json_text(j, "number", s->credits[k].number);
        put_day(j, "issued_on", s->credits[k].issued_on);
        json_i64(j, "open", s->credits[k].open_minor);
        json_close(j, '}');
    }
    json_close(j, ']');
}

static void
put_promises(struct json *j, const struct snapshot *s)
{
    json_open(j, "promises", '[');
    for (size_t k = 0; k < s->promises_n; k++) {
        const struct snap_promise *p = &s->promises[k];

        json_open(j, NULL, '{');
        json_u64(j, "id", p->id);
        json_i64(j, "amount", p->amount_minor);
        json_i64(j, "kept", p->kept_minor);
        put_day(j, "made_on", p->made_on);
        put_day(j, "promised_on", p->promised_on);
        put_day(j, "judged_on", p->judged_on);
        json_i64(j, "state", p->state);
        json_open(j, "items", '[');
        for (size_t m = 0; m < p->items_n; m++) {
            json_open(j, NULL, '{');
            json_u64(j, "instalment", p->items[m].instalment_id);
            json_i64(j, "amount", p->items[m].minor);
            json_i64(j, "kept", p->items[m].kept_minor);
            json_close(j, '}');
        }
        json_close(j, ']');
        json_close(j, '}');
    }
    json_close(j, ']');
}

static void
put_stops(struct json *j, const struct snapshot *s)
{
    json_open(j, "disputes", '[');
    for (size_t k = 0; k < s->disputes_n; k++) {
        const struct snap_dispute *d = &s->disputes[k];

        json_open(j, NULL, '{');
        json_u64(j, "id", d->id);
        json_u64(j, "item", d->item_id);
        json_i64(j, "amount", d->amount_minor);
        json_text(j, "reason", d->reason_code);
        put_day(j, "opened_on", d->opened_on);
        put_day(j, "target_on", d->target_on);
        json_close(j, '}');
    }
    json_close(j, ']');
    json_open(j, "holds", '[');
    for (size_t k = 0; k < s->holds_n; k++) {
        const struct snap_hold *h = &s->holds[k];

        json_open(j, NULL, '{');
        json_u64(j, "id", h->id);
        json_u64(j, "item", h->item_id);
        json_bool(j, "legal", h->legal);
        json_i64(j, "amount", h->amount_minor);
        put_day(j, "until_on", h->until_on);
        json_text(j, "reason", h->reason);
        json_close(j, '}');
    }
    json_close(j, ']');
}

static void
put_contacts(struct json *j, const struct snapshot *s)
{
    json_open(j, "contacts", '[');
    for (size_t k = 0; k < s->contacts_n; k++) {
        const struct snap_contact *c = &s->contacts[k];

        json_open(j, NULL, '{');
        json_u64(j, "id", c->id);
        json_text(j, "name", c->name);
        json_text(j, "email", c->email);
        json_text(j, "language", c->language);
        json_text(j, "time_zone", c->time_zone);
        json_bool(j, "billing", c->billing);
        json_bool(j, "statement", c->statement);
        json_bool(j, "dispute", c->dispute);
        json_bool(j, "legal", c->legal);
        json_bool(j, "consent", c->consent);
        json_bool(j, "suppressed", c->suppressed);
        json_close(j, '}');
    }
    json_close(j, ']');
}

static void
put_words(struct json *j, const char *key, const char *const *words, size_t n)
{
    json_open(j, key, '[');
    for (size_t k = 0; k < n; k++)
        json_text(j, NULL, words[k]);
    json_close(j, ']');
}

static void
put_customer(struct json *j, const struct snapshot *s)
{
    json_u64(j, "case", s->case_id);
    json_u64(j, "customer", s->customer_id);
    json_u64(j, "division", s->division_id);
    json_text(j, "number", s->customer_number);
    json_text(j, "name", s->customer_name);
    json_text(j, "currency", s->currency);
    json_text(j, "language", s->language);
    json_text(j, "country", s->country);
    json_text(j, "region", s->region);
    json_text(j, "time_zone", s->time_zone);
    json_text(j, "division_country", s->division_country);
    json_text(j, "division_region", s->division_region);
    json_text(j, "division_time_zone", s->division_time_zone);
    json_i64(j, "status", s->status);
    json_i64(j, "kind", s->kind);
    json_text(j, "payment_method", s->payment_method);
    put_day(j, "since_on", s->since_on);
    json_i64(j, "credit_limit", s->credit_limit_minor);
    put_day(j, "today", s->today);
}

static void
put_history(struct json *j, const struct snapshot *s)
{
    put_day(j, "last_contact_on", s->last_contact_on);
    json_bool(j, "contact_pending", s->contact_pending);
    json_u64(j, "contacts_30d", s->contacts_30d);
    put_day(j, "last_payment_on", s->last_payment_on);
    if (s->synced_at == INSTANT_NONE)
        json_nil(j, "synced_at");
    else
        json_i64(j, "synced_at", s->synced_at);
    json_u64(j, "broken_promises", s->broken_promises);
    json_i64(j, "average_days_late", s->average_days_late);
    json_u64(j, "closed_items", s->closed_items);
    json_u64(j, "pin", s->pin_script_id);
    json_bool(j, "mail_uncertain", s->mail_uncertain);
    json_u64(j, "open_tasks", s->open_tasks);
    /* Not there where nothing is known: the hashes of before risk was judged stay. */
    if (s->risk != RISK_UNKNOWN) {
        json_i64(j, "risk", s->risk);
        json_i64(j, "late_permille", s->late_permille);
    }
}

void
snapshot_canonical(const struct snapshot *s, struct buf *out)
{
    struct json j = { .out = out };

    json_open(&j, NULL, '{');
    put_customer(&j, s);
    put_instalments(&j, s);
    put_credits(&j, s);
    put_promises(&j, s);
    put_stops(&j, s);
    put_contacts(&j, s);
    json_bool(&j, "has_address", s->has_address);
    put_words(&j, "tags", s->tags, s->tags_n);
    put_words(&j, "raised", s->raised, s->raised_n);
    put_history(&j, s);
    json_close(&j, '}');
}
