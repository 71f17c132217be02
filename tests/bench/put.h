#ifndef TESTS_BENCH_PUT_H
#define TESTS_BENCH_PUT_H

#include "tests/bench/raw.h"

/* JSON into a flat buffer, with nothing in between. */

enum { OUT__SIZE = 262144 };

struct out {
    char text[OUT__SIZE];
    size_t len;
};

void put(struct out *o, const char *s, size_t n);
#define PUT(o, literal) put(o, literal, sizeof literal - 1)

void put_int(struct out *o, int64_t v);
void put_text(struct out *o, const char *s, size_t n);
void put_id(struct out *o, uint64_t id);
void put_bool(struct out *o, bool v);

/* Columns of a row. */
void put_value_text(struct out *o, const struct raw_value *v);
void put_date(struct out *o, const struct raw_value *v);
void put_money(struct out *o, int64_t minor, const struct raw_value *currency);

#endif
