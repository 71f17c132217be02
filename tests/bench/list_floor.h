#ifndef TESTS_BENCH_LIST_FLOOR_H
#define TESTS_BENCH_LIST_FLOOR_H

#include <mysql.h>
#include <stddef.h>

/*
 * What the rows of a list cost a bare program:
 *
 *    page                      as many whole rows of the worklist, by the range of an
 *                              index that has their order
 *    days FROM TO              the rows of daily_balance of these days
 *    loop ORDER [COLUMN OP VALUE ...]
 *                              every row of the worklist streamed, in the columns
 *                              named, each tested (eq, ge, le, lt, word, part), and the
 *                              first of them by ORDER kept; lt takes what is absent,
 * too search TEXT [MINOR]       what begins so in each of the four indexes that search
 *                              looks into, a statement each; for a text that reads as
 * an amount what has that amount, too: the fifth index, in which the rows stand that
 * such a question is about
 */
enum { LIST_PARTS__MAX = 24 };

struct list_floor;

struct list_floor *list_floor_open(MYSQL *my, char *const *part, size_t n, size_t rows);
void list_floor_run(struct list_floor *f);
void list_floor_close(struct list_floor *f);

#endif
