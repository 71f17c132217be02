#include <string.h>

#include "base/buf.h"
#include "render/track.h"
#include "tests/unit/test.h"

#define OWN "https://dunlin.example"

static struct arena *arena;
static const char *urls[TRACK_LINKS__MAX];

static int
setup(void **)
{
    arena = arena_new();
    memset(urls, 0, sizeof urls);
    return 0;
}

static int
teardown(void **)
{
    arena_free(arena);
    return 0;
}

static size_t
find(const char *html)
{
    return track_find(arena, html, OWN, OWN "/p/abc", urls);
}

static void
addresses_come_in_order_and_decoded(void **)
{
    assert_int_equal(find("<a href=\"https://a.example/?x=1&amp;y=&quot;2&quot;\">a</a>"
                          "<a class=\"b\" href=\"http://b.example\">b</a>"),
        2);
    assert_string_equal(urls[0], "https://a.example/?x=1&y=\"2\"");
    assert_string_equal(urls[1], "http://b.example");
}

/* Only what a browser opens as a page, and only as our templates write it. */
static void
what_is_no_link_of_ours_is_left_alone(void **)
{
    static const char *const NONE[] = { "", "no markup",
        "<a href=\"mailto:a@b.example\">", "<a href=\"javascript:alert(1)\">",
        "<a href='https://a.example'>", "<a data-href=\"https://a.example\">",
        "<a href=\"https://cut.example", "<a href=\"https://a.example/\nb\">",
        "<a href=\"" OWN "/app\">", " href=\"", "<a href=\"\">" };

    for (size_t i = 0; i < sizeof NONE / sizeof *NONE; i++) {
        assert_int_equal(find(NONE[i]), 0);
        assert_string_equal(
            track_put(arena, NONE[i], OWN, NULL, NULL, 0, NULL), NONE[i]);
    }
}

static void
our_own_address_counts_where_it_is_asked_for(void **)
{
    assert_int_equal(
        find("<a href=\"" OWN "/p/abc\">x</a><a href=\"" OWN "/p/abcd\">y</a>"), 1);
    assert_string_equal(urls[0], OWN "/p/abc");
}

static void
each_address_is_replaced_by_its_lead(void **)
{
    const char *const leads[] = { OWN "/l/1?a&b", OWN "/l/2" };

    assert_string_equal(track_put(arena,
                            "<p><a href=\"https://a.example\">a</a> "
                            "<a href=\"mailto:x@y.example\">m</a> "
                            "<a href=\"https://b.example\">b</a></p></body></html>",
                            OWN, NULL, leads, 2, OWN "/o\"x"),
        "<p><a href=\"" OWN "/l/1?a&amp;b\">a</a> <a href=\"mailto:x@y.example\">m</a> "
        "<a href=\"" OWN "/l/2\">b</a></p><img src=\"" OWN
        "/o&quot;x\" width=\"1\" height=\"1\" alt=\"\"></body></html>");
}

/* A link behind the end of the page: nothing is lost, nothing stands twice. */
static void
what_stands_behind_the_page_stays(void **)
{
    const char *const leads[] = { OWN "/l/1" };

    assert_string_equal(track_put(arena, "x</body><a href=\"https://a.example\">a</a>",
                            OWN, NULL, leads, 1, NULL),
        "x</body><a href=\"" OWN "/l/1\">a</a>");
    assert_string_equal(track_put(arena, "x", OWN, NULL, NULL, 0, OWN "/o"),
        "x<img src=\"" OWN "/o\" width=\"1\" height=\"1\" alt=\"\">");
}

static void
links_beyond_the_limit_stay_as_they_are(void **)
{
    enum { MANY = TRACK_LINKS__MAX + 7 };
    struct buf b;
    const char *leads[TRACK_LINKS__MAX], *at;
    char *out;
    size_t n = 0;

    buf_init(&b, arena);
    for (int i = 0; i < MANY; i++)
        buf_fmt(&b, "<a href=\"https://a.example/%d\">x</a>", i);
    assert_int_equal(find(b.text), TRACK_LINKS__MAX);
    for (size_t i = 0; i < TRACK_LINKS__MAX; i++)
        leads[i] = OWN "/l";
    out = track_put(arena, b.text, OWN, NULL, leads, TRACK_LINKS__MAX, NULL);
    for (at = out; (at = strstr(at, "https://a.example/")); at++)
        n++;
    assert_int_equal(n, MANY - TRACK_LINKS__MAX);
    assert_non_null(strstr(out, "https://a.example/56"));
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(addresses_come_in_order_and_decoded),
        cmocka_unit_test(what_is_no_link_of_ours_is_left_alone),
        cmocka_unit_test(our_own_address_counts_where_it_is_asked_for),
        cmocka_unit_test(each_address_is_replaced_by_its_lead),
        cmocka_unit_test(what_stands_behind_the_page_stays),
        cmocka_unit_test(links_beyond_the_limit_stay_as_they_are),
    };

    return cmocka_run_group_tests(tests, setup, teardown);
}
