#include "service/payment_stripe.h"

#include <ctype.h>
#include <inttypes.h>
#include <string.h>

#include "base/clock.h"
#include "base/date.h"
#include "base/faults.h"
#include "base/jsonin.h"
#include "base/log.h"
#include "base/money.h"
#include "base/signature.h"
#include "base/text.h"
#include "domain/stripe_amount.h"

/*
 * Stripe: Checkout Sessions for the way there, webhooks for what came of it. Amounts,
 * fields and events as its reference has them: https://docs.stripe.com/api
 */
enum { OK_FROM = 200, OK_TO = 299, BAD_TO = 499 };
enum { TOO_MANY = 429, CONFLICT = 409 };

static const char VERSION[] = "Stripe-Version: 2024-06-20";
static const int64_t AMOUNT__MAX = INT64_C(1) << 53;

static bool
ready(struct db *, struct arena *, const struct payment_env *env, const char **why)
{
    if (*env->conf->stripe_key && *env->conf->stripe_webhook_secret)
        return true;
    *why = "The configuration has no stripe_key or no stripe_webhook_secret.";
    return false;
}

/* -- asking ---------------------------------------------------------------- */

enum err
stripe_ask(struct arena *a, const struct payment_env *env, const char *path,
    const char *once, const struct form_field *fields, size_t n, struct jsonin *answer)
{
    const struct form_post post = { .url = arena_fmt(
                                        a, "%s%s", env->conf->stripe_url, path),
        .plain = env->conf->test,
        .key = env->conf->stripe_key,
        .once = once,
        .version_header = VERSION,
        .fields = fields,
        .n = n };
    struct faults *f = arena_new_of(a, struct faults);
    struct form_answer got;
    enum err e = form_post(a, &post, &got);
    bool unread;

    answer->root = NULL;
    if (e)
        return e;
    faults_init(f, a);
    unread = jsonin_parse(answer, a, f, got.body, got.n, NULL) != OK;
    if (unread)
        answer->root = NULL;
    if (got.status >= OK_FROM && got.status <= OK_TO)
        return unread ? ERR_DOWN : OK;
    log_warn("stripe_refused", kv("path", path), kv("status", (int64_t)got.status));
    return got.status > OK_TO && got.status <= BAD_TO && got.status != TOO_MANY &&
                   got.status != CONFLICT
               ? ERR_INVALID
               : ERR_DOWN;
}

const char *
stripe_locale(const char *language)
{
    static const char *const THERE[] = { "de", "en", "fr", "it", "es", "nl" };

    for (size_t i = 0; language && i < sizeof THERE / sizeof *THERE; i++)
        if (text_starts(language, THERE[i]))
            return THERE[i];
    return "auto";
}

static enum err
start(struct arena *a, const struct payment_env *env, const struct payment_order *o,
    struct payment_started *out)
{
    const char *id = arena_fmt(a, "%" PRIu64, o->id);
    struct jsonin answer;
    int64_t amount;
    enum err e = stripe_amount_of(o->amount_minor, o->currency, &amount);

    if (e)
        return e;
    const struct form_field fields[] = { { "mode", "payment" },
        { "client_reference_id", id }, { "metadata[intent]", id },
        { "payment_intent_data[metadata][intent]", id },
        { "payment_intent_data[description]", o->description },
        { "line_items[0][quantity]", "1" },
        { "line_items[0][price_data][currency]", text_lower(a, o->currency) },
        { "line_items[0][price_data][unit_amount]", arena_fmt(a, "%" PRId64, amount) },
        { "line_items[0][price_data][product_data][name]", o->description },
        { "locale", stripe_locale(o->language) }, { "success_url", o->done_url },
        { "cancel_url", o->back_url } };
    enum { N = sizeof fields / sizeof *fields };
    struct form_field all[N + STRIPE_SAVING__MAX];

    memcpy(all, fields, sizeof fields);
    if ((e = stripe_ask(a, env, "/v1/checkout/sessions", arena_fmt(a, "intent-%s", id),
             all, N + stripe_saving(a, o, all + N), &answer)))
        return e;
    return jsonin_text(
               answer.root, "id", JSONIN_NEED, STRIPE_ID__MAX, &out->provider_id) &&
                   jsonin_text(
                       answer.root, "url", JSONIN_NEED, STRIPE_URL__MAX, &out->url) &&
                   text_starts(out->url, env->conf->test ? "http" : "https://")
               ? OK
               : ERR_DOWN;
}

