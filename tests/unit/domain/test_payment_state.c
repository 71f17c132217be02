#include "tests/unit/test.h"

#include "domain/payment_state.h"

/* What each word does in each state: the step and where it leads. The rows are the
 * states open, processing, failed, cancelled, expired, succeeded. */
struct cell {
    enum payment_step step;
    enum payment_state next;
};

#define STAYS(state)         \
    {                        \
        PAYMENT_STAYS, state \
    }
#define MOVES(state)         \
    {                        \
        PAYMENT_MOVES, state \
    }
#define BOOKS                            \
    {                                    \
        PAYMENT_BOOKS, PAYMENT_SUCCEEDED \
    }
#define WAITS(state)         \
    {                        \
        PAYMENT_WAITS, state \
    }
#define RETURNS                            \
    {                                      \
        PAYMENT_RETURNS, PAYMENT_SUCCEEDED \
    }
#define OVER                                                                 \
    STAYS(PAYMENT_FAILED), STAYS(PAYMENT_CANCELLED), STAYS(PAYMENT_EXPIRED), \
        STAYS(PAYMENT_SUCCEEDED)
#define MONEY                                                                  \
    {                                                                          \
        WAITS(PAYMENT_OPEN), WAITS(PAYMENT_PROCESSING), WAITS(PAYMENT_FAILED), \
            WAITS(PAYMENT_CANCELLED), WAITS(PAYMENT_EXPIRED), RETURNS          \
    }

static const struct cell TABLE[PAYMENT_WORD__MAX][PAYMENT_STATE__MAX] = {
    [PAYMENT_PENDING] = { MOVES(PAYMENT_PROCESSING), STAYS(PAYMENT_PROCESSING), OVER },
    [PAYMENT_CAPTURED] = { BOOKS, BOOKS, BOOKS, BOOKS, BOOKS,
        STAYS(PAYMENT_SUCCEEDED) },
    [PAYMENT_DECLINED] = { MOVES(PAYMENT_FAILED), MOVES(PAYMENT_FAILED), OVER },
    [PAYMENT_LAPSED] = { MOVES(PAYMENT_EXPIRED), MOVES(PAYMENT_EXPIRED), OVER },
    [PAYMENT_GIVEN_UP] = { MOVES(PAYMENT_CANCELLED), STAYS(PAYMENT_PROCESSING), OVER },
    [PAYMENT_REFUNDED] = MONEY,
    [PAYMENT_DISPUTED] = MONEY,
    [PAYMENT_REINSTATED] = MONEY,
};

static void
each_word_does_in_each_state_what_the_table_says(void **)
{
    for (enum payment_word w = 0; w < PAYMENT_WORD__MAX; w++)
        for (enum payment_state s = 0; s < PAYMENT_STATE__MAX; s++) {
            enum payment_state next = PAYMENT_STATE__MAX;

            assert_int_equal(payment_next(s, w, &next), TABLE[w][s].step);
            assert_int_equal(next, TABLE[w][s].next);
        }
}

static int
rank(enum payment_state s)
{
    return s == PAYMENT_SUCCEEDED ? 3 : payment_is_live(s) ? (int)s : 2;
}

/* Whatever comes in whatever order: the rank never falls, money is booked once, and
 * what has ended without money changes by money alone. */
static void
a_state_never_falls(void **)
{
    for (unsigned seed = 0; seed < 8 * 8 * 8 * 8 * 8; seed++) {
        enum payment_state s = PAYMENT_OPEN;
        unsigned words = seed, booked = 0;

        for (int k = 0; k < 5; k++, words /= 8) {
            enum payment_state was = s, next;
            enum payment_step step = payment_next(s, words % 8, &next);

            booked += step == PAYMENT_BOOKS;
            s = next;
            assert_true(rank(s) >= rank(was));
            assert_true(rank(was) != 2 || s == was || s == PAYMENT_SUCCEEDED);
            assert_true(step != PAYMENT_RETURNS || was == PAYMENT_SUCCEEDED);
        }
        assert_true(booked <= 1);
        assert_int_equal(booked == 1, s == PAYMENT_SUCCEEDED);
    }
}

