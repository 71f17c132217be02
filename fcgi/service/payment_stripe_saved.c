#include "service/payment_stripe.h"

#include <ctype.h>
#include <inttypes.h>
#include <string.h>

#include "base/log.h"
#include "base/text.h"
#include "domain/stripe_amount.h"

/* Saved methods: Checkout in setup mode, PaymentMethods of a Customer, charges without
 * the payer. https://docs.stripe.com/payments/save-and-reuse */

/* -- saving ----------------------------------------------------------------- */

enum err
stripe_save(struct arena *a, const struct payment_env *env,
    const struct payment_saving *in, struct payment_started *out)
{
    const char *id = arena_fmt(a, "%" PRIu64, in->id);
    const struct form_field fields[] = { { "mode", "setup" },
        { "currency", text_lower(a, in->currency) }, { "client_reference_id", id },
        { "metadata[method]", id }, { "setup_intent_data[metadata][method]", id },
        { "locale", stripe_locale(in->language) }, { "success_url", in->done_url },
        { "cancel_url", in->back_url },
        { in->customer ? "customer" : "customer_creation",
            in->customer ? in->customer : "always" } };
    struct jsonin answer;
    enum err e = stripe_ask(a, env, "/v1/checkout/sessions",
        arena_fmt(a, "method-%s", id), fields, sizeof fields / sizeof *fields, &answer);

    if (e)
        return e;
    return jsonin_text(
               answer.root, "id", JSONIN_NEED, STRIPE_ID__MAX, &out->provider_id) &&
                   jsonin_text(
                       answer.root, "url", JSONIN_NEED, STRIPE_URL__MAX, &out->url) &&
                   text_starts(out->url, env->conf->test ? "http" : "https://")
               ? OK
               : ERR_DOWN;
}

size_t
stripe_saving(struct arena *a, const struct payment_order *o, struct form_field *out)
{
    const char *id = arena_fmt(a, "%" PRIu64, o->method_id);
    const struct form_field fields[STRIPE_SAVING__MAX] = {
        { "payment_intent_data[setup_future_usage]", "off_session" },
        { "metadata[method]", id }, { "payment_intent_data[metadata][method]", id },
        { o->customer ? "customer" : "customer_creation",
            o->customer ? o->customer : "always" }
    };

    if (!o->method_id)
        return 0;
    memcpy(out, fields, sizeof fields);
    return STRIPE_SAVING__MAX;
}

enum err
stripe_forget(struct arena *a, const struct payment_env *env, const char *method)
{
    struct jsonin answer;

    return stripe_ask(a, env, arena_fmt(a, "/v1/payment_methods/%s/detach", method),
        NULL, NULL, 0, &answer);
}

/* -- charging --------------------------------------------------------------- */

const char *
stripe_why(struct jval *o)
{
    const char *code = NULL, *decline = NULL;

    if (o) {
        jsonin_text(o, "code", JSONIN_MAY, STRIPE_ID__MAX, &code);
        jsonin_text(o, "decline_code", JSONIN_MAY, STRIPE_ID__MAX, &decline);
    }
    if (text_eq(code, "authentication_required"))
        return code;
    return decline ? decline : code ? code : "declined";
}

static void
read_charge(struct jval *o, struct payment_charged *out)
{
    const char *status = NULL;

    jsonin_text(o, "id", JSONIN_NEED, STRIPE_ID__MAX, &out->capture_id);
    jsonin_text(o, "status", JSONIN_NEED, STRIPE_ID__MAX, &status);
    out->provider_id = out->capture_id;
    out->word = text_eq(status, "succeeded")    ? PAYMENT_CAPTURED
                : text_eq(status, "processing") ? PAYMENT_PENDING
                                                : PAYMENT_DECLINED;
    if (out->word == PAYMENT_DECLINED)
        out->why =
            text_eq(status, "requires_action") ? "authentication_required" : "declined";
}

/* Refused for good: by the bank, or because it is not there any more. */
static void
read_refusal(struct jval *root, struct payment_charged *out)
{
    struct jval *error = root ? jsonin_object(root, "error", JSONIN_MAY) : NULL,
                *o = error ? jsonin_object(error, "payment_intent", JSONIN_MAY) : NULL;

    out->word = PAYMENT_DECLINED;
    out->why = stripe_why(error);
    if (o)
        jsonin_text(o, "id", JSONIN_MAY, STRIPE_ID__MAX, &out->capture_id);
    out->provider_id = out->capture_id;
}

