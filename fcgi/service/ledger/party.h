#ifndef SERVICE_LEDGER_PARTY_H
#define SERVICE_LEDGER_PARTY_H

#include "service/ledger/work.h"

/* The round's customer rows, then its contact rows: read, compared and written,
 * under the locks of the cases of those that change. */
enum err led_customers(struct led *w);
enum err led_contacts(struct led *w);

#endif
