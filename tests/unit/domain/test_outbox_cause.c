#include "tests/unit/test.h"

#include "domain/outbox_cause.h"

static void
every_cause_has_a_name_and_a_remedy(void **)
{
    assert_null(OUTBOX_CAUSE_NAME[CAUSE_NONE]);
    assert_null(OUTBOX_CAUSE_NAME[CAUSE__MAX]);
    for (int c = CAUSE_NONE + 1; c < CAUSE__MAX; c++) {
        assert_non_null(OUTBOX_CAUSE_NAME[c]);
        assert_non_null(outbox_cause_remedy(OUTBOX_CAUSE_NAME[c]));
    }
}

static void
what_is_no_cause_has_no_remedy(void **)
{
    assert_null(outbox_cause_remedy(NULL));
    assert_null(outbox_cause_remedy("any"));
    assert_null(outbox_cause_remedy(""));
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_cause_has_a_name_and_a_remedy),
        cmocka_unit_test(what_is_no_cause_has_no_remedy),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
