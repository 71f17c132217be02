#include "tests/unit/http/fake.h"
#include "tests/unit/test.h"

#include "base/log.h"
#include "db/stmt.h"
#include "http/auth.h"
#include "http/token.h"
#include "http/token_cache.h"
#include "store/staff_right.h"

static struct fake f;

static enum err
nothing(struct rq *rq)
{
    return rq_no_content(rq);
}

static const struct route routes[] = {
    { .method = "GET", .pattern = "/list", .handle = nothing, .summary = "" },
    { .method = NULL },
};
static const struct route_table table = { routes, NULL };
static const struct route_table *const tables[] = { &table, NULL };

static int
setup(void **)
{
    log_set_level(LOG_ERROR);
    fake_start(&f, tables);
    return 0;
}

static int
teardown(void **)
{
    fake_end(&f);
    return 0;
}

static void
a_session_cookie_is_closed_to_scripts_and_to_plain_http(void **)
{
    struct rq *rq = fake_rq(&f, "GET", "/list");

    auth_set_cookie(rq, "dunlin_session", "abc", 60);
    assert_string_equal(fake_header(rq, "Set-Cookie"),
        "dunlin_session=abc; Path=/; HttpOnly; SameSite=Lax; Max-Age=60; Secure");
    f.conf.public_url = "http://localhost:8080";
    rq = fake_rq(&f, "GET", "/list");
    auth_end_cookie(rq, "dunlin_session");
    assert_string_equal(fake_header(rq, "Set-Cookie"),
        "dunlin_session=; Path=/; HttpOnly; SameSite=Lax; Max-Age=0");
}

static void
a_cookie_is_found_by_its_whole_name(void **)
{
    struct rq *rq = fake_rq(&f, "GET", "/list");

    f.header[0] = "HTTP_COOKIE";
    f.header[1] = "xsession=1; session2=2; session=3;session=4; empty=";
    assert_string_equal(auth_cookie(rq, "session"), "3");
    assert_string_equal(auth_cookie(rq, "xsession"), "1");
    assert_string_equal(auth_cookie(rq, "empty"), "");
    assert_null(auth_cookie(rq, "sess"));
    f.header[1] = ";;; =; session";
    assert_null(auth_cookie(rq, "session"));
}

static void
a_role_has_its_rights_and_an_unknown_one_none(void **)
{
    assert_int_equal(auth_role_rights("viewer", true, U32_NONE), RIGHT_READ);
    assert_true(auth_role_rights("collector", false, U32_NONE) & RIGHT_WORK);
    assert_false(auth_role_rights("collector", true, U32_NONE) & RIGHT_IMPORT);
    assert_true(auth_role_rights("manager", false, U32_NONE) & RIGHT_IMPORT);
    assert_false(auth_role_rights("manager", true, U32_NONE) & RIGHT_SCRIPTS);
    assert_false(
        auth_role_rights("admin", false, U32_NONE) & (RIGHT_SCRIPTS | RIGHT_USERS));
    assert_true(auth_role_rights("admin", true, U32_NONE) & RIGHT_USERS);
    assert_int_equal(auth_role_rights("Admin", true, U32_NONE), 0);
    assert_int_equal(auth_role_rights("", true, U32_NONE), 0);
    /* of the company's own: what was chosen, and nothing of an admin's */
    assert_int_equal(auth_role_rights("night-shift", true, 0), RIGHT_READ);
    assert_int_equal(auth_role_rights("night-shift", true, STAFF_WORK | STAFF_APPROVE),
        RIGHT_READ | RIGHT_WORK | RIGHT_APPROVE);
    assert_false(auth_role_rights("night-shift", true, UINT32_MAX - 1) &
                 (RIGHT_SCRIPTS | RIGHT_USERS));
    assert_int_equal(auth_role_rights("admin", false, STAFF_WORK), 0);
}

static void
a_key_fits_its_algorithm_or_is_refused(void **)
{
    static const char pem[] =
        "-----BEGIN PUBLIC KEY-----\nMFkw\n-----END PUBLIC KEY-----\n";
    static const char secret[] = "0123456789abcdef0123456789abcdef";

    assert_true(token_key_fits("HS256", secret, sizeof secret - 1));
    assert_false(token_key_fits("HS256", secret, 31));
    assert_false(token_key_fits("HS256", secret + 1, sizeof secret - 2));
    assert_false(token_key_fits("HS256", pem, sizeof pem - 1));
    assert_false(token_key_fits("HS256", "", 0));
    assert_true(token_key_fits("RS256", pem, sizeof pem - 1));
    assert_true(token_key_fits("ES256", pem, sizeof pem - 1));
    assert_false(token_key_fits("RS256", secret, sizeof secret - 1));
    assert_false(token_key_fits("none", secret, sizeof secret - 1));
    assert_false(token_key_fits("none", "", 0));
}

static void
a_verified_token_is_remembered_until_it_expires(void **)
{
    struct token_cache *c = token_cache_new();
    const uint8_t id[SHA_BYTES] = { 1, 2, 3 }, same_place[SHA_BYTES] = { 1, 2, 4 };

    assert_false(token_cache_has(c, id, 100));
    token_cache_put(c, id, 200);
    assert_true(token_cache_has(c, id, 199));
    assert_false(token_cache_has(c, id, 200));
    assert_false(token_cache_has(c, same_place, 100));
    token_cache_put(c, same_place, 300);
    assert_false(token_cache_has(c, id, 100));
    assert_true(token_cache_has(c, same_place, 100));
    token_cache_free(c);
}

int
main(void)
{
#define T(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
    const struct CMUnitTest tests[] = {
        T(a_session_cookie_is_closed_to_scripts_and_to_plain_http),
        T(a_cookie_is_found_by_its_whole_name),
        T(a_role_has_its_rights_and_an_unknown_one_none),
        T(a_key_fits_its_algorithm_or_is_refused),
        T(a_verified_token_is_remembered_until_it_expires),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
