#ifndef HANDLER_COLLECTOR_DESK_H
#define HANDLER_COLLECTOR_DESK_H

#include "http/rq.h"

/* What a collector does all day beside promises and disputes: calls, one action on many
 * customers or documents, tasks undone and given away, texts written again and again.
 */
enum err calls_add(struct rq *rq);
enum err bulk_follow_ups(struct rq *rq);
enum err bulk_notes(struct rq *rq);
enum err bulk_calls(struct rq *rq);
enum err follow_ups_undo(struct rq *rq);
enum err follow_ups_assign(struct rq *rq);
enum err colleagues_list(struct rq *rq);
extern const struct param COLLEAGUES_PARAMS[];
enum err note_templates_list(struct rq *rq);
enum err note_templates_add(struct rq *rq);
enum err note_templates_change(struct rq *rq);
enum err note_templates_remove(struct rq *rq);

/* outcome, note and call_back_on of a call as a body gives them. */
struct call_in;
void read_call(struct rq *rq, struct jval *v, struct call_in *in);

#endif
