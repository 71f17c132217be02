#include "handler/collector/contacts.h"

#include <string.h>
#include <strings.h>

#include "base/text.h"
#include "base/zone.h"
#include "handler/collector/reach.h"
#include "handler/common.h"
#include "service/edit_contact.h"
#include "store/q_contact.h"
#include "store/q_person.h"

enum { NAME__MAX = 200, PHONE__MAX = 64, LANGUAGE__MAX = 16 };

/* In the order of the column's set. */
static const char *const ROLES[] = { "billing", "statement", "dispute", "legal" };
enum { ROLES_N = sizeof ROLES / sizeof *ROLES };

/* -- reading ---------------------------------------------------------------------- */

static void
json_contact(struct json *j, const struct contact_of_customer *k)
{
    json_open(j, NULL, '{');
    json_id(j, "id", k->id);
    json_text(j, "name", k->name);
    json_text(j, "email", k->email);
    json_text(j, "phone", k->phone);
    json_words(j, "roles", k->roles);
    json_text(j, "language", k->language);
    json_text(j, "time_zone", k->time_zone);
    json_bool(j, "consent", k->email_consent);
    json_text(j, "suppressed", k->suppressed);
    json_text(
        j, "source", text_eq(k->source_system, "dunlin") ? NULL : k->source_system);
    json_bool(j, "by_hand", k->by_hand);
    json_u64(j, "version", k->version);
    json_close(j, '}');
}

enum err
json_contacts(struct rq *rq, struct json *j, const char *key, uint64_t customer_id)
{
    struct contact_of_customer *k;
    size_t n;
    enum err e = contact_of_customer(rq->db, rq->arena, customer_id, 0, &k, &n);

    if (e)
        return e;
    json_open(j, key, '[');
    for (size_t i = 0; i < n; i++)
        json_contact(j, &k[i]);
    json_close(j, ']');
    return OK;
}

/* -- writing ---------------------------------------------------------------------- */

static void
read_roles(struct rq *rq, struct jval *v, const char *key, struct contact_edit *in)
{
    bool has[ROLES_N] = { 0 };
    struct buf b;

    for (struct jval *r = jsonin_first(jsonin_array(v, key, JSONIN_NEED, ROLES_N)); r;
         r = jsonin_next(r)) {
        size_t k;

        if (jsonin_enum(r, NULL, JSONIN_NEED, ROLES, ROLES_N, &k))
            has[k] = true;
    }
    buf_init(&b, rq->arena);
    for (size_t k = 0; k < ROLES_N; k++)
        if (has[k])
            buf_fmt(&b, "%s%s", b.len ? "," : "", ROLES[k]);
    in->roles = b.text;
}

/* "" is the same as nothing. */
static void
read_text(struct jval *v, const char *key, size_t max, const char **out)
{
    *out = NULL;
    jsonin_text(v, key, JSONIN_MAY, max, out);
    if (*out && !**out)
        *out = NULL;
}

static enum err
read_contact(struct rq *rq, struct contact_edit *in)
{
    struct jval *v;
    enum err e;

    *in = (struct contact_edit){ .consent = true, .active = true };
    if ((e = rq_json(rq, &v)))
        return e;
    jsonin_text(v, "name", JSONIN_NEED, NAME__MAX, &in->name);
    read_text(v, "email", 254, &in->email);
    read_text(v, "phone", PHONE__MAX, &in->phone);
    read_text(v, "language", LANGUAGE__MAX, &in->language);
    read_text(v, "time_zone", 64, &in->time_zone);
    read_roles(rq, v, "roles", in);
    jsonin_bool(v, "consent", JSONIN_MAY, &in->consent);
    jsonin_bool(v, "active", JSONIN_MAY, &in->active);
    if (in->email && !text_is_email(in->email))
        jsonin_fault(v, "email", "is no mail address");
    if (in->time_zone && !zone_find(in->time_zone))
        jsonin_fault(v, "time_zone", "is no time zone we know");
    return rq_json_end(rq);
}

/* The customer it is about: the session's own, or the one that staff name and reach. */
static enum err
whose(struct rq *rq, uint64_t *customer_id)
{
    bool own = rq->route->audience == AUDIENCE_PORTAL;

    *customer_id = own ? rq->who.customer_id : rq_part_id(rq, "id");
    return own ? OK : reach_customer(rq, *customer_id);
}

/* POST customers/{id}/contacts -> 201 {id} | 404 | 422 */
enum err
contacts_add(struct rq *rq)
{
    uint64_t customer_id, id;
    struct contact_edit in;
    enum err e;

    if ((e = whose(rq, &customer_id)) || (e = read_contact(rq, &in)) ||
        (e = add_contact(rq->db, rq->arena, &rq->actor, customer_id, &in, &id)))
        return e;
    return rq_made(rq, 201, id);
}