enum err
stripe_charge(struct arena *a, const struct payment_env *env,
    const struct payment_order *o, struct payment_charged *out)
{
    const char *id = arena_fmt(a, "%" PRIu64, o->id);
    struct jsonin answer;
    int64_t amount;
    enum err e = stripe_amount_of(o->amount_minor, o->currency, &amount);

    *out = (struct payment_charged){ .word = PAYMENT_DECLINED };
    if (e)
        return e;
    const struct form_field fields[] = { { "amount", arena_fmt(a, "%" PRId64, amount) },
        { "currency", text_lower(a, o->currency) }, { "customer", o->customer },
        { "payment_method", o->method }, { "off_session", "true" },
        { "confirm", "true" }, { "description", o->description },
        { "metadata[intent]", id }, { "metadata[charge]", id },
        { "automatic_payment_methods[enabled]", "true" },
        { "automatic_payment_methods[allow_redirects]", "never" } };

    e = stripe_ask(a, env, "/v1/payment_intents", arena_fmt(a, "intent-%s", id), fields,
        sizeof fields / sizeof *fields, &answer);
    if (e == ERR_INVALID) {
        read_refusal(answer.root, out);
        return OK;
    }
    if (!e)
        read_charge(answer.root, out);
    return e || out->provider_id ? e : ERR_DOWN;
}

/* -- hearing ---------------------------------------------------------------- */

static const char *
capital(struct arena *a, const char *word)
{
    char *c = arena_str(a, word);

    *c = (char)toupper((unsigned char)*c);
    return c;
}

/* Whatever it is, as a person knows it: by the last digits, where there are any. */
static const char *
label_of(struct arena *a, struct jval *method, const char *kind)
{
    struct jval *o = jsonin_object(method, kind, JSONIN_MAY);
    const char *brand = NULL, *last4 = NULL, *name = kind;
    int64_t month = 0, year = 0;

    if (o) {
        jsonin_text(o, "brand", JSONIN_MAY, STRIPE_ID__MAX, &brand);
        jsonin_text(o, "last4", JSONIN_MAY, STRIPE_ID__MAX, &last4);
        if (jsonin_has(o, "exp_month") && jsonin_has(o, "exp_year")) {
            jsonin_i64(o, "exp_month", JSONIN_MAY, 1, 12, &month);
            jsonin_i64(o, "exp_year", JSONIN_MAY, 2000, 9999, &year);
        }
    }
    if (text_eq(kind, "sepa_debit"))
        name = "SEPA";
    name = capital(a, brand ? brand : name);
    if (!last4)
        return arena_fmt(a, "%.40s", name);
    if (!month || !year)
        return arena_fmt(a, "%.40s ···· %.4s", name, last4);
    return arena_fmt(
        a, "%.40s ···· %.4s, %02" PRId64 "/%02" PRId64, name, last4, month, year % 100);
}

/* Writing our number on it answers with what it is. */
enum err
stripe_look(struct arena *a, const struct payment_env *env, struct payment_report *out)
{
    const struct form_field field = { "metadata[method]",
        arena_fmt(a, "%" PRIu64, out->method_id) };
    struct jsonin answer;
    enum err e = stripe_ask(a, env, arena_fmt(a, "/v1/payment_methods/%s", out->method),
        NULL, &field, 1, &answer);

    if (e)
        return ERR_DOWN;
    if (!jsonin_text(
            answer.root, "type", JSONIN_NEED, STRIPE_ID__MAX, &out->method_kind))
        return ERR_DOWN;
    jsonin_text(answer.root, "customer", JSONIN_MAY, STRIPE_ID__MAX, &out->customer);
    out->method_label = label_of(a, answer.root, out->method_kind);
    return OK;
}

static enum err
saved(struct jval *o, struct payment_report *out)
{
    if (!(out->method_id = stripe_ours(o, "method")))
        return OK; /* none that began here */
    jsonin_text(o, "customer", JSONIN_MAY, STRIPE_ID__MAX, &out->customer);
    jsonin_text(o, "mandate", JSONIN_MAY, STRIPE_ID__MAX, &out->mandate);
    if (!jsonin_text(o, "payment_method", JSONIN_NEED, STRIPE_ID__MAX, &out->method))
        return ERR_INVALID;
    out->method_word = METHOD_SAVED;
    return OK;
}

enum err
stripe_read_method(const char *type, struct jval *o, struct payment_report *out)
{
    const char *status = NULL;

    /* of a payment, too: it paid, and stays */
    if (text_eq(type, "setup_intent.succeeded") ||
        text_eq(type, "payment_intent.succeeded"))
        return saved(o, out);
    if (text_eq(type, "checkout.session.expired")) {
        if ((out->method_id = stripe_ours(o, "method")))
            out->method_word = METHOD_FAILED;
        return OK;
    }
    if (text_eq(type, "payment_method.detached")) {
        if (jsonin_text(o, "id", JSONIN_NEED, STRIPE_ID__MAX, &out->method))
            out->method_word = METHOD_GONE;
        return OK;
    }
    if (text_eq(type, "mandate.updated") &&
        jsonin_text(o, "status", JSONIN_MAY, STRIPE_ID__MAX, &status) &&
        text_eq(status, "inactive") &&
        jsonin_text(o, "payment_method", JSONIN_MAY, STRIPE_ID__MAX, &out->method))
        out->method_word = METHOD_GONE;
    return OK;
}
