#include "tests/unit/test.h"

#include <string.h>

#include "base/signature.h"

static const char KEY[] = "whsec_test", BODY[] = "{\"id\":\"evt_1\"}";
static const int64_t AT = 1700000000;
static struct arena *arena;

static int
setup(void **)
{
    arena = arena_new();
    return 0;
}

static int
teardown(void **)
{
    arena_free(arena);
    return 0;
}

static enum err
check(const char *header, int64_t now)
{
    return signature_check(header, KEY, now, BODY, strlen(BODY));
}

/* The MAC was made by: printf '1700000000.{"id":"evt_1"}' | openssl dgst -sha256 -hmac
 * whsec_test */
static void
the_header_is_the_one_that_others_make(void **)
{
    static const char WANT[] =
        "t=1700000000,v1="
        "c89214b5b5da833daed6f0b8c5bb6bd58cea9022bd80ccc78230f3942d632925";

    assert_string_equal(signature_make(arena, KEY, AT, BODY, strlen(BODY)), WANT);
    assert_int_equal(check(WANT, AT), OK);
}

static void
it_holds_for_five_minutes_either_way(void **)
{
    const char *h = signature_make(arena, KEY, AT, BODY, strlen(BODY));

    assert_int_equal(check(h, AT + 300), OK);
    assert_int_equal(check(h, AT - 300), OK);
    assert_int_equal(check(h, AT + 301), ERR_DENIED);
    assert_int_equal(check(h, AT - 301), ERR_DENIED);
}

static void
what_is_changed_or_signed_by_another_is_refused(void **)
{
    char *h = signature_make(arena, KEY, AT, BODY, strlen(BODY));

    assert_int_equal(
        signature_check(h, "whsec_other", AT, BODY, strlen(BODY)), ERR_DENIED);
    assert_int_equal(signature_check(h, KEY, AT, BODY, strlen(BODY) - 1), ERR_DENIED);
    for (size_t i = strlen("t=1700000000,v1="); h[i]; i++) {
        char was = h[i];

        h[i] = was == '0' ? '1' : '0';
        assert_int_equal(check(h, AT), ERR_DENIED);
        h[i] = was;
    }
    h[strlen(h) - 1] = '\0';
    assert_int_equal(check(h, AT), ERR_DENIED);
}

/* While a key is changed, a sender signs with both. */
static void
one_of_several_is_enough(void **)
{
    const char *right = strchr(signature_make(arena, KEY, AT, BODY, strlen(BODY)), ','),
               *wrong =
                   strchr(signature_make(arena, "old", AT, BODY, strlen(BODY)), ',');

    assert_int_equal(
        check(arena_fmt(arena, "t=1700000000%s%s,v0=ab", wrong, right), AT), OK);
    assert_int_equal(check(arena_fmt(arena, "t=1700000000%s", wrong), AT), ERR_DENIED);
}

static void
what_is_no_such_header_is_none(void **)
{
    static const char *const BAD[] = { "", "t=1700000000", "v1=00", "t=,v1=00",
        "t=x,v1=00", "t=-1,v1=00", "t=99999999999999999999,v1=00" };

    for (size_t i = 0; i < sizeof BAD / sizeof *BAD; i++)
        assert_int_equal(check(BAD[i], AT), ERR_INVALID);
    assert_int_equal(check(NULL, AT), ERR_INVALID);
    assert_int_equal(
        signature_check(signature_make(arena, "", AT, "x", 1), "", AT, "x", 1),
        ERR_INVALID);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_header_is_the_one_that_others_make),
        cmocka_unit_test(it_holds_for_five_minutes_either_way),
        cmocka_unit_test(what_is_changed_or_signed_by_another_is_refused),
        cmocka_unit_test(one_of_several_is_enough),
        cmocka_unit_test(what_is_no_such_header_is_none),
    };

    return cmocka_run_group_tests(tests, setup, teardown);
}
