#ifndef SERVICE_LEDGER_DOCUMENT_H
#define SERVICE_LEDGER_DOCUMENT_H

#include "service/ledger/work.h"

/* Looks at versions and content: decides rows that change nothing, and marks the
 * items whose instalments the others need. After led_load_documents. */
void led_compare_documents(struct led *w);

/* Makes and changes the items of the rows that are left. After led_load_inst. */
void led_documents(struct led *w);

/* Reads the instalments of the items marked want_inst. */
enum err led_load_inst(struct led *w);

#endif
