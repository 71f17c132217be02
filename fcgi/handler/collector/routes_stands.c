#include "handler/collector/desk.h"
#include "handler/collector/dispute_pages.h"
#include "handler/collector/promises.h"
#include "handler/routes.h"

#define V1 "/api/collector/v1/"
#define STAFF AUDIENCE_STAFF
#define READ RIGHT_READ
#define WORK RIGHT_WORK

/* clang-format off */
static const struct route routes[] = {
    { "POST", V1 "customers/{id}/calls", STAFF, WORK, calls_add, NULL, "call_in", "call_made", 201, 0, 0,
      "Somebody was called; a call-back becomes a task" },
    { "POST", V1 "follow-ups/bulk", STAFF, WORK, bulk_follow_ups, NULL, "bulk_follow_up", "bulk_done", 200, 0, 0,
      "A task on many documents, cases or customers: one a case" },
    { "POST", V1 "notes/bulk", STAFF, WORK, bulk_notes, NULL, "bulk_note", "bulk_done", 200, 0, 0,
      "A note on many documents, cases or customers: one a case" },
    { "POST", V1 "calls/bulk", STAFF, WORK, bulk_calls, NULL, "bulk_call", "bulk_done", 200, 0, 0,
      "A call on many documents, cases or customers: one a case" },
    { "POST", V1 "follow-ups/{id}/undo", STAFF, WORK, follow_ups_undo, NULL, NULL, "made", 200, 0, 0,
      "A task was not done after all" },
    { "POST", V1 "follow-ups/{id}/assign", STAFF, WORK, follow_ups_assign, NULL, "follow_up_assign", "made", 200, 0, 0,
      "A task is given to a colleague" },
    { "GET", V1 "colleagues", STAFF, READ, colleagues_list, COLLEAGUES_PARAMS, NULL, "colleague", 200, ROUTE_LIST, 0,
      "Who may be given something, or named in a note" },
    { "GET", V1 "note-templates", STAFF, READ, note_templates_list, NULL, NULL, "note_template", 200, ROUTE_LIST, 0,
      "Texts that staff write again and again" },
    { "POST", V1 "note-templates", STAFF, WORK, note_templates_add, NULL, "note_template_in", "made", 201, 0, 0,
      "Keep a text" },
    { "PUT", V1 "note-templates/{id}", STAFF, WORK, note_templates_change, NULL, "note_template_in", "made", 200, 0, 0,
      "Change a text" },
    { "DELETE", V1 "note-templates/{id}", STAFF, WORK, note_templates_remove, NULL, NULL, NULL, 204, 0, 0,
      "Take a text away" },
    { "GET", V1 "promises", STAFF, READ, promise_rows_list, PROMISES_PARAMS, NULL, "promise_row", 200, ROUTE_LIST, 0,
      "Promises of all customers, broken and due first" },
    { "GET", V1 "promises/summary", STAFF, READ, promises_summary, PROMISES_SUM_PARAMS, NULL, "promise_summary", 200,
      0, 0, "How many promises each view holds, what is out, and how far words were kept" },
    { "GET", V1 "promises/{id}", STAFF, READ, promise_rows_get, NULL, NULL, "promise_row", 200, 0, 0, "One promise" },
    { "POST", V1 "promises/{id}/replace", STAFF, WORK, promises_replace, NULL, "promise_replace", "promise_made", 201,
      0, 0, "Another promise takes its place" },
    { "GET", V1 "customers/{id}/reliability", STAFF, READ, promises_reliability, NULL, NULL, "reliability_parts", 200,
      0, 0, "How far a customer kept its word, with the promises that say so" },

    { "GET", V1 "disputes", STAFF, READ, dispute_rows_list, DISPUTES_PARAMS, NULL, "dispute_row", 200, ROUTE_LIST, 0,
      "Disputes of all customers, the oldest first" },
    { "GET", V1 "disputes/summary", STAFF, READ, disputes_summary, NULL, NULL, "dispute_summary", 200, 0, 0,
      "How many disputes each view holds, how old they are, and how long they take" },
    { "GET", V1 "disputes/{id}", STAFF, READ, disputes_get, NULL, NULL, "dispute_record", 200, 0, 0,
      "One dispute with its lines, events, notes and messages" },
    { "PATCH", V1 "disputes/{id}", STAFF, WORK, disputes_change, NULL, "dispute_change", "made", 200, 0, 0,
      "Owner, target, amount or whose move it is" },
    { "POST", V1 "disputes/{id}/approve", STAFF, RIGHT_APPROVE, disputes_approve, NULL, NULL, "made", 200, 0, 0,
      "The second person agrees with what was asked" },
    { "POST", V1 "disputes/{id}/refuse", STAFF, WORK, disputes_refuse, NULL, "dispute_refuse?", "made", 200, 0, 0,
      "The second person does not agree, or who asked takes it back" },
    { "POST", V1 "disputes/{id}/undo", STAFF, WORK, disputes_undo, NULL, NULL, "made", 200, 0, 0,
      "Take back one's own last change of a dispute, when nothing has come of it" },
    { "POST", V1 "disputes/{id}/notes", STAFF, WORK, dispute_notes_add, NULL, "dispute_note_in", "made", 201, 0, 0,
      "Write an internal note on a dispute" },
    { "POST", V1 "disputes/{id}/messages", STAFF, RIGHT_SEND, dispute_messages_post, NULL, "dispute_message_in",
      "made", 201, 0, 0, "Write to the customer about a dispute" },
    { "GET", V1 "items/{id}/lines", STAFF, READ, item_lines_list, NULL, NULL, "item_line", 200, ROUTE_LIST, 0,
      "Lines of a document, with what of each is disputed" },
    { "GET", V1 "dispute-reasons", STAFF, READ, dispute_reasons_list, NULL, NULL, "dispute_reason", 200, ROUTE_LIST,
      0, "Why customers do not pay, in the languages of the house" },
    { "PUT", V1 "dispute-reasons/{code}", STAFF, RIGHT_TEAM, dispute_reasons_put, NULL, "dispute_reason_in", NULL,
      204, 0, 0, "Make or change a reason" },
    { "GET", V1 "dispute-rules", STAFF, READ, dispute_rules_list, NULL, NULL, "dispute_rule", 200, ROUTE_LIST, 0,
      "Whose a new dispute is, the most specific rule first" },
    { "PUT", V1 "dispute-rules", STAFF, RIGHT_TEAM, dispute_rules_put, NULL, "dispute_rules_in", NULL, 204, 0, 0,
      "All rules at once" },
    { .method = NULL },
};
/* clang-format on */

