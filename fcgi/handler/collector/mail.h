#ifndef HANDLER_COLLECTOR_MAIL_H
#define HANDLER_COLLECTOR_MAIL_H

#include "http/rq.h"

/* Messages that a person writes: one by one and to many. */
route_handler mail_preview, mail_send;
route_handler mail_templates_list;
route_handler mail_many_preview, mail_many_send, mail_many_get, mail_many_cancel;

struct message_desk; /* service/send_message.h */

/* What messages are written by, as of this request; lives as long as that. */
enum err mail_desk(struct rq *rq, const struct message_desk **desk);

#endif
