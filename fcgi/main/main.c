#include <stdio.h>
#include <string.h>

#include "main/command.h"
#include "render/foreign.h"

const struct command COMMANDS[] = {
    { "migrate", "[--json]",
        "bring the database to the schema of this program\n"
        "Runs the migrations that have not run yet, in order. Safe to repeat, also "
        "after a\n"
        "crash half way. Refuses a database of a newer version.",
        cmd_migrate, false },
    { "web", "",
        "serve the API and the pages' data behind nginx, by FastCGI\n"
        "Listens on web_socket with web_threads threads until SIGTERM.",
        cmd_web, false },
    { "user",
        "add EMAIL [--name NAME] [--role ROLE] [--division CODE ...] [--language TAG]\n"
        "                   [--second-factor] [--password-stdin] [--json]\n"
        "       dunlin user reset EMAIL [--second-factor] [--json]",
        "add somebody who may sign in, or give somebody new secrets\n"
        "Roles: viewer, collector (default), manager, admin. An admin always gets a "
        "second\n"
        "factor. Without --division the user sees all of them. Prints the password "
        "that\n"
        "it made, unless one comes on standard input.\n"
        "reset makes a new password, and a new second factor when asked for one; the\n"
        "user's sessions end.",
        cmd_user, false },
    { "import", "FILE [--kind ar-csv] [--profile NAME] [--json]",
        "take a file of invoices and settlements into the ledger\n"
        "Good rows go in, bad ones are listed with line, column, value and reason; "
        "then "
        "the\n"
        "exit status is 3. The same file again changes nothing. Profiles are Lua "
        "tables "
        "in\n"
        "profiles/ (generic, unless said otherwise) or in the database.",
        cmd_import, false },
    { "report",
        "aging [--as-of DATE] [--customers] [--no-proof] [--json]\n"
        "                   | metrics [--as-of DATE] [--from DATE] [WHOSE] [--live] "
        "[--json]\n"
        "                   | effectiveness [--by WHAT] [--from DATE] [--to DATE] "
        "[WHOSE] [--json]\n"
        "                   | list | run NAME FILE --user EMAIL [--format "
        "csv|xlsx|pdf]",
        "who owes how much since when, and how well it comes in, today or on any past "
        "day\n"
        "Per currency, with the control total that the figures must add up to; exit\n"
        "status 3 when they do not.\n"
        "--customers  aging: a row for each customer, too (with --json)\n"
        "--no-proof   aging: the figures alone, faster\n"
        "WHOSE        [--division CODE] [--currency CODE] [--segment TAG] "
        "[--collector ID]\n"
        "             [--customer ID]: segment and collector as of that day\n"
        "--from       metrics: where the period begins (90 days up to the day)\n"
        "--live       metrics: from the ledger, even where its days are kept\n"
        "--by         effectiveness: template (unless said otherwise), step, channel,\n"
        "             weekday, hour or strategy: what was paid within 7, 14 and 30 "
        "days\n"
        "             after reminders, beside like items that nobody reminded of\n"
        "list         the reports that people defined\n"
        "run          such a report as a file, as that user sees it",
        cmd_report, false },
    { "reader", "add NAME | list | remove NAME [--db-user USER]",
        "users of the database for programs that read (business intelligence)\n"
        "Such a user reads the views whose names begin with report_, and nothing "
        "else;\n"
        "what their columns mean stands in ARCHITECTURE.md. add prints the password "
        "once.\n"
        "--db-user  who may make users and give rights, where the program's own user "
        "may\n"
        "           not: root, as the system's root",
        cmd_reader, false },
    { "history", "[--anew]",
        "keep the days of the ledger, as the worker does by itself\n"
        "What was open, sold and paid on each day is written again from the first day "
        "on\n"
        "that something changed for.\n"
        "--anew  all of it",
        cmd_history, false },
    { "export", "LIST FILE --user EMAIL [--format csv|xlsx|pdf|zip] [--filters QUERY]",
        "a list of the API as a file, as that user sees it\n"
        "LIST      worklist, customers/12/items, customers/12 (the whole file) ...\n"
        "--filters the list's own, as in its address: view=all&q=Acme",
        cmd_export, false },
    { "audit",
        "verify [--anchor ID:SEAL] [--json] | export [--csv] [--from DATE] [--to DATE] "
        "| seal",
        "prove that the record of who did what is whole, or write it out\n"
        "verify  recompute the chain of seals; exit status 3 when a row was changed,\n"
        "        taken out, put in or moved. --anchor: a row and its seal that were "
        "kept\n"
        "        elsewhere (verify prints the last) must still stand\n"
        "export  a JSON object a line, or CSV; days are UTC\n"
        "seal    what the worker does by itself: seal what was written",
        cmd_audit, false },
    { "demo", "[--from FOLDER | --empty | --send-now]",
        "fill an empty database with a company to try everything on\n"
        "Its logins stand in demo.json in var_dir. A company that is there stays as it "
        "is.\n"
        "--from   the files of a folder that sql/demo/generate.lua wrote\n"
        "--empty  one division and an admin's login, nothing else\n"
        "--send-now  what the demo company has planned for later goes out at once",
        cmd_demo, false },
    { "client",
        "add ID [--name NAME] [--algorithm HS256|RS256|ES256] [--key FILE] [--scopes "
        "SCOPES]\n"
        "                   [--source-system NAME] [--json] | revoke ID | list",
        "programs that call /api/v1\n"
        "add: HS256 without --key makes a secret and prints it; the others take the "
        "public key\n"
        "of a pair that the program keeps. Scopes: \"read write\" (default), \"read\".",
        cmd_client, false },
    { "token", "issue CLIENT [--days N] [--json]",
        "sign a token for a client with an HS256 secret\n"
        "It is good for 365 days unless --days says otherwise.",
        cmd_token, false },
    { "openapi", "", "print the OpenAPI document of all routes; no database is needed",
        cmd_openapi, true },
    { "check-sql", "[--queries | --data]",
        "check every statement against the schema, and the data against its rules\n"
        "--queries  parameters, columns, types and indexes of all statements\n"
        "--data     the checks, each of which must find no row",
        cmd_check_sql, true },
    { "evaluate", "[--as-of DATE] [--dry-run] [--full] [--json]",
        "decide what happens next for every customer whose time has come\n"
        "--dry-run  show what would happen and write nothing\n"
        "--as-of    another day than today; implies --dry-run\n"
        "--full     every case with something open, whether its time has come or not",
        cmd_evaluate, false },
    { "forecast", "evaluate --split DATE [--until DATE] | train | show [--json]",
        "when invoices will be paid: how well it can be told, and by what\n"
        "evaluate  train on what was paid before DATE, try it on what was issued from\n"
        "          then on: error in days, share within 7 days, how often the payment\n"
        "          falls into the range given, and the cash of the four weeks after\n"
        "          each Monday, beside forecasts by due date and by the customer's\n"
        "          own delays; writes nothing. --until leaves out what was issued "
        "from\n"
        "          that day on: of the newest only the quick payments are there\n"
        "train     what the worker does every week: a model of what was paid until\n"
        "          now; it is used unless the one in use is better\n"
        "show      the last models, how good they were, and how good they are lately",
        cmd_forecast, false },
    { "fetch", "[--json]",
        "look into the mailbox once and take what came in\n"
        "Answers, reports of delivery and out-of-office notes become part of the\n"
        "account they belong to; what is nobody's waits in the inbox. What the worker\n"
        "does every imap_poll_seconds.",
        cmd_fetch, false },
    { "deliver", "[--json]",
        "hand over every message whose time has come\n"
        "The worker does it by itself; this is for a look at what happens. Messages of "
        "a\n"
        "worker that died are seen to first.",
        cmd_deliver, false },
    { FOREIGN_COMMAND, "HOW SIZE ...",
        "what reads other people's PDF in a process of its own; no command for people",
        foreign_child, true },
    { "letters",
        "list | batch --out FILE [--division CODE] [--duplex] | print ID --out FILE\n"
        "                   | posted ID [--on DAY] [--json]",
        "print the letters that wait as one file, and say that they were posted\n"
        "list     what waits, and the last batches\n"
        "batch    looks at each letter once more and writes what is still due to FILE, "
        "a PDF\n"
        "print    the same file again; goes on with a batch that was interrupted\n"
        "posted   its letters count as handed over from that day (today); there is no "
        "way\n"
        "         back, since fees are in the ledger then\n"
        "--duplex each letter begins on a front page",
        cmd_letters, false },
    { "worker", "",
        "run what needs no request: evaluate, deliver, import\n"
        "Runs until SIGTERM or SIGINT. Several may run, also on several machines.",
        cmd_worker, false },
    { "script",
        "list | check FILE… | push [FILE…] | pull | activate KIND NAME [VERSION] | "
        "install\n"
        "              [--dir DIR] [--json]",
        "strategies, segments and country packs: list, check, exchange with files\n"
        "check     compile FOLDER/NAME.lua and run the cases beside it; no database\n"
        "push      keep files as new versions (all of --dir without a name)\n"
        "pull      write the active versions into --dir\n"
        "activate  make a version (the latest) the one in force\n"
        "install   bring what ships into the database; a newer text stays a draft",
        cmd_script, false },
    { "template",
        "list | check [PATH…] | push [PATH…] | pull | activate CODE LANGUAGE "
        "[VERSION]\n"
        "              [--dir DIR] [--json]",
        "what messages say: list, check, exchange with files\n"
        "A text is a folder CODE/LANGUAGE with subject.txt, body.txt and body.html;\n"
        "CODE/LANGUAGE.letter is that of letters. A new template says in "
        "CODE/template.txt\nwhat it is for (purpose: …, topic: reminder or notice, "
        "stage: "
        "0 to 99).\n"
        "check     whether it could be written: FILE:LINE of what could not\n"
        "push      keep texts as new versions (all of --dir without a path)\n"
        "pull      write those in force into --dir\n"
        "activate  send a version (the latest) from now on",
        cmd_template, false },
    { 0 },
};

