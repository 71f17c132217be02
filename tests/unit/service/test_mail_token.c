#include "tests/unit/test.h"

#include <ctype.h>
#include <string.h>

#include "service/mail_token.h"

static struct arena *arena;
static struct mail_keys keys, others;

static int
setup(void **)
{
    const uint8_t one[SECRET_KEY_BYTES] = { 1 }, two[SECRET_KEY_BYTES] = { 2 };

    arena = arena_new();
    mail_keys(&keys, one);
    mail_keys(&others, two);
    return 0;
}

static int
teardown(void **)
{
    arena_free(arena);
    return 0;
}

static void
a_token_names_its_message_whatever_its_case(void **)
{
    static const uint64_t IDS[] = { 1, 35, 36, 1042, UINT32_MAX, UINT64_MAX };

    for (size_t i = 0; i < sizeof IDS / sizeof *IDS; i++) {
        char *t = mail_token(arena, keys.reply, IDS[i], 0);
        uint64_t id = 0;

        assert_true(strlen(t) <= 39);
        assert_int_equal(mail_token_read(keys.reply, t, 0, &id), OK);
        assert_int_equal(id, IDS[i]);
        for (char *s = t; *s; s++)
            *s = (char)toupper((unsigned char)*s);
        assert_int_equal(mail_token_read(keys.reply, t, 0, &id), OK);
    }
}

/* Every single character counts. */
static void
no_changed_token_is_ours(void **)
{
    const char *good = mail_token(arena, keys.reply, 1042, 0);
    size_t n = strlen(good);
    uint64_t id = 7;

    for (size_t i = 0; i < n; i++)
        for (int c = 0; c < 256; c++) {
            char *t = arena_str(arena, good);

            if (c == 0 || tolower(c) == good[i])
                continue;
            t[i] = (char)c;
            if (mail_token_read(keys.reply, t, 0, &id) != ERR_NOT_FOUND)
                fail_msg("%s", t);
        }
    for (size_t i = 0; i < n; i++)
        assert_int_equal(
            mail_token_read(keys.reply, arena_strn(arena, good, i), 0, &id),
            ERR_NOT_FOUND);
    assert_int_equal(mail_token_read(keys.reply, arena_fmt(arena, "0%s", good), 0, &id),
        ERR_NOT_FOUND);
    assert_int_equal(mail_token_read(others.reply, good, 0, &id), ERR_NOT_FOUND);
    assert_int_equal(mail_token_read(keys.track, good, 0, &id), ERR_NOT_FOUND);
    assert_int_equal(mail_token_read(keys.reply, good, 1, &id), ERR_NOT_FOUND);
    assert_int_equal(id, 7);
}

static enum err
find(const char *one, const char *two, uint64_t *id)
{
    const char *to[] = { "boss@debtor.example", one, two };

    return mail_reply_find(keys.reply, "ar@seller.example", to, two ? 3 : 2, id);
}

static void
the_address_is_found_among_others(void **)
{
    const char *a = mail_reply_address(arena, keys.reply, "ar@seller.example", 1042);
    const char *b = mail_reply_address(arena, keys.reply, "ar@seller.example", 1043);
    uint64_t id = 0;

    assert_true(strcspn(a, "@") <= 64);
    assert_int_equal(find(a, NULL, &id), OK);
    assert_int_equal(id, 1042);
    assert_int_equal(find("AR@Seller.Example", a, &id), OK);
    assert_int_equal(find(a, a, &id), OK);
    assert_int_equal(
        find("ar@seller.example", "x+y@seller.example", &id), ERR_NOT_FOUND);
    assert_int_equal(
        find("arx@seller.example", "ar+x@other.example", &id), ERR_NOT_FOUND);
    assert_int_equal(find("ar+x@seller.example", NULL, &id), ERR_DENIED);
    assert_int_equal(find(a, "ar+x@seller.example", &id), ERR_DENIED);
    assert_int_equal(find(a, b, &id), ERR_DENIED);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(
            a_token_names_its_message_whatever_its_case, setup, teardown),
        cmocka_unit_test_setup_teardown(no_changed_token_is_ours, setup, teardown),
        cmocka_unit_test_setup_teardown(
            the_address_is_found_among_others, setup, teardown),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
