#include "service/payment_sandbox.h"

#include <inttypes.h>
#include <string.h>

#include "base/clock.h"
#include "base/date.h"
#include "base/faults.h"
#include "base/json.h"
#include "base/jsonin.h"
#include "base/signature.h"
#include "base/text.h"

enum { ID__MAX = 128, CODE__MAX = 32 };

static char *
key_of(struct arena *a, const struct payment_env *env)
{
    uint8_t key[SECRET_KEY_BYTES];

    secret_derive(env->master, "payment-sandbox", key);
    return secret_hex(a, key, sizeof key);
}

char *
payment_sandbox_id(struct arena *a, uint64_t intent_id)
{
    return arena_fmt(a, "sbx_%" PRIu64, intent_id);
}

static bool
ready(struct db *, struct arena *, const struct payment_env *, const char **)
{
    return true;
}

static enum err
start(struct arena *a, const struct payment_env *, const struct payment_order *order,
    struct payment_started *out)
{
    *out = (struct payment_started){ .provider_id = payment_sandbox_id(a, order->id) };
    return OK;
}

char *
payment_sandbox_report(struct arena *a, const struct payment_report *r)
{
    struct buf b;
    struct json j = { .out = &b };

    buf_init(&b, a);
    json_open(&j, NULL, '{');
    json_text(&j, "id", r->id);
    json_text(&j, "kind", payment_word_name(r->word));
    json_text(&j, "payment", r->provider_id);
    json_text(&j, "account", r->account);
    json_text(&j, "currency", r->currency);
    json_money(&j, "amount", r->amount_minor, r->currency);
    json_text(&j, "subject", r->subject);
    json_text(&j, "why", r->why);
    if (r->method_word) {
        json_id(&j, "saving", r->method_id);
        json_text(&j, "method", r->method);
        json_text(&j, "customer", r->customer);
        json_text(&j, "label", r->method_label);
    }
    json_instant(&j, "at", r->at);
    json_close(&j, '}');
    return b.text;
}

char *
payment_sandbox_sign(struct arena *a, const struct payment_env *env, const char *body)
{
    return signature_make(
        a, key_of(a, env), clock_real_us() / DATE_US_PER_S, body, strlen(body));
}

/* -- saved methods ----------------------------------------------------------- */

static const char *const METHOD[] = { "", "method_saved", "method_failed",
    "method_gone" };

char *
payment_sandbox_method_report(struct arena *a, const struct payment_report *r)
{
    struct buf b;
    struct json j = { .out = &b };

    buf_init(&b, a);
    json_open(&j, NULL, '{');
    json_text(&j, "id",
        arena_fmt(a, "mth_%" PRIu64 ":%s", r->method_id, METHOD[r->method_word]));
    json_text(&j, "about", METHOD[r->method_word]);
    json_id(&j, "saving", r->method_id);
    json_text(&j, "method", r->method);
    json_text(&j, "customer", r->customer);
    json_text(&j, "label", r->method_label);
    json_instant(&j, "at", r->at);
    json_close(&j, '}');
    return b.text;
}

static void
read_saving(struct jval *v, struct payment_report *out)
{
    jsonin_id(v, "saving", JSONIN_NEED, &out->method_id);
    jsonin_text(v, "method", JSONIN_MAY, ID__MAX, &out->method);
    jsonin_text(v, "customer", JSONIN_MAY, ID__MAX, &out->customer);
    jsonin_text(v, "label", JSONIN_MAY, ID__MAX, &out->method_label);
    out->method_kind = "card";
}

static enum err
read_method(struct faults *f, struct jval *v, struct payment_report *out)
{
    size_t about = 0;

    if (jsonin_enum(
            v, "about", JSONIN_NEED, METHOD, sizeof METHOD / sizeof *METHOD, &about))
        out->method_word = (enum method_word)about;
    out->type = METHOD[about];
    jsonin_text(v, "id", JSONIN_NEED, ID__MAX, &out->id);
    read_saving(v, out);
    jsonin_instant(v, "at", JSONIN_NEED, &out->at);
    return faults_err(f);
}

void
payment_sandbox_card(struct arena *a, uint64_t method_id, uint64_t case_id,
    bool declines, struct payment_report *r)
{
    r->method_word = METHOD_SAVED;
    r->method_id = method_id;
    r->method = arena_fmt(
        a, "sbm_%" PRIu64 "%s", method_id, declines ? PAYMENT_SANDBOX_DECLINES : "");
    r->customer = arena_fmt(a, "sbc_%" PRIu64, case_id);
    r->method_label = declines ? "Visa ···· 0002, 04/28" : "Visa ···· 4242, 04/28";
}

