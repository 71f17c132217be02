#ifndef HANDLER_PORTAL_DOCUMENT_PACK_H
#define HANDLER_PORTAL_DOCUMENT_PACK_H

#include "http/rq.h"
#include "store/q_portal.h"

enum { DOCUMENTS__MAX = 5000 };

/*
 * The documents of the list as a ZIP, written to f one after the other: the original
 * file of each, else a copy, and "index.csv", which says what is which. One that cannot
 * be made has no file there, and the index says so. How far it is stands on d's row.
 * ERR_DOWN: nobody reads any more, or no document could be made.
 */
enum err document_pack(
    struct rq *rq, const struct portal_download_one *d, const char *list, FILE *f);

#endif