static enum err
stop(struct arena *a, const struct payment_env *env, const char *provider_id)
{
    struct jsonin answer;

    return stripe_ask(a, env,
        arena_fmt(a, "/v1/checkout/sessions/%s/expire", provider_id), NULL, NULL, 0,
        &answer);
}

static enum err
give_back(struct arena *a, const struct payment_env *env, const struct payment_back *in,
    const char **, const char **)
{
    struct jsonin answer;
    int64_t amount;
    enum err e = stripe_amount_of(in->minor, in->currency, &amount);

    if (e || !in->capture_id)
        return ERR_INVALID;
    const struct form_field fields[] = { { "payment_intent", in->capture_id },
        { "amount", arena_fmt(a, "%" PRId64, amount) },
        { "reason", "requested_by_customer" }, { "metadata[reason]", in->reason } };

    return stripe_ask(a, env, "/v1/refunds", arena_fmt(a, "refund-%s", in->key), fields,
        sizeof fields / sizeof *fields, &answer);
}

/* -- hearing --------------------------------------------------------------- */

enum object { SESSION, INTENT, CHARGE, DISPUTE };

static const struct heard {
    const char *type;
    enum object object;
    enum payment_word word;
} HEARD[] = {
    { "checkout.session.completed", SESSION, PAYMENT_CAPTURED },
    { "checkout.session.async_payment_succeeded", SESSION, PAYMENT_CAPTURED },
    { "checkout.session.async_payment_failed", SESSION, PAYMENT_DECLINED },
    { "checkout.session.expired", SESSION, PAYMENT_LAPSED },
    { "payment_intent.processing", INTENT, PAYMENT_PENDING },
    { "payment_intent.succeeded", INTENT, PAYMENT_CAPTURED },
    { "payment_intent.payment_failed", INTENT, PAYMENT_DECLINED },
    { "charge.refunded", CHARGE, PAYMENT_REFUNDED },
    { "charge.dispute.funds_withdrawn", DISPUTE, PAYMENT_DISPUTED },
    { "charge.dispute.funds_reinstated", DISPUTE, PAYMENT_REINSTATED },
};

static const struct heard *
heard_of(const char *type)
{
    for (size_t i = 0; i < sizeof HEARD / sizeof *HEARD; i++)
        if (text_eq(HEARD[i].type, type))
            return &HEARD[i];
    return NULL;
}

static const char *
capital(struct arena *a, const char *currency)
{
    char *c = arena_str(a, currency);

    for (char *p = c; *p; p++)
        *p = (char)toupper((unsigned char)*p);
    return c;
}

/* *minor of an amount of the object; an amount that it lacks is none. */
static bool
amount(struct jval *o, const char *key, const char *currency, int64_t *minor)
{
    int64_t v = 0;

    return jsonin_i64(o, key, JSONIN_NEED, 0, AMOUNT__MAX, &v) &&
           !stripe_amount_to_minor(v, currency, minor);
}

uint64_t
stripe_ours(struct jval *o, const char *name)
{
    struct jval *m = jsonin_object(o, "metadata", JSONIN_MAY);
    const char *text = NULL;
    uint64_t id = 0;

    return m && jsonin_text(m, name, JSONIN_MAY, STRIPE_ID__MAX, &text) && text &&
                   !text_u64(text, &id)
               ? id
               : 0;
}

/* Its visit may be over before the money is there. */
static void
read_session(struct jval *o, struct payment_report *r)
{
    const char *paid = NULL;

    jsonin_text(o, "id", JSONIN_NEED, STRIPE_ID__MAX, &r->provider_id);
    jsonin_text(o, "payment_intent", JSONIN_MAY, STRIPE_ID__MAX, &r->capture_id);
    jsonin_text(o, "payment_status", JSONIN_MAY, STRIPE_ID__MAX, &paid);
    if (r->word == PAYMENT_CAPTURED && !text_eq(paid, "paid"))
        r->word = PAYMENT_PENDING;
}

