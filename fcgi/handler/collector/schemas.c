#include "handler/collector/schemas.h"

#include "handler/imports.h"
#include "store/activity.h"

#define WORKLIST_ROW                                                                   \
    "case_id:id customer_id:id number:text name:text currency:currency division:text " \
    "score:amount status:text reason:text next_action:text next_on:day? "              \
    "exception:bool causes:[text] open:amount overdue:amount not_due:amount "          \
    "b1:amount b2:amount "                                                             \
    "b3:amount b4:amount unapplied:amount disputed:amount promised:amount "            \
    "open_base:amount overdue_base:amount items:int oldest_due_on:day? days_late:int " \
    "broken:int "                                                                      \
    "tags:[text] strategy:text? last_contact_on:day? assignee_id:id? assignee:text? "  \
    "version:int"

#define OUTBOX_MESSAGE                                                                \
    "id:id "                                                                          \
    "state:planned|claimed|sending|handed_over|failed|cancelled|uncertain "           \
    "reason:text? "                                                                   \
    "cause:" OUTBOX_CAUSES "? "                                                       \
    "remedy:settle|wait|retry|change_address|lift_suppression|add_contact|see_holds|" \
    "edit_address|replace_file|fewer_files? may_retry:bool "                          \
    "next_try_at:instant? kind:text channel:email|letter|sms template:text "          \
    "step:text? "                                                                     \
    "customer:customer_ref currency:currency? total:amount? "                         \
    "recipients:[outbox_recipient] not_before:instant handed_at:instant? "            \
    "subject:text? message_id:text? reply:text?"

