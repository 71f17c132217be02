#include "tests/unit/http/fake.h"
#include "tests/unit/test.h"

#include <string.h>

#include "base/log.h"
#include "http/router.h"

static struct fake f;

/* -- a small API of its own ------------------------------------------------ */

static enum err
say_part(struct rq *rq)
{
    struct json *j = rq_reply(rq, 200);

    json_open(j, NULL, '{');
    json_id(j, "id", rq_part_id(rq, "id"));
    json_text(j, "name", rq_part(rq, "name"));
    json_close(j, '}');
    return OK;
}

static enum err
say_params(struct rq *rq)
{
    struct json *j = rq_reply(rq, 200);

    json_open(j, NULL, '{');
    json_text(j, "q", rq_text(rq, "q"));
    json_u64(j, "kind", rq_enum(rq, "kind", 9));
    json_i64(j, "days", rq_i64(rq, "days", -1));
    json_day(j, "on", rq_day(rq, "on", 0));
    json_bool(j, "all", rq_bool(rq, "all", false));
    json_close(j, '}');
    return OK;
}

static enum err
say_list(struct rq *rq)
{
    struct rq_cursor at = { .key = -1, .text = "", .id = 0 }, last;
    bool first;
    enum err e;

    if ((e = rq_cursor(rq, "things", &at, &first)))
        return e;
    last =
        (struct rq_cursor){ .key = at.key - 5, .text = "ä b", .id = at.id + rq->limit };
    json_open(rq_list_open(rq), NULL, '{');
    json_i64(&rq->json, "key", at.key);
    json_text(&rq->json, "text", at.text);
    json_u64(&rq->json, "id", at.id);
    json_bool(&rq->json, "first", first);
    json_close(&rq->json, '}');
    rq_list_close(rq, "things", &last);
    return OK;
}

static enum err
other_list(struct rq *rq)
{
    struct rq_cursor at;
    bool first;
    enum err e = rq_cursor(rq, "others", &at, &first);

    return e ? e : rq_no_content(rq);
}

static enum err
take_body(struct rq *rq)
{
    struct jval *v;
    int64_t n = 0;
    enum err e;

    if ((e = rq_json(rq, &v)))
        return e;
    jsonin_i64(v, "n", JSONIN_NEED, 1, 9, &n);
    if ((e = rq_json_end(rq)) || (e = rq_if_match(rq, 7)))
        return e;
    return rq_made(rq, 201, (uint64_t)n);
}

static enum err
fail_with(struct rq *rq)
{
    json_text(rq_reply(rq, 200), NULL, "half an answer");
    return (enum err)rq_i64(rq, "err", 0);
}

static const char *const KIND[] = { "red", "green", NULL };
static const struct param PARAMS[] = {
    { .name = "q" },
    { .name = "kind", .kind = PARAM_ENUM, .names = KIND },
    { .name = "days", .kind = PARAM_INT, .min = -5, .max = 5 },
    { .name = "on", .kind = PARAM_DAY },
    { .name = "all", .kind = PARAM_BOOL },
    { .name = NULL },
};
static const struct param FAIL_PARAMS[] = {
    { .name = "err", .kind = PARAM_INT, .max = 20, .need = true },
    { .name = NULL },
};

static const struct route routes[] = {
    { .method = "GET",
        .pattern = "/x/all",
        .handle = say_params,
        .params = PARAMS,
        .summary = "" },
    { .method = "GET", .pattern = "/x/{id}/{name}", .handle = say_part, .summary = "" },
    { .method = "GET",
        .pattern = "/list",
        .handle = say_list,
        .answer = "thing",
        .flags = ROUTE_LIST,
        .summary = "" },
    { .method = "GET",
        .pattern = "/others",
        .handle = other_list,
        .answer = "thing",
        .flags = ROUTE_LIST,
        .summary = "" },
    { .method = "POST",
        .pattern = "/x/all",
        .handle = take_body,
        .request = "thing_in",
        .body_max = 64,
        .summary = "" },
    { .method = "GET",
        .pattern = "/fail",
        .handle = fail_with,
        .params = FAIL_PARAMS,
        .summary = "" },
    { .method = "GET",
        .pattern = "/staff",
        .handle = fail_with,
        .audience = AUDIENCE_STAFF,
        .summary = "" },
    { .method = NULL },
};
static const struct schema schemas[] = {
    { "thing", "id:id next?:thing? kinds:[red|green]" },
    { "thing_in", "n:int" },
    { NULL, NULL },
};
static const struct route_table table = { routes, schemas };
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

