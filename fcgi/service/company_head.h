#ifndef SERVICE_COMPANY_HEAD_H
#define SERVICE_COMPANY_HEAD_H

#include "base/arena.h"
#include "base/err.h"
#include "db/db.h"
#include "render/paper.h"

/*
 * The company as its letterhead says it, from the settings company.name, .address and
 * .footer (lines), .iban, .bic, .logo (PNG as base64, or a data: address of one) and
 * .window ("left", "right" for Swiss envelopes). name: whoever is owed, where the
 * company has none of its own. An IBAN or BIC that is none is left out; the log says
 * so.
 */
enum err company_head(
    struct db *db, struct arena *a, const char *name, struct paper_head *out);

#endif