static int
first_line(const char *text)
{
    return (int)strcspn(text, "\n");
}

static void
help(FILE *to)
{
    fprintf(to, "usage: dunlin [--config FILE] COMMAND [ARGUMENT ...]\n\n");
    for (const struct command *c = COMMANDS; c->name; c++)
        if (!c->hidden)
            fprintf(to, "  %-12s %.*s\n", c->name, first_line(c->summary), c->summary);
    fprintf(to, "\n`dunlin COMMAND --help` tells more. The configuration is read from "
                "--config, else\nDUNLIN_CONF, else /etc/dunlin/dunlin.conf, else "
                "var/dunlin.conf.\nExit status: 0 done, 1 failed, 2 usage, 3 completed "
                "with errors.\n");
}

static void
help_of(const struct command *c)
{
    printf("usage: dunlin %s%s%s\n\n%s\n", c->name, *c->args ? " " : "", c->args,
        c->summary);
}

static const struct command *
find(const char *name)
{
    for (const struct command *c = COMMANDS; c->name; c++)
        if (strcmp(c->name, name) == 0)
            return c;
    return NULL;
}

/* --help anywhere before a lone "--". */
static bool
wants_help(int argc, char **argv)
{
    for (int i = 1; i < argc && strcmp(argv[i], "--") != 0; i++)
        if (strcmp(argv[i], "--help") == 0)
            return true;
    return false;
}

int
main(int argc, char **argv)
{
    const struct command *c;
    int at = 1;

    while (at < argc && strncmp(argv[at], "--config", 8) == 0) {
        if (argv[at][8] == '=') {
            command_set_config(argv[at] + 9);
            at++;
        } else if (argv[at][8] == '\0' && at + 1 < argc) {
            command_set_config(argv[at + 1]);
            at += 2;
        } else {
            break;
        }
    }
    if (at < argc &&
        (strcmp(argv[at], "--help") == 0 || strcmp(argv[at], "help") == 0)) {
        if (at + 1 < argc && (c = find(argv[at + 1])))
            help_of(c);
        else
            help(stdout);
        return EXIT_DONE;
    }
    if (at >= argc) {
        help(stderr);
        return EXIT_USAGE;
    }
    if (!(c = find(argv[at]))) {
        fprintf(
            stderr, "dunlin: there is no command '%s'; see dunlin --help\n", argv[at]);
        return EXIT_USAGE;
    }
    if (wants_help(argc - at, argv + at)) {
        help_of(c);
        return EXIT_DONE;
    }
    return c->run(argc - at, argv + at);
}