static enum err
read_object(struct arena *a, struct jval *o, enum object kind, struct payment_report *r)
{
    static const char *const AMOUNT[] = { [SESSION] = "amount_total",
        [INTENT] = "amount_received",
        [CHARGE] = "amount_refunded",
        [DISPUTE] = "amount" };
    const char *currency = "";

    if (!jsonin_text(o, "currency", JSONIN_NEED, 3, &currency))
        return ERR_INVALID;
    r->currency = capital(a, currency);
    if (kind == SESSION)
        read_session(o, r);
    else
        jsonin_text(o, kind == INTENT ? "id" : "payment_intent", JSONIN_MAY,
            STRIPE_ID__MAX, &r->capture_id);
    if (kind == DISPUTE)
        jsonin_text(o, "id", JSONIN_NEED, STRIPE_ID__MAX, &r->subject);
    else
        r->intent_id = stripe_ours(o, "intent");
    if (r->word == PAYMENT_DECLINED)
        r->why = "declined";
    if (r->word == PAYMENT_DECLINED && kind == INTENT) {
        if (!stripe_ours(o, "charge"))
            r->word = PAYMENT_WORD__MAX; /* on its page the customer tries again */
        r->why = stripe_why(jsonin_object(o, "last_payment_error", JSONIN_MAY));
    }
    if (!amount(o, AMOUNT[kind], r->currency, &r->amount_minor))
        return ERR_INVALID;
    if (!r->provider_id && !r->capture_id)
        r->word = PAYMENT_WORD__MAX; /* of nothing that began here */
    return OK;
}

/* A visit to save a method: no money comes of it. */
static bool
is_setup(struct jval *o)
{
    const char *mode = NULL;

    return jsonin_text(o, "mode", JSONIN_MAY, STRIPE_ID__MAX, &mode) &&
           text_eq(mode, "setup");
}

static enum err
read_event(struct arena *a, const char *body, size_t n, struct payment_report *out)
{
    struct faults *f = arena_new_of(a, struct faults);
    const char *type = NULL;
    const struct heard *heard;
    struct jval *data;
    struct jsonin in;
    int64_t at_s = 0;
    enum err e;

    faults_init(f, a);
    if (jsonin_parse(&in, a, f, body, n, NULL) ||
        !jsonin_text(in.root, "id", JSONIN_NEED, STRIPE_ID__MAX, &out->id) ||
        !jsonin_text(in.root, "type", JSONIN_NEED, STRIPE_ID__MAX, &type) ||
        !jsonin_i64(in.root, "created", JSONIN_NEED, 0, UINT32_MAX, &at_s))
        return ERR_INVALID;
    out->at = at_s * DATE_US_PER_S;
    out->type = type;
    jsonin_text(in.root, "account", JSONIN_MAY, STRIPE_ID__MAX, &out->account);
    data = jsonin_object(in.root, "data", JSONIN_NEED);
    if (!data || !(data = jsonin_object(data, "object", JSONIN_NEED)))
        return ERR_INVALID;
    if ((e = stripe_read_method(type, data, out)))
        return e;
    if (!(heard = heard_of(type)) || is_setup(data))
        return OK;
    out->word = heard->word;
    return read_object(a, data, heard->object, out);
}

static enum err
read(struct arena *a, const struct payment_env *env, const char *signature,
    const char *body, size_t n, struct payment_report *out)
{
    enum err e = signature_check(signature, env->conf->stripe_webhook_secret,
        clock_real_us() / DATE_US_PER_S, body, n);

    *out = (struct payment_report){ .word = PAYMENT_WORD__MAX };
    return e ? ERR_DENIED : read_event(a, body, n, out);
}

const struct payment_provider PAYMENT_STRIPE = { .code = "stripe",
    .signature_header = "HTTP_STRIPE_SIGNATURE",
    .ready = ready,
    .start = start,
    .stop = stop,
    .read = read,
    .give_back = give_back,
    .save = stripe_save,
    .look = stripe_look,
    .forget = stripe_forget,
    .charge = stripe_charge };