/* -- paths ----------------------------------------------------------------- */

static void
parts_of_the_path_are_decoded(void **)
{
    struct rq *rq = fake_answer(&f, "GET", "/x/17/M%C3%BCller%20%2f%20Co");

    assert_int_equal(rq->status, 200);
    assert_string_equal(rq->out.text, "{\"id\":\"17\",\"name\":\"Müller / Co\"}");
}

static void
an_id_that_is_no_number_is_not_found(void **)
{
    static const char *const bad[] = { "/x/0/n", "/x/-1/n", "/x/1a/n", "/x/+1/n",
        "/x/18446744073709551616/n", "/x//n", "/x/1/", "/x/1", "/x/1/n/", "/x/1/n/m",
        "//x/1/n", "/x/1/%00", "/x/1/%0a", "/x/1/%zz", "/x/1/%f", "/x/1/%", "/x/1/%c3",
        "", "/", "/X/1/n" };

    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        struct rq *rq = fake_answer(&f, "GET", bad[i]);

        if (rq->status != 404)
            fail_msg("%s: %d", bad[i], rq->status);
    }
}

static void
a_method_that_a_path_does_not_have_names_those_it_has(void **)
{
    struct rq *rq = fake_answer(&f, "DELETE", "/x/all");

    assert_int_equal(rq->status, 405);
    assert_string_equal(fake_header(rq, "Allow"), "GET, HEAD, POST, OPTIONS");
    rq = fake_answer(&f, "OPTIONS", "/x/all");
    assert_int_equal(rq->status, 204);
    assert_int_equal(rq->out.len, 0);
    rq = fake_answer(&f, "HEAD", "/x/all");
    assert_int_equal(rq->status, 200);
    assert_true(rq->head_only);
}

static void
two_patterns_are_the_same_when_a_path_can_fit_both(void **)
{
    assert_true(router_same("/a/{id}", "/a/{other_id}"));
    assert_true(router_same("/a/{id}/b", "/a/{name}/b"));
    assert_false(router_same("/a/{id}", "/a/all"));
    assert_false(router_same("/a/{id}", "/a/{id}/b"));
    assert_false(router_same("/a", "/a/"));
}

/* -- parameters ------------------------------------------------------------ */

static void
parameters_are_read_by_their_kind(void **)
{
    struct rq *rq = fake_answer(
        &f, "GET", "/x/all?q=a+b%26c&kind=green&days=-5&on=2026-03-04&all=true");

    assert_string_equal(rq->out.text,
        "{\"q\":\"a "
        "b\\u0026c\",\"kind\":1,\"days\":-5,\"on\":\"2026-03-04\",\"all\":true}");
    rq = fake_answer(&f, "GET", "/x/all?&q=&&");
    assert_string_equal(rq->out.text,
        "{\"q\":null,\"kind\":9,\"days\":-1,\"on\":\"1970-01-01\",\"all\":false}");
}

static void
a_parameter_that_is_wrong_unknown_or_twice_is_told(void **)
{
    static const char *const bad[] = { "kind=blue", "kind=", "days=6", "days=-6",
        "days=1.5", "days=0x1", "on=2026-02-30", "on=today", "all=1", "nobody=1",
        "q=1&q=2", "q[]=1", "q=%ff", "q=%0d%0a", "limit=3", "cursor=x", "Q=1" };

    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        struct rq *rq = fake_answer(&f, "GET", arena_fmt(f.arena, "/x/all?%s", bad[i]));
        int want = strcmp(bad[i], "kind=") ? 400 : 200;

        if (rq->status != want)
            fail_msg("%s: %d", bad[i], rq->status);
        if (want == 400)
            assert_non_null(strstr(rq->out.text, "\"pointer\":\"?"));
    }
    assert_int_equal(fake_answer(&f, "GET", "/fail")->status, 400); /* one is missing */
}

/* -- cursors --------------------------------------------------------------- */

static char *
next_of(const struct rq *rq)
{
    const char *at = strstr(rq->out.text, "\"next\":\"");

    assert_non_null(at);
    at += strlen("\"next\":\"");
    return arena_strn(f.arena, at, strcspn(at, "\""));
}