#define DISPUTE_ROW                                                                \
    "id:id kind:dispute|deduction customer:customer_ref case_id:id division:text " \
    "item_id:id item_number:text item_open:money amount:money reason_code:text "   \
    "detail:text? owner:person? by:text? opened_on:day age:int target_on:day? "    \
    "days_past:int state:open|waits_for_approval|closed "                          \
    "waiting_on:us|customer|approval resolution:text? closed_at:instant? "         \
    "escalated_at:instant? asked:dispute_asked? version:int"

static const struct schema schemas[] = {
    { "call_in",
        "outcome:reached|no_answer|voicemail|wrong_number|promised|disputes|call_back "
        "contact_id?:id? case_id?:id? item_ids?:[id] note?:text? call_back_on?:day?" },
    { "call_made", "id:id follow_up_id:id?" },
    { "bulk_follow_up",
        "title:text kind?:text due_on:day priority?:int assignee_id?:id? "
        "item_ids?:[id] case_ids?:[id] customer_ids?:[id] per?:case|item" },
    { "bulk_note", "body:text item_ids?:[id] case_ids?:[id] customer_ids?:[id] "
                   "per?:case|item" },
    { "bulk_call",
        "outcome:reached|no_answer|voicemail|wrong_number|promised|disputes|call_back "
        "note?:text? call_back_on?:day? item_ids?:[id] case_ids?:[id] "
        "customer_ids?:[id] per?:case|item" },
    { "bulk_done", "named:int made:int refused:int results:[bulk_result]" },
    { "bulk_result", "kind:item|case|customer id:id status:made|refused|failed|hidden "
                     "made_id:id? why:text?" },
    { "follow_up_assign", "assignee_id?:id?" },
    { "colleague", "id:id name:text role:text" },
    { "note_template",
        "id:id title:text body:text by:text? changed_at:instant version:int" },
    { "note_template_in", "title:text body:text" },

    { "promise_plan", "id:id no:int of:int" },
    { "promise_row",
        "id:id customer:customer_ref case_id:id division:text amount:money kept:money "
        "made_on:day promised_on:day judged_on:day channel:text note:text? "
        "state:open|kept|partly|broken|cancelled settled:bool by:text? "
        "plan:promise_plan? replaces_id:id? cancel_reason:text? items:int "
        "item_numbers:text? assignee:person?" },
    { "promise_views", "attention:int due:int broken:int open:int kept:int all:int" },
    { "promise_sum", "currency:currency open:amount due:amount broken:amount" },
    { "reliability",
        "since:day judged:int kept:int partly:int broken:int by_count:amount? "
        "by_amount:[reliability_sum]" },
    { "reliability_sum",
        "currency:currency promised:amount received:amount share:amount?" },
    { "promise_summary", "as_of:day views:promise_views sums:[promise_sum] "
                         "reliability:reliability" },
    { "reliability_part", "id:id amount:money kept:money promised_on:day judged_on:day "
                          "state:kept|partly|broken" },
    { "reliability_parts", "reliability:reliability parts:[reliability_part]" },
    { "promise_replace",
        "amount?:amount promised_on?:day instalments?:[promise_part] item_ids?:[id] "
        "note?:text? channel?:call|mail|portal|chat" },
    { "dispute_asked",
        "resolution:credit|reject|rebill|write_off by:person? at:instant note:text?" },
    { "dispute_row", DISPUTE_ROW },
    { "dispute_line", "line_no:int description:text amount:money disputed:money" },
    { "dispute_event", "id:id kind:text at:instant actor:actor detail:any?" },
    { "dispute_note", "id:id body:text at:instant by:person?" },
    { "dispute_message", "id:id author_kind:user|contact|system author_name:text? "
                         "body:text at:instant files:[inbox_file]" },
    { "dispute_record",
        DISPUTE_ROW " lines:[dispute_line] events:[dispute_event] notes:[dispute_note] "
                    "messages:[dispute_message]" },
    { "dispute_views", "mine:int open:int past_target:int approval:int" },
    { "dispute_waiting", "us:int customer:int approval:int" },
    { "dispute_sum", "currency:currency amount:amount week:int fortnight:int month:int "
                     "longer:int" },
    { "dispute_cycle", "since:day closed:int median_days:amount? p90_days:amount?" },
    { "dispute_summary", "as_of:day views:dispute_views waiting_on:dispute_waiting "
                         "sums:[dispute_sum] cycle:dispute_cycle" },
    { "dispute_change",
        "owner_id?:id target_on?:day amount?:amount lines?:[dispute_line_in] "
        "waiting_on?:us|customer reason_code?:text detail?:text?" },
    { "dispute_refuse", "note?:text?" },
    { "dispute_note_in", "body:text" },
    { "dispute_message_in", "body:text client_key?:text? file_ids?:[id]" },
    { "item_line", "line_no:int description:text amount:money disputed:money" },
    { "dispute_reason", "code:text kind:dispute|deduction|both en:text de:text fr:text "
                        "target_days:int sort:int active:bool" },
    { "dispute_reason_in", "kind:dispute|deduction|both en:text de:text fr:text "
                           "target_days:int sort?:int active?:bool" },
    { "dispute_rule", "reason_code:text? division:text? owner:person" },
    { "dispute_rule_in", "reason_code?:text? division?:text? owner_id:id" },
    { "dispute_rules_in", "rules:[dispute_rule_in]" },
    { NULL, NULL },
};

const struct route_table STANDS_ROUTES = { routes, schemas };
