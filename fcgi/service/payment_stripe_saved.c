#include "service/payment_stripe.h"

#include <ctype.h>
#include <inttypes.h>

#include "base/log.h"
#include "base/text.h"

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

enum err
stripe_forget(struct arena *a, const struct payment_env *env, const char *method)
{
    struct jsonin answer;

    return stripe_ask(a, env, arena_fmt(a, "/v1/payment_methods/%s/detach", method),
        NULL, NULL, 0, &answer);
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
static enum err
look_at(struct arena *a, const struct payment_env *env, struct payment_report *out)
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
saved(struct arena *a, const struct payment_env *env, struct jval *o,
    struct payment_report *out)
{
    if (!(out->method_id = stripe_ours(o, "method")))
        return OK; /* none that began here */
    jsonin_text(o, "customer", JSONIN_MAY, STRIPE_ID__MAX, &out->customer);
    jsonin_text(o, "mandate", JSONIN_MAY, STRIPE_ID__MAX, &out->mandate);
    if (!jsonin_text(o, "payment_method", JSONIN_NEED, STRIPE_ID__MAX, &out->method))
        return ERR_INVALID;
    out->method_word = METHOD_SAVED;
    return look_at(a, env, out);
}

enum err
stripe_read_method(struct arena *a, const struct payment_env *env, const char *type,
    struct jval *o, struct payment_report *out)
{
    const char *status = NULL;

    if (text_eq(type, "setup_intent.succeeded"))
        return saved(a, env, o, out);
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