const struct schema COLLECTOR_SCHEMAS[] = {
    { "sign_in", "email:text password:text code?:text?" },
    { "session", "csrf:text user:session_user company:company" },
    { "session_user",
        "id:id name:text email:text role:viewer|collector|manager|admin mfa:bool "
        "rights:[text]" },
    { "company", "name:text today:day currency:currency time_zone:text demo:bool" },
    { "made", "id:id" },
    { "person", "id:id name:text?" },
    { "customer_ref", "id:id number:text name:text" },

    { "worklist_row", WORKLIST_ROW },
    { "worklist_case",
        WORKLIST_ROW " contributions:[contribution] follow_ups:[follow_up] "
                     "recent:[activity]" },
    { "contribution", "name:text label:text points:amount" },
    { "worklist_summary",
        "base_currency:currency overdue:money cases:int overdue_cases:int "
        "exceptions:int broken_promises:int undelivered_cases:int disputed_cases:int "
        "views:view_counts "
        "causes:[cause_count] by_currency:[currency_sum] due_follow_ups:int "
        "failed_mail:int "
        "uncertain_mail:int run:last_run? stale:[stale_division]" },
    { "view_counts",
        "all:int mine:int exceptions:int overdue:int broken:int disputed:int held:int "
        "promised:int" },
    { "cause_count", "cause:text cases:int" },
    { "currency_sum", "currency:currency open:amount overdue:amount" },
    { "last_run", "id:id ended_at:instant? state:text cases:int messages:int tasks:int "
                  "failed:int" },
    { "stale_division", "division:text synced_at:instant?" },

    { "customer",
        "id:id number:text name:text status:text country:text? language:text "
        "open:[money] overdue:[money] oldest_due_on:day? limit_percent:amount? "
        "risk:low|medium|high? assignees:text? tags:[text]" },
    { "item",
        "id:id case_id:id kind:text side:debit|credit number:text reference:text? "
        "issued_on:day due_on:day? days_late:int amount:amount open:amount "
        "currency:currency disputed:amount promised:amount held:bool "
        "status:posted|cancelled instalments:[instalment] expected_on:day? "
        "expected_from:day? expected_to:day? expected_why:[expected_reason]" },
    { "instalment", "id:id seq:int due_on:day amount:amount open:amount" },
    { "activity", "id:id at:instant kind:" ACTIVITY_KIND__TEXT
                  " actor:actor title:text detail:any? words:text? "
                  "ref:ref?" },
    { "actor", "kind:user|client|contact|script|system id:text name:text?" },
    { "ref", "kind:text id:id" },

    { "note_in", "body:text case_id?:id? item_id?:id? item_ids?:[id]" },
    { "follow_up_in",
        "title:text kind?:text due_on:day priority?:int case_id?:id? item_ids?:[id] "
        "assignee_id?:id?" },
    { "follow_up_done", "outcome?:text?" },
    { "follow_up_snooze", "until:day" },
    { "follow_up",
        "id:id customer:customer_ref case_id:id? kind:text title:text due_on:day "
        "priority:int assignee:person? state:open|done|cancelled outcome:text? "
        "origin:text created_at:instant ended_at:instant? snoozed_to:day? "
        "outbox_id:id? decides:decided_thing? version:int" },
    { "decided_thing", "kind:dispute|refund id:id" },
    { "follow_up_summary", "mine:follow_up_count all:follow_up_count "
                           "free:follow_up_count kinds:[follow_up_kind]" },
    { "follow_up_count", "open:int overdue:int today:int" },
    { "follow_up_kind", "kind:text open:int" },

    { "why", "case_id:id as_of:day strategy:text? strategy_why:text? "
             "script_version:why_script? "
             "steps:[why_step] first_guard:why_guard? next:why_next? fault:text? "
             "sentence:text" },
    { "why_script", "id:id version_no:int" },
    { "why_step", "step:text instalments:[why_line]" },
    { "why_line",
        "number:text instalment:int day:day? "
        "outcome:taken|skipped|held|passed|future|not_met guard:text? detail:text? "
        "until:day?" },
    { "why_guard", "name:text detail:text? until:day?" },
    { "why_next", "step:text? on:day" },

    { "reason", "reason:text" },
    { "hold", "id:id case_id:id? item_id:id? item_number:text? kind:manual|legal "
              "amount:money? until:day? reason:text by:text? since:instant" },
    { "hold_in", "case_id?:id? item_id?:id? amount?:amount? until?:day? reason:text" },
    { "promise", "id:id case_id:id amount:money kept:money made_on:day promised_on:day "
                 "judged_on:day channel:text note:text? plan_id:id? "
                 "state:open|kept|partly|broken|cancelled" },
    { "promise_part", "amount:amount promised_on:day" },
    { "promise_in",
        "case_id:id amount?:amount promised_on?:day instalments?:[promise_part] "
        "item_ids?:[id] note?:text? channel?:call|mail|portal|chat" },
    { "promise_made", "id:id plan_id:id? ids:[id]" },
    { "promise_cancel", "reason:text whole_plan?:bool" },
    { "dispute", "id:id case_id:id item_id:id item_number:text amount:money "
                 "kind:dispute|deduction reason_code:text detail:text? opened_on:day "
                 "target_on:day? waits_for_approval:bool" },
    { "dispute_line_in", "line_no:int amount:amount" },
    { "dispute_in", "kind?:dispute|deduction amount?:amount lines?:[dispute_line_in] "
                    "reason_code:text detail?:text? owner_id?:id target_on?:day" },
    { "dispute_resolve",
        "resolution:credit|reject|rebill|write_off|withdrawn note?:text?" },
    { "dispute_resolved", "id:id waits_for_approval:bool" },

    { "outbox_row", OUTBOX_MESSAGE " attempts:int" },
    { "outbox_message", OUTBOX_MESSAGE
        " batch_id:id? case_id:id? body_text:text? lines:[outbox_line] "
        "attempts:[outbox_attempt] events:[mail_event] decision:outbox_decision?" },
    { "outbox_recipient", "email:text role:to|cc state:text detail:text? "
                          "contact_id:id? suppressed:text?" },
    { "outbox_line",
        "number:text instalment:int due_on:day open:amount step:text cycle:int" },
    { "mail_event",
        "kind:opened|clicked first_at:instant last_at:instant times:int url:text?" },
    { "outbox_attempt", "at:instant outcome:text reply:text?" },
    { "outbox_decision", "id:id script:text? version:int sha256:text" },
    { "outbox_summary",
        "planned:int claimed:int sending:int handed_over:int failed:int cancelled:int "
        "uncertain:int" },
    { "outbox_retry", "confirm:bool reason:text" },
    { "outbox_settle", "arrived:bool reason:text" },
    { "outbox_retry_many", "ids:[id] confirm:bool reason:text" },
    { "outbox_chosen", "ids:[id]" },
    { "outbox_retried", "count:int excluded:[outbox_excluded]" },
    { "outbox_excluded", "id:id customer:text? subject:text? "
                         "why:not_found|unknown|not_failed|nobody" },
    { "message",
        "id:id seq:int conversation_id:id item_id:id? item_number:text? "
        "author_kind:user|contact|system author_name:text? body:text at:instant" },
    { "message_in", "body:text item_id?:id? client_key?:text? file_ids?:[id]" },
    { "portal_link",
        "id:id contact:person? scope:account|statement|invoice item_id:id? "
        "created_at:instant expires_at:instant confirmed_at:instant? "
        "revoked_at:instant?" },
    { "portal_link_in",
        "scope:account|statement|invoice contact_id?:id? item_id?:id? days?:int" },
    { "portal_link_made", "id:id url:text expires_at:instant" },
    IMPORT_SCHEMAS,
    { NULL, NULL },
};
