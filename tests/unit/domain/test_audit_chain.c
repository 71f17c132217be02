#include "tests/unit/test.h"

#include <string.h>

#include "domain/audit_chain.h"

enum { N = 5 };

static struct audit_row rows[N];
static uint8_t seals[N][SHA_BYTES];
static struct audit_head head;
static uint64_t seen_n[AUDIT__MAX], seen_id[AUDIT__MAX];

static void
told(void *, enum audit_fault f, uint64_t id, uint64_t n)
{
    seen_n[f] += n;
    seen_id[f] = id;
}

/* Five rows with gaps between their ids, sealed. */
static int
setup(void **)
{
    uint8_t before[SHA_BYTES] = { 0 };

    memset(seen_n, 0, sizeof seen_n);
    memset(seen_id, 0, sizeof seen_id);
    for (size_t i = 0; i < N; i++) {
        rows[i] = (struct audit_row){ .id = 7 + i * 3,
            .at = 1772438400000000 + (int64_t)i,
            .actor_kind = "user",
            .actor_id = "12",
            .ip = "127.0.0.1",
            .request_id = "req-1",
            .action = "hold.place",
            .object_kind = "hold",
            .object_id = "5",
            .customer_id = 20,
            .after = "{\"a\":\"ü\"}" };
        audit_chain_seal(before, &rows[i], seals[i]);
        memcpy(before, seals[i], SHA_BYTES);
    }
    head = (struct audit_head){ .last_id = rows[N - 1].id, .rows_n = N };
    memcpy(head.seal, before, SHA_BYTES);
    return 0;
}

/* The rows `from` .. `to` as they stand now, without number `but`. */
static uint64_t
walk(size_t to, size_t but)
{
    struct audit_walk w;

    audit_walk_start(&w, told, NULL);
    for (size_t i = 0; i < to; i++)
        if (i != but)
            audit_walk_row(&w, &rows[i], seals[i]);
    audit_walk_end(&w, &head);
    return w.faults_n;
}

/* Computed by another program from the description in the header. */
static void
the_bytes_of_a_row_are_those_described(void **)
{
    char hex[SHA_HEX__SIZE];

    assert_string_equal(sha_hex(seals[0], hex),
        "61e7a1a398c831b118ab4f12eb60b469d2830bf44e63f2b171b0626fbed307e4");
}

static void
a_whole_chain_has_no_fault(void **)
{
    assert_int_equal(walk(N, N), 0);
}

static void
a_changed_row_is_one_fault(void **)
{
    rows[2].after = "{\"a\":\"u\"}";
    assert_int_equal(walk(N, N), 1);
    assert_int_equal(seen_id[AUDIT_BROKEN], rows[2].id);
}

/* Each column counts, and so does where one ends and the next begins. */
static void
every_column_counts(void **)
{
    struct audit_row was = rows[1];

#define CHANGED(member, value)           \
    do {                                 \
        rows[1] = was;                   \
        rows[1].member = (value);        \
        assert_int_equal(walk(N, N), 1); \
    } while (0)
    CHANGED(id, 11);
    CHANGED(at, 1);
    CHANGED(actor_kind, "client");
    CHANGED(actor_id, "13");
    CHANGED(ip, "127.0.0.2");
    CHANGED(request_id, "req-2");
    CHANGED(action, "hold.lift");
    CHANGED(object_kind, "item");
    CHANGED(object_id, "6");
    CHANGED(customer_id, 0);
    CHANGED(before, "");
    CHANGED(after, NULL);
    rows[1] = was;
    rows[1].actor_id = "121";
    rows[1].ip = "27.0.0.1";
    assert_int_equal(walk(N, N), 1);
#undef CHANGED
}

static void
a_row_that_is_gone_is_seen(void **)
{
    assert_int_equal(walk(N, 1), 2);
    assert_int_equal(seen_id[AUDIT_BROKEN], rows[2].id);
    assert_int_equal(seen_n[AUDIT_MISSING], 1);
}

static void
a_tail_that_is_gone_is_seen(void **)
{
    assert_int_equal(walk(N - 2, N), 2);
    assert_int_equal(seen_n[AUDIT_MISSING], 2);
    assert_int_equal(seen_id[AUDIT_TAIL], rows[N - 1].id);
}

/* Two rows whose contents were exchanged, with their seals. */
static void
rows_in_another_order_are_seen(void **)
{
    struct audit_row row = rows[1];
    uint8_t seal[SHA_BYTES];

    memcpy(seal, seals[1], sizeof seal);
    rows[1] = rows[2];
    rows[2] = row;
    rows[2].id = rows[1].id;
    rows[1].id = row.id;
    memcpy(seals[1], seals[2], sizeof seal);
    memcpy(seals[2], seal, sizeof seal);
    assert_true(walk(N, N) >= 2);
    assert_true(seen_n[AUDIT_BROKEN] >= 2);
}

static void
a_row_that_was_put_in_later_is_seen(void **)
{
    struct audit_row extra = rows[2];
    struct audit_walk w;

    extra.id++;
    audit_walk_start(&w, told, NULL);
    for (size_t i = 0; i < N; i++) {
        audit_walk_row(&w, &rows[i], seals[i]);
        if (i == 2)
            audit_walk_row(&w, &extra, NULL);
    }
    audit_walk_end(&w, &head);
    assert_int_equal(w.faults_n, 1);
    assert_int_equal(seen_id[AUDIT_PUT_IN], extra.id);
}

/* Somebody made the whole chain anew; what was written down elsewhere tells. */
static void
an_anchor_finds_another_chain(void **)
{
    struct audit_anchor anchor = { .id = rows[3].id };
    struct audit_walk w;

    memcpy(anchor.seal, seals[3], SHA_BYTES);
    audit_walk_start(&w, told, NULL);
    w.anchor = &anchor;
    for (size_t i = 0; i < N; i++)
        audit_walk_row(&w, &rows[i], seals[i]);
    audit_walk_end(&w, &head);
    assert_int_equal(w.faults_n, 0);

    anchor.seal[0] ^= 1;
    audit_walk_start(&w, told, NULL);
    w.anchor = &anchor;
    for (size_t i = 0; i < N; i++)
        audit_walk_row(&w, &rows[i], seals[i]);
    audit_walk_end(&w, &head);
    assert_int_equal(w.faults_n, 1);
    assert_int_equal(seen_id[AUDIT_ANCHOR], anchor.id);
}

static void
the_bytes_of_a_head_are_big_endian(void **)
{
    uint8_t bytes[AUDIT_HEAD_BYTES];

    head.last_id = 0x0102030405060708;
    audit_head_bytes(&head, bytes);
    assert_int_equal(bytes[0], 1);
    assert_int_equal(bytes[7], 8);
    assert_int_equal(bytes[15], N);
    assert_memory_equal(bytes + 16, head.seal, SHA_BYTES);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(the_bytes_of_a_row_are_those_described, setup),
        cmocka_unit_test_setup(a_whole_chain_has_no_fault, setup),
        cmocka_unit_test_setup(a_changed_row_is_one_fault, setup),
        cmocka_unit_test_setup(every_column_counts, setup),
        cmocka_unit_test_setup(a_row_that_is_gone_is_seen, setup),
        cmocka_unit_test_setup(a_tail_that_is_gone_is_seen, setup),
        cmocka_unit_test_setup(rows_in_another_order_are_seen, setup),
        cmocka_unit_test_setup(a_row_that_was_put_in_later_is_seen, setup),
        cmocka_unit_test_setup(an_anchor_finds_another_chain, setup),
        cmocka_unit_test_setup(the_bytes_of_a_head_are_big_endian, setup),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
