#ifndef MAIN_COMMAND_H
#define MAIN_COMMAND_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/conf.h"
#include "base/err.h"
#include "db/db.h"

/*
 * The command line: every command is a row of COMMANDS in main.c and a file
 * main/cmd_<name>.c with a function
 *
 *    int cmd_migrate(int argc, char **argv);
 *
 * argv[0] is the name of the command; its options are read with getopt_long, whose
 * state is fresh. main has answered --help already. What it returns is the exit
 * status of the program.
 */
enum exit_status {
    EXIT_DONE = 0,
    EXIT_FAILED = 1,
    EXIT_USAGE = 2,
    EXIT_PARTLY = 3, /* completed, with errors that it printed */
};

struct command {
    const char *name;
    const char *args;    /* as in a usage line: "[--as-of DATE] FILE" */
    const char *summary; /* the first line stands in the list, all in its own help */
    int (*run)(int argc, char **argv);
    bool hidden; /* not in the list: for those who develop */
};

int cmd_client(int argc, char **argv);
int cmd_token(int argc, char **argv);
int cmd_audit(int argc, char **argv);
int cmd_check_sql(int argc, char **argv);
int cmd_client(int argc, char **argv);
int cmd_demo(int argc, char **argv);
int cmd_deliver(int argc, char **argv);
int cmd_fetch(int argc, char **argv);
int cmd_evaluate(int argc, char **argv);
int cmd_forecast(int argc, char **argv);
int cmd_history(int argc, char **argv);
int cmd_import(int argc, char **argv);
int cmd_letters(int argc, char **argv);
int cmd_migrate(int argc, char **argv);
int cmd_openapi(int argc, char **argv);
int cmd_report(int argc, char **argv);
int cmd_report_effect(int argc, char **argv);
int cmd_report_metrics(int argc, char **argv);
int cmd_report_saved(int argc, char **argv);
int cmd_reader(int argc, char **argv);
int cmd_export(int argc, char **argv);
int cmd_script(int argc, char **argv);
int cmd_template(int argc, char **argv);
int cmd_worker(int argc, char **argv);
int cmd_user(int argc, char **argv);
int cmd_web(int argc, char **argv);

extern const struct command COMMANDS[]; /* ends in a row without a name */

/* --config FILE of the command line; before the first command_conf. */
void command_set_config(const char *path);

/* Prints how the command is used, on stderr; gives EXIT_USAGE. */
int command_usage(const char *name);

/*
 * The configuration of this process: of --config FILE, else of DUNLIN_CONF, else
 * /etc/dunlin/dunlin.conf, else var/dunlin.conf of the current folder, else of the
 * environment alone. Read at the first call; main only. A failure has been printed.
 */
enum err command_conf(const struct conf **out);

/* A connection to the configured database. A failure has been printed. */
enum err command_db(struct db **out);

/* The same, and its schema must be the one of this program. */
enum err command_db_ready(struct db **out);

/* Whether nothing stands at the path that is to be written; else says what to do. */
bool command_new_file(const char *path);

#endif
