#ifndef SERVICE_PAYMENT_STRIPE_H
#define SERVICE_PAYMENT_STRIPE_H

#include "base/jsonin.h"
#include "net/form_post.h"
#include "service/payment_provider.h"

/* What the parts of Stripe share; nobody else includes this. */
enum { STRIPE_ID__MAX = 128, STRIPE_URL__MAX = 2000 };

/*
 * Asks; once: the same key is the same wish. *answer of what was done, and of what was
 * refused as far as that can be read (root NULL: it cannot).
 *
 * ERR_INVALID  refused for good
 * ERR_DOWN     no answer, or one that says "later"
 */
enum err stripe_ask(struct arena *a, const struct payment_env *env, const char *path,
    const char *once, const struct form_field *fields, size_t n, struct jsonin *answer);

/* The languages its page has, of those that ours have: else the browser's. */
const char *stripe_locale(const char *language);

/* Number of ours that an object carries under that name; 0: none. */
uint64_t stripe_ours(struct jval *object, const char *name);

/* -- saved methods (payment_stripe_saved.c) -------------------------------------- */

/* What a form says to have the method that pays saved: SAVING__MAX fields at `out`. */
enum { STRIPE_SAVING__MAX = 4 };
size_t stripe_saving(
    struct arena *a, const struct payment_order *order, struct form_field *out);

enum err stripe_save(struct arena *a, const struct payment_env *env,
    const struct payment_saving *in, struct payment_started *out);
enum err stripe_forget(
    struct arena *a, const struct payment_env *env, const char *method);

enum err stripe_charge(struct arena *a, const struct payment_env *env,
    const struct payment_order *order, struct payment_charged *out);

/* Why money was refused, of an object or error that has "code" and "decline_code". */
const char *stripe_why(struct jval *o);

enum err stripe_look(
    struct arena *a, const struct payment_env *env, struct payment_report *r);

/* What an event says of a saved method; method_word stays METHOD_NOT when it says
 * nothing. ERR_INVALID: it names none. */
enum err stripe_read_method(
    const char *type, struct jval *object, struct payment_report *out);

#endif
