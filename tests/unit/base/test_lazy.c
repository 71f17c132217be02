#include "tests/unit/test.h"

#include <math.h>

#include "base/lazy.h"

static void
a_library_opens_at_the_first_call_and_once(void **)
{
    static struct lazy libm = { .file = "libm.so.6" };
    void *handle;

    assert_null(libm.handle);
    assert_int_equal(lazy_open(&libm), OK);
    handle = libm.handle;
    assert_non_null(handle);
    assert_int_equal(lazy_open(&libm), OK);
    assert_ptr_equal(libm.handle, handle);
    assert_true(LAZY(&libm, hypot)(3, 4) == 5);
}

static void
one_that_is_missing_is_said_to_be_and_may_come_later(void **)
{
    static struct lazy none = { .file = "libdunlin-has-none-such.so.9" };

    assert_int_equal(lazy_open(&none), ERR_DOWN);
    assert_null(none.handle);
    none.file = "libm.so.6";
    assert_int_equal(lazy_open(&none), OK);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_library_opens_at_the_first_call_and_once),
        cmocka_unit_test(one_that_is_missing_is_said_to_be_and_may_come_later),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