/* Late is what tells of an earlier stage, or of money after an end without it; never
 * what is the state already, and nothing while it is under way. */
static void
what_comes_after_its_end_is_late(void **)
{
    static const struct {
        enum payment_word word;
        enum payment_state now;
    } LATE[] = { { PAYMENT_PENDING, PAYMENT_SUCCEEDED },
        { PAYMENT_PENDING, PAYMENT_FAILED }, { PAYMENT_PENDING, PAYMENT_CANCELLED },
        { PAYMENT_PENDING, PAYMENT_EXPIRED }, { PAYMENT_CAPTURED, PAYMENT_FAILED },
        { PAYMENT_CAPTURED, PAYMENT_CANCELLED }, { PAYMENT_CAPTURED, PAYMENT_EXPIRED },
        { PAYMENT_DECLINED, PAYMENT_SUCCEEDED },
        { PAYMENT_DECLINED, PAYMENT_CANCELLED }, { PAYMENT_DECLINED, PAYMENT_EXPIRED },
        { PAYMENT_LAPSED, PAYMENT_SUCCEEDED }, { PAYMENT_LAPSED, PAYMENT_FAILED },
        { PAYMENT_LAPSED, PAYMENT_CANCELLED }, { PAYMENT_GIVEN_UP, PAYMENT_SUCCEEDED },
        { PAYMENT_GIVEN_UP, PAYMENT_FAILED }, { PAYMENT_GIVEN_UP, PAYMENT_EXPIRED } };

    for (enum payment_word w = 0; w < PAYMENT_WORD__MAX; w++)
        for (enum payment_state s = 0; s < PAYMENT_STATE__MAX; s++) {
            bool late = false;

            for (size_t i = 0; i < sizeof LATE / sizeof *LATE; i++)
                late = late || (LATE[i].word == w && LATE[i].now == s);
            assert_int_equal(payment_is_late(s, w), late);
        }
}

static void
a_name_is_read_as_it_is_written(void **)
{
    for (enum payment_state s = 0; s < PAYMENT_STATE__MAX; s++)
        assert_int_equal(payment_state_of(payment_state_name(s)), s);
    for (enum payment_word w = 0; w < PAYMENT_WORD__MAX; w++)
        assert_int_equal(payment_word_of(payment_word_name(w)), w);
    assert_int_equal(payment_state_of("?"), PAYMENT_STATE__MAX);
    assert_int_equal(payment_word_of("?"), PAYMENT_WORD__MAX);
}

static void
of_a_total_the_new_part_is_booked(void **)
{
    int64_t minor = -1;

    assert_int_equal(payment_refund_new(100, 0, 0, 300, &minor), OK);
    assert_int_equal(minor, 100);
    assert_int_equal(payment_refund_new(250, 100, 100, 300, &minor), OK);
    assert_int_equal(minor, 150);
    assert_int_equal(payment_refund_new(100, 250, 250, 300, &minor), OK);
    assert_int_equal(minor, 0);
    /* with what a chargeback took */
    assert_int_equal(payment_refund_new(100, 0, 200, 300, &minor), OK);
    assert_int_equal(minor, 100);
    assert_int_equal(payment_refund_new(101, 0, 200, 300, &minor), ERR_INVALID);
    assert_int_equal(payment_refund_new(-1, 0, 0, 300, &minor), ERR_INVALID);
    assert_int_equal(minor, 100);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_word_does_in_each_state_what_the_table_says),
        cmocka_unit_test(a_state_never_falls),
        cmocka_unit_test(what_comes_after_its_end_is_late),
        cmocka_unit_test(a_name_is_read_as_it_is_written),
        cmocka_unit_test(of_a_total_the_new_part_is_booked),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
