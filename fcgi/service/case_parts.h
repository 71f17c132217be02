#ifndef SERVICE_CASE_PARTS_H
#define SERVICE_CASE_PARTS_H

#include "service/case_cursor.h"
#include "service/case_stream.h"

/* The relations a snapshot is merged from, one cursor each. */
enum case_relation {
    CASE_HEAD,
    CASE_INSTALMENT,
    CASE_CREDIT,
    CASE_TAKEN,
    CASE_PROMISE,
    CASE_PROMISE_ITEM,
    CASE_PROMISE_FACT,
    CASE_PROMISE_PAYMENT,
    CASE_DISPUTE,
    CASE_HOLD,
    CASE_CONTACT,
    CASE_TAG,
    CASE_TASK,
    CASE_OUTBOUND,
    CASE_WAITING,
    CASE_PAID,
    CASE_RELATION__MAX
};

/* Takes the rows of one case from every cursor into f, whose head is filled, and
 * judges its promises. */
void case_parts_fill(
    struct case_cursor *at, uint64_t case_id, struct arena *a, struct case_facts *f);

#endif