/* PUT contacts/{id} -> 200 {id} | 404 | 409 | 412 | 422 */
enum err
contacts_change(struct rq *rq)
{
    struct contact_of_customer *now;
    struct contact_visible k;
    struct contact_edit in;
    size_t n;
    enum err e;

    if ((e = contact_visible(
             rq->db, rq->arena, rq_part_id(rq, "id"), rq->who.scope, &k)) ||
        (e = contact_of_customer(rq->db, rq->arena, k.customer_id, k.id, &now, &n)))
        return e;
    if (!n)
        return ERR_NOT_FOUND;
    if ((e = rq_if_match(rq, now->version)) || (e = read_contact(rq, &in)) ||
        (e = change_contact(
             rq->db, rq->arena, &rq->actor, k.customer_id, k.id, now->version, &in)))
        return e;
    return rq_made(rq, 200, k.id);
}

/* GET customers/{id}/contacts -> 200 | 404 */
enum err
contacts_list(struct rq *rq)
{
    uint64_t customer_id;
    struct json *j;
    enum err e;

    if ((e = whose(rq, &customer_id)))
        return e;
    j = rq_reply(rq, 200);
    json_open(j, NULL, '{');
    if ((e = json_contacts(rq, j, "rows", customer_id)))
        return e;
    json_nil(j, "next");
    json_close(j, '}');
    return OK;
}

/* -- a customer's own ------------------------------------------------------------- */

/* Customers change what is theirs as long as somebody gets invoices and reminders. */
static enum err
change_own(
    struct rq *rq, const struct contact_of_customer *now, struct contact_edit *in)
{
    enum err e;

    in->keep_billed = true;
    e = change_contact(
        rq->db, rq->arena, &rq->actor, rq->who.customer_id, now->id, now->version, in);
    if (e == ERR_DENIED)
        return rq_problem(rq, ERR_CONFLICT, 409, "last-billing-contact",
            "Somebody must get invoices and reminders by mail.");
    return e;
}

/* PUT contacts/{id} -> 200 {id} | 404 none of the customer's | 409 | 412 | 422 */
enum err
portal_contacts_change(struct rq *rq)
{
    const uint64_t id = rq_part_id(rq, "id");
    struct contact_of_customer *now;
    struct contact_edit in;
    size_t n;
    enum err e =
        contact_of_customer(rq->db, rq->arena, rq->who.customer_id, id, &now, &n);

    if (e || !n)
        return e ? e : ERR_NOT_FOUND;
    if ((e = rq_if_match(rq, now->version)) || (e = read_contact(rq, &in)) ||
        (e = change_own(rq, now, &in)))
        return e;
    return rq_made(rq, 200, id);
}

/* -- a person's own --------------------------------------------------------------- */

struct own {
    struct person_profile person;
    struct contact_of_customer *mine; /* the one of the person's address */
};

static enum err
find_own(struct rq *rq, struct own *o)
{
    struct contact_of_customer *all;
    size_t n;
    enum err e = person_profile(rq->db, rq->arena, rq->who.person_id, &o->person);

    o->mine = NULL;
    if (e ||
        (e = contact_of_customer(rq->db, rq->arena, rq->who.customer_id, 0, &all, &n)))
        return e;
    for (size_t i = 0; !o->mine && i < n; i++)
        if (all[i].email && !strcasecmp(all[i].email, o->person.email))
            o->mine = &all[i];
    return OK;
}

/* GET account/notices -> 200 */
enum err
portal_notices_get(struct rq *rq)
{
    struct own o;
    struct json *j;
    enum err e = find_own(rq, &o);

    if (e)
        return e;
    j = rq_reply(rq, 200);
    json_open(j, NULL, '{');
    json_words(j, "gets", o.mine && o.mine->email_consent ? o.mine->roles : "");
    json_close(j, '}');
    return OK;
}

/* PUT account/notices {gets} -> 204 | 409 nobody else gets invoices and reminders |
 * 422. Who asked for no mail and chooses some takes that back. */
enum err
portal_notices_put(struct rq *rq)
{
    struct contact_edit in = { .consent = true, .active = true };
    struct jval *v;
    struct own o;
    uint64_t id;
    enum err e;

    if ((e = find_own(rq, &o)) || (e = rq_json(rq, &v)))
        return e;
    read_roles(rq, v, "gets", &in);
    if ((e = rq_json_end(rq)))
        return e;
    in.name = o.mine ? o.mine->name : o.person.name;
    in.email = o.person.email;
    in.language = o.mine ? o.mine->language : o.person.language;
    if (o.mine) {
        in.phone = o.mine->phone;
        in.time_zone = o.mine->time_zone;
        in.consent = *in.roles || o.mine->email_consent;
        e = change_own(rq, o.mine, &in);
    } else if (*in.roles) {
        e = add_contact(rq->db, rq->arena, &rq->actor, rq->who.customer_id, &in, &id);
    }
    return e ? e : rq_no_content(rq);
}
