#ifndef MAIN_DEMO_FILE_H
#define MAIN_DEMO_FILE_H

#include "service/found_company.h"

/* What somebody who tries a new company needs to know; NULL or absent is left out. */
struct demo_logins {
    const char *url;
    struct login collector, admin, portal;
    const char *client_id, *token, *portal_link;
};

/*
 * Writes var_dir/demo.json, mode 600, whole or not at all; the file of an earlier try
 * is replaced. ERR_DOWN  cannot be written, and that was printed.
 */
enum err demo_file_write(
    struct arena *a, const char *var_dir, const struct demo_logins *l);

#endif
