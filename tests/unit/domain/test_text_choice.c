#include "domain/text_choice.h"
#include "tests/unit/test.h"

#define ANY_BAND .late_from = INT32_MIN, .late_to = INT32_MAX

static const char *const TAGS[] = { "key_account", "pilot" };
static const struct text_reader READER = { .language = "de-CH",
    .channel = "email",
    .kind = CUSTOMER_CONSUMER,
    .tags = TAGS,
    .tags_n = 2,
    .days_late = 12 };

static struct text_candidate
text(uint64_t id, const char *language, const char *category)
{
    return (struct text_candidate){ .id = id,
        .language = language,
        .channel = "email",
        .category = category,
        ANY_BAND };
}

/* The id of the text chosen, whatever the order they stand in; 0: none. */
static uint64_t
chosen(const struct text_reader *r, struct text_candidate *list, size_t n)
{
    uint64_t found = 0;

    for (size_t turn = 0; turn < n; turn++) {
        struct text_candidate first = list[0];
        size_t k = text_choose(r, list, n);
        uint64_t id = k < n ? list[k].id : 0;

        if (turn > 0)
            assert_int_equal(id, found);
        found = id;
        for (size_t i = 1; i < n; i++)
            list[i - 1] = list[i];
        list[n - 1] = first;
    }
    return found;
}

static void
the_readers_language_comes_before_english_and_nothing_else_will_do(void **)
{
    struct text_candidate all[] = { text(1, "en", "key_account"), text(2, "de", NULL),
        text(3, "fr", NULL) };
    struct text_reader r = READER;

    assert_int_equal(chosen(&r, all, 3), 2);
    r.language = "it";
    assert_int_equal(chosen(&r, all, 3), 1);
    r.tags_n = 0;
    assert_int_equal(chosen(&r, all, 3), 0);
}

static void
the_region_decides_last(void **)
{
    struct text_candidate all[] = { text(1, "de", NULL), text(2, "de-CH", NULL),
        text(3, "de-AT", NULL) };
    struct text_candidate two[] = { text(1, "de", "consumer"), text(2, "de-CH", NULL) };

    assert_int_equal(chosen(&READER, all, 3), 2);
    assert_int_equal(chosen(&READER, two, 2), 1);
}

static void
a_tag_is_more_specific_than_a_kind_and_a_kind_than_any(void **)
{
    struct text_candidate all[] = { text(1, "de", NULL), text(2, "de", "consumer"),
        text(3, "de", "key_account"), text(4, "de", "business") };
    struct text_reader r = READER;

    assert_int_equal(chosen(&r, all, 4), 3);
    r.tags_n = 0;
    assert_int_equal(chosen(&r, all, 4), 2);
    r.kind = CUSTOMER_PUBLIC_BODY;
    assert_int_equal(chosen(&r, all, 4), 1);
}

static void
the_narrower_band_wins_and_both_its_ends_belong_to_it(void **)
{
    struct text_candidate all[] = { text(1, "de", NULL), text(2, "de", NULL),
        text(3, "de", NULL) };
    struct text_reader r = READER;

    all[1].late_from = 10;
    all[2].late_from = 12;
    all[2].late_to = 20;
    assert_int_equal(chosen(&r, all, 3), 3);
    r.days_late = 20;
    assert_int_equal(chosen(&r, all, 3), 3);
    r.days_late = 21;
    assert_int_equal(chosen(&r, all, 3), 2);
    r.days_late = 9;
    assert_int_equal(chosen(&r, all, 3), 1);
}

static void
a_letter_takes_the_mails_text_when_it_has_none_of_its_own(void **)
{
    struct text_candidate all[] = { text(1, "de", NULL), text(2, "de", NULL) };
    struct text_reader r = READER;

    all[1].channel = "letter";
    assert_int_equal(chosen(&r, all, 2), 1);
    r.channel = "letter";
    assert_int_equal(chosen(&r, all, 2), 2);
    assert_int_equal(chosen(&r, all, 1), 0 + all[0].id);
}

static void
of_two_alike_the_older_one_stays(void **)
{
    struct text_candidate all[] = { text(9, "de", NULL), text(8, "de", NULL) };

    assert_int_equal(chosen(&READER, all, 2), 8);
    assert_int_equal(text_choose(&READER, all, 0), 0);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(
            the_readers_language_comes_before_english_and_nothing_else_will_do),
        cmocka_unit_test(the_region_decides_last),
        cmocka_unit_test(a_tag_is_more_specific_than_a_kind_and_a_kind_than_any),
        cmocka_unit_test(the_narrower_band_wins_and_both_its_ends_belong_to_it),
        cmocka_unit_test(a_letter_takes_the_mails_text_when_it_has_none_of_its_own),
        cmocka_unit_test(of_two_alike_the_older_one_stays),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
