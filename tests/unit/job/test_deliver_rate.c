#include <pthread.h>
#include <unistd.h>

#include "base/clock.h"
#include "job/deliver_rate.h"
#include "tests/unit/test.h"

static void
without_a_limit_everything_goes(void **)
{
    struct deliver_rate *r = deliver_rate_new(0);

    for (int k = 0; k < 100; k++)
        assert_int_equal(deliver_rate_take(r, 50), 50);
    deliver_rate_free(r);
}

static void
a_bucket_holds_what_a_second_brings_and_no_more(void **)
{
    struct deliver_rate *r = deliver_rate_new(600);
    size_t n;

    usleep(1300000);
    n = deliver_rate_take(r, 50);
    assert_int_equal(n, 10);
    assert_in_range(deliver_rate_take(r, 50), 0, 1);
    deliver_rate_free(r);
}

static void
what_was_not_used_is_there_again(void **)
{
    struct deliver_rate *r = deliver_rate_new(60);

    assert_int_equal(deliver_rate_take(r, 50), 1);
    assert_int_equal(deliver_rate_take(r, 50), 0);
    deliver_rate_give_back(r, 1);
    assert_int_equal(deliver_rate_take(r, 50), 1);
    deliver_rate_free(r);
}

static void
the_slowest_rate_still_lets_one_through(void **)
{
    struct deliver_rate *r = deliver_rate_new(1);

    assert_int_equal(deliver_rate_take(r, 50), 1);
    assert_int_equal(deliver_rate_take(r, 50), 0);
    deliver_rate_free(r);
}

static void *
take_for_a_while(void *arg)
{
    int64_t until_ms = clock_mono_ms() + 500;
    uintptr_t n = 0;

    while (clock_mono_ms() < until_ms) {
        n += deliver_rate_take(arg, 3);
        usleep(1000);
    }
    return (void *)n;
}

/* 6,000 a minute is 100 a second: half a second and a full bucket bring 150. */
static void
all_threads_together_stay_within_it(void **)
{
    struct deliver_rate *r = deliver_rate_new(6000);
    pthread_t threads[4];
    uintptr_t sum = 0;

    for (int k = 0; k < 4; k++)
        pthread_create(&threads[k], NULL, take_for_a_while, r);
    for (int k = 0; k < 4; k++) {
        void *n;

        pthread_join(threads[k], &n);
        sum += (uintptr_t)n;
    }
    assert_in_range(sum, 20, 170);
    deliver_rate_free(r);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(without_a_limit_everything_goes),
        cmocka_unit_test(a_bucket_holds_what_a_second_brings_and_no_more),
        cmocka_unit_test(what_was_not_used_is_there_again),
        cmocka_unit_test(the_slowest_rate_still_lets_one_through),
        cmocka_unit_test(all_threads_together_stay_within_it),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
