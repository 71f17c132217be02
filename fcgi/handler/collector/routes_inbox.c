#include "handler/chat.h"
#include "handler/collector/inbox.h"
#include "handler/routes.h"
#include "service/keep_attachment.h"

#define V1 "/api/collector/v1/"
#define STAFF AUDIENCE_STAFF
#define READ RIGHT_READ
#define WORK RIGHT_WORK

/* clang-format off */
static const struct route routes[] = {
    { "GET", V1 "inbox", STAFF, READ, inbox_list, INBOX_PARAMS, NULL, "inbox_row", 200, ROUTE_LIST, 0,
      "Conversations that wait for an answer, oldest first; or finished ones, the newest first" },
    { "GET", V1 "inbox/summary", STAFF, READ, inbox_summary, NULL, NULL, "inbox_summary", 200, ROUTE_BACKGROUND, 0,
      "How many wait" },
    { "GET", V1 "inbox/{id}", STAFF, READ, inbox_get, NULL, NULL, "inbox_thread", 200, 0, 0,
      "One conversation, and what the newest words may mean" },
    { "POST", V1 "inbox/{id}/answer", STAFF, RIGHT_SEND, inbox_answer, NULL, "inbox_answer", "made", 201, 0, 65536,
      "Answer, in the portal or by mail; by mail with copies of item_ids and the statement" },
    { "POST", V1 "inbox/{id}/assign", STAFF, WORK, inbox_assign, NULL, "inbox_assign", "made", 200, 0, 0,
      "Give it to a colleague" },
    { "POST", V1 "inbox/{id}/done", STAFF, WORK, inbox_done, NULL, "inbox_done?", "made", 200, 0, 0,
      "There is nothing to answer" },
    { "POST", V1 "inbox/{id}/reopen", STAFF, WORK, inbox_reopen, NULL, NULL, "made", 200, 0, 0,
      "It waits for an answer after all" },
    { "GET", V1 "customers/{id}/chat", STAFF, READ, messages_chat, CHAT_PARAMS, NULL, "chat", 200, ROUTE_BACKGROUND, 0,
      "Messages in the order in which they were written, with their files: behind a number, or the newest" },
    { "POST", V1 "customers/{id}/live", STAFF, READ, messages_live, NULL, "live_page", "live", 200, ROUTE_BACKGROUND, 0,
      "Say that a page shows this customer, how far its reader has read and that the reader types" },
    { "POST", V1 "attachments/unsent", STAFF, RIGHT_SEND, messages_file, MESSAGES_FILE_PARAMS, NULL, "made", 201,
      ROUTE_RAW_BODY, ATTACHMENT_BYTES__MAX, "Hand over a file, sent as the body, for the next message" },
    { "GET", V1 "unassigned-mail", STAFF, WORK, unassigned_list, NULL, NULL, "unassigned_row", 200, ROUTE_LIST, 0,
      "Mail that could be tied to no customer, oldest first" },
    { "GET", V1 "unassigned-mail/{id}", STAFF, WORK, unassigned_get, NULL, NULL, "unassigned_mail", 200, 0, 0,
      "One of them in full" },
    { "POST", V1 "unassigned-mail/{id}/assign", STAFF, WORK, unassigned_assign, NULL, "unassigned_assign", "made", 200,
      0, 0, "It is this customer's" },
    { "POST", V1 "unassigned-mail/{id}/drop", STAFF, WORK, unassigned_drop, NULL, NULL, "made", 200, 0, 0,
      "It is no customer's" },
    { .method = NULL },
};
/* clang-format on */

#define ABOUT                                                                      \
    "conversation_id:id subject:text item_id:id? item_number:text? "               \
    "customer:customer_ref case_id:id? open:money? overdue:money? days_late:int? " \
    "waiting_since:instant? assignee:person? version:int"

#define MAIL                                                                     \
    "id:id kind:reply|auto|bounce|delay|delivered|unreadable "                   \
    "why:forged|unknown|stranger from_email:text? from_name:text? subject:text " \
    "received_at:instant named_customer:customer_ref?"

static const struct schema schemas[] = {
    { "inbox_row", ABOUT " channel:portal|mail|chat author_name:text? excerpt:text "
                         "last_at:instant" },
    { "inbox_summary", "waiting:int mine:int unassigned:int?" },
    { "inbox_thread",
        ABOUT " messages:[inbox_message] promise:inbox_promise? dispute:inbox_dispute? "
              "addresses:[inbox_address] colleagues:[person]" },
    { "inbox_message",
        "id:id seq:int author_kind:user|contact|system author_name:text? "
        "from_email:text? "
        "foreign:bool channel:portal|mail|chat body:text full:text? cut:bool "
        "at:instant "
        "to_email:text? outbox_id:id? outbox_state:text? files:[inbox_file] "
        "documents:[inbox_document]" },
    { "inbox_document", "kind:invoice|statement number:text? outbox_id:id seq:int?" },
    { "inbox_file",
        "id:id file_name:text purpose:remittance|proof|tax_form? type:text bytes:int" },
    { "inbox_promise", "on:day amount:amount? words:text" },
    { "inbox_dispute", "reason_code:text words:text" },
    { "inbox_address", "email:text name:text? known:bool last:bool" },
    { "inbox_answer",
        "body:text by:portal|mail to?:text? client_key?:text? file_ids?:[id] "
        "item_ids?:[id] statement?:bool" },
    { "inbox_assign", "assignee_id?:id?" },
    { "inbox_done", "outcome?:text?" },
    { "chat", "rows:[chat_message] more:bool" },
    { "chat_message",
        "id:id seq:int conversation_id:id invoice_id:id? invoice_number:text? "
        "dispute_id:id? side:staff|contact author_name:text? channel:portal|mail|chat "
        "body:text at:instant client_key:text? files:[chat_file]" },
    { "chat_file",
        "id:id file_name:text purpose:remittance|proof|tax_form? bytes:int" },
    { "live_page", "page?:text chat?:bool leave?:bool typing?:bool item_id?:id? "
                   "conversation_id?:id? read_up_to?:int" },
    { "live", "mark:text? last:int here:bool read:[live_read]" },
    { "live_read", "conversation_id:id up_to:int" },
    { "unassigned_row", MAIL " excerpt:text files:int" },
    { "unassigned_mail", MAIL " body:text cut:bool files:[unassigned_file]" },
    { "unassigned_file", "file_name:text type:text bytes:int refused:text?" },
    { "unassigned_assign", "customer_id:id item_id?:id?" },
    { NULL, NULL },
};

const struct route_table INBOX_ROUTES = { routes, schemas };
