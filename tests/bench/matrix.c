/*
 * The rows that a model is trained on, as a file for trees.c.
 *
 *    matrix SOCKET DATABASE TODAY FILE
 */
#include <stdio.h>
#include <stdlib.h>

#include "base/date.h"
#include "db/db.h"
#include "job/pay_model.h"

static int
die(const char *what)
{
    fprintf(stderr, "matrix: %s\n", what);
    return 1;
}

int
main(int argc, char **argv)
{
    struct pay_rows r;
    struct db *db;
    int32_t today;
    size_t head[2];
    FILE *out;

    if (argc != 5 || date_parse(argv[3], &today))
        return die("see matrix.c");
    if (db_open(&db, &(struct db_conf){ argv[1], "root", NULL, argv[2] }) ||
        pay_rows_read(db, today, NULL, NULL, &r))
        return die("the rows cannot be read");
    db_close(db);
    head[0] = r.n;
    head[1] = PAY_FEATURES;
    if (!r.n || !(out = fopen(argv[4], "wb")))
        return die("there are no rows, or no file for them");
    fwrite(head, sizeof head, 1, out);
    fwrite(r.x, sizeof *r.x, r.n * PAY_FEATURES, out);
    fwrite(r.y, sizeof *r.y, r.n, out);
    pay_rows_free(&r);
    return fclose(out) ? die("the file cannot be written") : 0;
}