static void
a_cursor_leads_where_the_page_before_ended(void **)
{
    struct rq *rq = fake_answer(&f, "GET", "/list?limit=3");
    char *next = next_of(rq);

    assert_non_null(strstr(rq->out.text, "\"first\":true"));
    assert_string_equal(fake_header(rq, "Link"),
        arena_fmt(f.arena, "</list?limit=3&cursor=%s>; rel=\"next\"", next));
    rq = fake_answer(&f, "GET", arena_fmt(f.arena, "/list?cursor=%s", next));
    assert_non_null(
        strstr(rq->out.text, "\"key\":-6,\"text\":\"ä b\",\"id\":3,\"first\":false"));
}

static void
a_cursor_of_another_list_or_none_at_all_is_refused(void **)
{
    char *next = next_of(fake_answer(&f, "GET", "/list"));
    static const char *const bad[] = { "x", "%00", "AAAA", "=", "..", "bnVsbA" };
    struct rq *rq =
        fake_answer(&f, "GET", arena_fmt(f.arena, "/others?cursor=%s", next));

    assert_int_equal(rq->status, 400);
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        assert_int_equal(
            fake_answer(&f, "GET", arena_fmt(f.arena, "/list?cursor=%s", bad[i]))
                ->status,
            400);
    for (size_t cut = 1; cut < strlen(next); cut++) {
        rq = fake_answer(
            &f, "GET", arena_fmt(f.arena, "/list?cursor=%.*s", (int)cut, next));
        assert_true(rq->status == 400 || rq->status == 200);
    }
    assert_int_equal(fake_answer(&f, "GET", "/list?limit=0")->status, 400);
    assert_int_equal(fake_answer(&f, "GET", "/list?limit=501")->status, 400);
}

/* -- bodies ---------------------------------------------------------------- */

static struct rq *
send(const char *body)
{
    f.body = body;
    return fake_answer(&f, "POST", "/x/all");
}

static void
a_body_is_read_whole_and_checked(void **)
{
    struct rq *rq = send("{\"n\":7}");

    assert_int_equal(rq->status, 201);
    assert_string_equal(rq->out.text, "{\"id\":\"7\"}");
    assert_int_equal(send("{\"n\":")->status, 400);
    assert_int_equal(send("")->status, 400);
    assert_int_equal(send("{}")->status, 422);
    assert_int_equal(send("{\"n\":10}")->status, 422);
    rq = send("{\"n\":1,\"m\":1}");
    assert_int_equal(rq->status, 422);
    assert_non_null(strstr(rq->out.text, "\"pointer\":\"/m\""));
    assert_int_equal(
        send("{\"n\":1,\"pad\":\"xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"
             "xxxxxxxxxxxxxx\"}")
            ->status,
        413);
}

static void
a_body_that_ends_early_is_malformed(void **)
{
    struct rq *rq;

    f.body = "{\"n\":7}";
    rq = fake_rq(&f, "POST", "/x/all");
    rq->content_length = 20;
    http_answer(&f.http, rq);
    assert_int_equal(rq->status, 400);
}

static void
an_edit_of_another_version_is_refused(void **)
{
    f.header[0] = "HTTP_IF_MATCH";
    f.header[1] = "\"6\"";
    assert_int_equal(send("{\"n\":7}")->status, 412);
    f.header[1] = "\"7\"";
    assert_int_equal(send("{\"n\":7}")->status, 201);
    f.header[1] = "*";
    assert_int_equal(send("{\"n\":7}")->status, 201);
}

static void
a_tag_may_be_weak_or_one_of_a_list(void **)
{
    static const char *const same[] = { "W/\"7\"", "\"6\", \"7\"", "W/\"6\",W/\"7\"" };
    static const char *const other[] = { "W/\"6\"", "\"70\"", "\"17\"", "7", "W/", ",",
        "", "\"7", "\"6\" W/ \"5\"" };

    f.header[0] = "HTTP_IF_MATCH";
    for (size_t k = 0; k < sizeof same / sizeof *same; k++) {
        f.header[1] = same[k];
        assert_int_equal(send("{\"n\":7}")->status, 201);
    }
    for (size_t k = 0; k < sizeof other / sizeof *other; k++) {
        f.header[1] = other[k];
        assert_int_equal(send("{\"n\":7}")->status, 412);
    }
}

/* -- problems -------------------------------------------------------------- */

static void
every_error_has_its_problem_and_nothing_of_a_half_answer(void **)
{
    static const int status[ERR__MAX] = { 200, 422, 403, 404, 409, 429, 503, 500 };

    for (int e = 1; e < ERR__MAX; e++) {
        struct rq *rq = fake_answer(&f, "GET", arena_fmt(f.arena, "/fail?err=%d", e));

        assert_int_equal(rq->status, status[e]);
        assert_string_equal(rq->type, "application/problem+json");
        assert_null(strstr(rq->out.text, "half"));
        assert_non_null(strstr(rq->out.text, "\"request_id\":\""));
        if (e == ERR_LIMIT || e == ERR_DOWN)
            assert_non_null(fake_header(rq, "Retry-After"));
    }
}

