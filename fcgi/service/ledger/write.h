#ifndef SERVICE_LEDGER_WRITE_H
#define SERVICE_LEDGER_WRITE_H

#include "service/ledger/work.h"

/* Writes what the round made of its rows, one array-bound statement a table, and
 * touches its cases. */
enum err led_write(struct led *w);

/* Parks the rows that wait, unless a newer version of them waits already. */
enum err led_write_parks(struct led *w);

#endif
