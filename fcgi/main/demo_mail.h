#ifndef MAIN_DEMO_MAIL_H
#define MAIN_DEMO_MAIL_H

#include <stdint.h>

#include "base/conf.h"
#include "base/err.h"
#include "base/secret.h"
#include "db/db.h"

/*
 * What the demo's customers answered, received as mail of any mailbox is: n files
 * mail-N.eml of the folder, a while apart, the last one just before now_us.
 * ERR_DOWN  a file cannot be read, or the database is away; a line on stderr says so
 */
struct demo_mail {
    const struct conf *conf;
    const uint8_t *master; /* SECRET_KEY_BYTES */
    const char *folder;
    uint64_t n;
    int64_t now_us;
};

enum err demo_mail_receive(struct db *db, const struct demo_mail *m);

#endif