static void
a_request_id_from_nginx_is_kept_and_an_odd_one_replaced(void **)
{
    f.header[0] = "HTTP_X_REQUEST_ID";
    f.header[1] = "0123456789abcdef";
    assert_string_equal(fake_header(fake_answer(&f, "GET", "/list"), "X-Request-Id"),
        "0123456789abcdef");
    f.header[1] = "a b\r\nSet-Cookie: x";
    assert_string_not_equal(
        fake_header(fake_answer(&f, "GET", "/list"), "X-Request-Id"), f.header[1]);
}

static void
without_a_database_a_session_cannot_be_known(void **)
{
    assert_int_equal(fake_answer(&f, "GET", "/staff")->status, 503);
}

/* -- tables that contradict themselves ------------------------------------- */

static enum err
init_with(const struct route *r, const struct schema *s)
{
    const struct route_table t = { r, s };
    const struct route_table *const list[] = { &t, NULL };
    static const uint8_t master[SECRET_KEY_BYTES];
    struct http h;
    enum err e;

    log_set_fd(-1);
    e = http_init(&h, f.arena, &f.conf, master, list);
    if (!e)
        http_free(&h);
    log_set_fd(2);
    return e;
}

static void
a_table_that_contradicts_itself_does_not_start(void **)
{
    const struct schema none[] = { { NULL, NULL } };
    const struct schema odd[] = { { "a", "x:nothing" }, { NULL, NULL } };
    const struct schema torn[] = { { "a", "x" }, { NULL, NULL } };
    const struct route twice[] = {
        { .method = "GET", .pattern = "/a/{id}", .handle = fail_with, .summary = "" },
        { .method = "GET",
            .pattern = "/a/{case_id}",
            .handle = fail_with,
            .summary = "" },
        { .method = NULL },
    };
    const struct route shapeless[] = {
        { .method = "GET",
            .pattern = "/a",
            .handle = fail_with,
            .answer = "b",
            .summary = "" },
        { .method = NULL },
    };
    const struct route empty[] = { { .method = NULL } };

    assert_int_equal(init_with(empty, none), OK);
    assert_int_equal(init_with(twice, none), ERR_INVALID);
    assert_int_equal(init_with(shapeless, none), ERR_INVALID);
    assert_int_equal(init_with(empty, odd), ERR_INVALID);
    assert_int_equal(init_with(empty, torn), ERR_INVALID);
}

static void
the_document_tells_shapes_as_json_schema(void **)
{
    assert_non_null(strstr(f.http.openapi,
        "\"thing\":{\"type\":\"object\",\"properties\":{\"id\":{\"type\":\"string\","
        "\"pattern\":\"^[1-9][0-9]*$\"},\"next\":{\"anyOf\":[{\"$ref\":"
        "\"#/components/schemas/thing\"},{\"type\":\"null\"}]},\"kinds\":{\"type\":"
        "\"array\",\"items\":{\"enum\":[\"red\",\"green\"]}}},\"required\":[\"id\","
        "\"kinds\"],\"additionalProperties\":false}"));
}

int
main(void)
{
#define T(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
    const struct CMUnitTest tests[] = {
        T(parts_of_the_path_are_decoded),
        T(an_id_that_is_no_number_is_not_found),
        T(a_method_that_a_path_does_not_have_names_those_it_has),
        T(two_patterns_are_the_same_when_a_path_can_fit_both),
        T(parameters_are_read_by_their_kind),
        T(a_parameter_that_is_wrong_unknown_or_twice_is_told),
        T(a_cursor_leads_where_the_page_before_ended),
        T(a_cursor_of_another_list_or_none_at_all_is_refused),
        T(a_body_is_read_whole_and_checked),
        T(a_body_that_ends_early_is_malformed),
        T(an_edit_of_another_version_is_refused),
        T(a_tag_may_be_weak_or_one_of_a_list),
        T(every_error_has_its_problem_and_nothing_of_a_half_answer),
        T(a_request_id_from_nginx_is_kept_and_an_odd_one_replaced),
        T(without_a_database_a_session_cannot_be_known),
        T(a_table_that_contradicts_itself_does_not_start),
        T(the_document_tells_shapes_as_json_schema),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