/* -- hearing ------------------------------------------------------------------- */

static enum err
read_report(struct arena *a, const char *body, size_t n, struct payment_report *out)
{
    static const char *const KIND[] = { "pending", "captured", "declined", "expired",
        "refunded", "disputed", "reinstated" };
    static const enum payment_word WORD[] = { PAYMENT_PENDING, PAYMENT_CAPTURED,
        PAYMENT_DECLINED, PAYMENT_LAPSED, PAYMENT_REFUNDED, PAYMENT_DISPUTED,
        PAYMENT_REINSTATED };
    char currency[4] = "";
    size_t kind = 0;
    struct jsonin in;
    struct faults f;
    struct jval *v;

    faults_init(&f, a);
    if (jsonin_parse(&in, a, &f, body, n, NULL))
        return ERR_INVALID;
    v = in.root;
    if (jsonin_has(v, "about"))
        return read_method(&f, v, out);
    jsonin_text(v, "id", JSONIN_NEED, ID__MAX, &out->id);
    if (jsonin_enum(v, "kind", JSONIN_NEED, KIND, sizeof KIND / sizeof *KIND, &kind))
        out->word = WORD[kind];
    out->type = KIND[kind];
    jsonin_text(v, "payment", JSONIN_NEED, ID__MAX, &out->provider_id);
    jsonin_text(v, "account", JSONIN_NEED, ID__MAX, &out->account);
    if (jsonin_currency(v, "currency", JSONIN_NEED, currency))
        jsonin_money(v, "amount", JSONIN_NEED, currency, &out->amount_minor);
    jsonin_text(v, "subject", JSONIN_MAY, ID__MAX, &out->subject);
    jsonin_text(v, "why", JSONIN_MAY, CODE__MAX, &out->why);
    if (jsonin_has(v, "saving")) {
        out->method_word = METHOD_SAVED;
        read_saving(v, out);
    }
    jsonin_instant(v, "at", JSONIN_NEED, &out->at);
    out->currency = arena_str(a, currency);
    return faults_err(&f);
}

static enum err
read(struct arena *a, const struct payment_env *env, const char *signature,
    const char *body, size_t n, struct payment_report *out)
{
    enum err e = signature_check(
        signature, key_of(a, env), clock_real_us() / DATE_US_PER_S, body, n);

    *out = (struct payment_report){ .word = PAYMENT_WORD__MAX };
    return e ? ERR_DENIED : read_report(a, body, n, out);
}

/* Its page is one of ours. */
static enum err
save(struct arena *a, const struct payment_env *, const struct payment_saving *in,
    struct payment_started *out)
{
    *out =
        (struct payment_started){ .provider_id = arena_fmt(a, "sbs_%" PRIu64, in->id) };
    return OK;
}

static enum err
charge(struct arena *a, const struct payment_env *env, const struct payment_order *o,
    struct payment_charged *out)
{
    const bool declines = strstr(o->method, PAYMENT_SANDBOX_DECLINES) != NULL;
    const struct payment_report r = { .id = arena_fmt(a, "evt_%" PRIu64, o->id),
        .word = declines ? PAYMENT_DECLINED : PAYMENT_CAPTURED,
        .provider_id = payment_sandbox_id(a, o->id),
        .account = o->account,
        .currency = o->currency,
        .amount_minor = o->amount_minor,
        .why = declines ? "insufficient_funds" : NULL,
        .at = env->now_at };

    *out = (struct payment_charged){ .word = r.word,
        .provider_id = r.provider_id,
        .why = r.why,
        .report = payment_sandbox_report(a, &r) };
    out->signature = payment_sandbox_sign(a, env, out->report);
    return OK;
}

static enum err
give_back(struct arena *a, const struct payment_env *env, const struct payment_back *in,
    const char **report, const char **signature)
{
    const struct payment_report r = { .id = arena_fmt(
                                          a, "%s:refund:%s", in->provider_id, in->key),
        .word = PAYMENT_REFUNDED,
        .provider_id = in->provider_id,
        .account = in->account,
        .currency = in->currency,
        .amount_minor = in->total_minor,
        .subject = in->key,
        .at = env->now_at };

    *report = payment_sandbox_report(a, &r);
    *signature = payment_sandbox_sign(a, env, *report);
    return OK;
}

const struct payment_provider PAYMENT_SANDBOX = { .code = "sandbox",
    .trial = true,
    .signature_header = "HTTP_DUNLIN_SIGNATURE",
    .ready = ready,
    .start = start,
    .read = read,
    .give_back = give_back,
    .save = save,
    .charge = charge };
