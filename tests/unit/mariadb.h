#ifndef TESTS_UNIT_MARIADB_H
#define TESTS_UNIT_MARIADB_H

/*
 * A database of its own for a test program: a private server in a temporary folder
 * (or the one whose socket DUNLIN_TEST_SOCKET names) with one empty database. Both go
 * when the program ends. Ends the program when it cannot be had.
 */
struct mariadb {
    char socket[108];
    char name[32]; /* user root, no password */
};

const struct mariadb *mariadb_for_test(void);

/* Runs SQL, any number of statements, through the command line client. */
void mariadb_run(const char *sql);

#endif
