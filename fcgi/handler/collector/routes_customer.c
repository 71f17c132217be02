#include "handler/collector/attachments.h"
#include "handler/collector/contacts.h"
#include "handler/collector/customer_file.h"
#include "handler/collector/customers.h"
#include "handler/collector/items.h"
#include "handler/collector/timeline.h"
#include "handler/routes.h"
#include "service/keep_attachment.h"
#include "store/activity.h"

#define V1 "/api/collector/v1/"
#define STAFF AUDIENCE_STAFF
#define READ RIGHT_READ
#define WORK RIGHT_WORK

/* clang-format off */
static const struct route routes[] = {
    { "GET", V1 "customers/{id}", STAFF, READ, customers_get, CUSTOMER_PARAMS, NULL, "customer_record", 200, 0, 0,
      "All that the page of a customer shows at first" },
    { "GET", V1 "customers/{id}/timeline", STAFF, READ, timeline_list, TIMELINE_PARAMS, NULL, "timeline_entry", 200,
      ROUTE_LIST, 0, "What happened, newest first, and what messages achieved" },
    { "GET", V1 "customers/{id}/master-data", STAFF, READ, file_master, NULL, NULL, "master_data", 200, ROUTE_LIST, 0,
      "What is known of it, in one row" },
    { "GET", V1 "customers/{id}/sent", STAFF, READ, file_sent, NULL, NULL, "sent_message", 200, ROUTE_LIST, 0,
      "Mail and letters with their words, the newest first" },
    { "GET", V1 "customers/{id}/settlements", STAFF, READ, file_settled, NULL, NULL, "settlement", 200, ROUTE_LIST, 0,
      "Payments and credits, each with what it settled" },
    { "GET", V1 "customers/{id}/history", STAFF, READ, items_closed, HISTORY_PARAMS, NULL, "closed_item", 200, ROUTE_LIST, 0,
      "Its settled documents, the last first" },
    { "GET", V1 "customers/{id}/invoice-notes", STAFF, READ, invoice_notes_list, NULL, NULL, "invoice_note", 200,
      ROUTE_LIST, 0, "What the customer wrote down on its invoices, the newest first" },
    { "GET", V1 "customers/{id}/contacts", STAFF, READ, contacts_list, NULL, NULL, "contact", 200, ROUTE_LIST, 0,
      "Its contacts in use" },
    { "POST", V1 "customers/{id}/contacts", STAFF, WORK, contacts_add, NULL, "contact_in", "made", 201, 0, 0,
      "One more contact" },
    { "PUT", V1 "contacts/{id}", STAFF, WORK, contacts_change, NULL, "contact_in", "made", 200, 0, 0,
      "Correct a contact, or note that it asked not to be mailed" },
    { "POST", V1 "contacts/{id}/suppression/lift", STAFF, RIGHT_SEND, contacts_lift, NULL, "reason", "made", 200, 0, 0,
      "Let mail go to its address again, though mail came back" },
    { "POST", V1 "contacts/{id}/suppression/restore", STAFF, RIGHT_SEND, contacts_restore, NULL, "suppression_restore",
      "made", 200, 0, 0, "Undo that" },
    { "PUT", V1 "customers/{id}/address", STAFF, WORK, address_change, NULL, "address_in", "made", 200, 0, 0,
      "Enter or correct the billing address, to which letters are posted" },
    { "POST", V1 "customers/{id}/tags", STAFF, WORK, tags_add, NULL, "tag_in", "tag_made", 201, 0, 0, "Tag a customer" },
    { "DELETE", V1 "customers/{id}/tags/{tag}", STAFF, WORK, tags_remove, NULL, NULL, NULL, 204, 0, 0,
      "Take away a tag that a person put there" },
    { "GET", V1 "cases/{id}/strategies", STAFF, READ, strategies_list, NULL, NULL, "strategy_choice", 200, ROUTE_LIST, 0,
      "Strategies that a case can be given" },
    { "PUT", V1 "cases/{id}/strategy", STAFF, WORK, strategy_pin_set, NULL, "strategy_in", "made", 200, 0, 0,
      "Pin a strategy, whatever the segments say" },
    { "DELETE", V1 "cases/{id}/strategy", STAFF, WORK, strategy_pin_clear, NULL, NULL, NULL, 204, 0, 0,
      "Let the segments choose again" },
    { "GET", V1 "customers/{id}/attachments", STAFF, READ, attachments_list, ATTACHMENTS_PARAMS, NULL, "attachment", 200,
      ROUTE_LIST, 0, "Its files, newest first" },
    { "POST", V1 "attachments", STAFF, WORK, attachments_add, ATTACHMENTS_ADD_PARAMS, NULL, "made", 201,
      ROUTE_RAW_BODY, ATTACHMENT_BYTES__MAX, "Attach a file, sent as the body, to what it belongs to" },
    { "GET", V1 "attachments/{id}", STAFF, READ, attachments_get, NULL, NULL, NULL, 200, 0, 0,
      "The file itself, to be saved" },
    { "DELETE", V1 "attachments/{id}/links/{link_id}", STAFF, WORK, attachments_unlink, NULL, NULL, NULL, 204, 0, 0,
      "It no longer belongs to that" },
    { .method = NULL },
};
/* clang-format on */

static const struct schema schemas[] = {
    { "customer_record",
        "id:id number:text name:text status:text kind:text language:text country:text? "
        "region:text? time_zone:text? tax_id:text? terms_days:int? "
        "payment_method:text? credit_limit:money? since_on:day? parent:customer_ref? "
        "assignee:person? version:int tags:[tag] addresses:[address] "
        "cases:[customer_case] contacts:[contact] limit:credit_use? "
        "family:customer_family? case_id:id? items:item_list timeline:timeline_list "
        "work:case_work" },
    { "tag", "tag:text origin:hand|script|import reason:text? since:instant" },
    { "address",
        "kind:text line1:text line2:text? postcode:text? city:text? region:text? "
        "country:text" },
    { "contact", "id:id name:text email:text? phone:text? roles:[text] language:text? "
                 "time_zone:text? consent:bool suppressed:text? source:text? "
                 "by_hand:bool version:int" },
    { "customer_case",
        "case_id:id division:text currency:currency row:worklist_row? strategy:text? "
        "strategy_why:text? next_step:text? next_step_on:day? next_step_at:instant? "
        "evaluated_at:instant? fault:text? risk:case_risk? figures:case_figures" },
    { "case_risk", "class:low|medium|high since_on:day was:low|medium|high? "
                   "late_percent:amount limit_percent:amount?" },
    { "item_list", "rows:[item] next:text?" },
    { "timeline_list", "rows:[timeline_entry] next:text?" },
    { "case_work", "contributions:[contribution] follow_ups:[follow_up]" },
    { "credit_use", "limit:money used:money percent:text? without_rate:int" },
    { "customer_family", "children:[family_member] more:bool sums:[family_sum]" },
    { "family_member", "id:id number:text name:text status:text sums:[currency_sum]" },
    { "family_sum", "currency:currency customers:int open:amount overdue:amount" },
    { "case_figures", "dso:text? dso_at_least:bool days_beyond_terms:text? "
                      "days_beyond_terms_signed:text? days_beyond_terms_before:text? "
                      "last_payment:last_payment? expected:expected_payment? "
                      "next_payment:next_payment? months:[paid_month]" },
    { "next_payment", "on:day from:day to:day amount:money items:int" },
    { "last_payment", "on:day amount:money number:text" },
    { "expected_payment",
        "on:day? from:day? to:day? amount:money missed:money usual_days:int "
        "earliest_days:int latest_days:int payments:int" },
    { "paid_month", "from:day paid:amount on_time:amount late:amount "
                    "very_late:amount days_late:text" },
    { "timeline_entry", "id:id at:instant kind:" ACTIVITY_KIND__TEXT
                        " actor:actor title:text detail:any? words:text? "
                        "ref:ref? side:customer|us achieved:notice_result?" },
    { "master_data",
        "number:text name:text status:text status_reason:text? kind:text "
        "billing_address:text? "
        "shipping_address:text? language:text country:text? region:text? "
        "time_zone:text? tax_id:text? terms_days:int? payment_method:text? "
        "credit_limit:money? since_on:day? parent:text? assignee:text? tags:text? "
        "strategies:text? promises_since:day promises_kept:int promises_partly:int "
        "promises_broken:int reliability:amount?" },
    { "sent_message",
        "id:id created_at:instant handed_at:instant? channel:text state:text "
        "template:text recipients:text? subject:text? body:text? total:money?" },
    { "settlement", "id:id kind:text number:text reference:text? received_on:day "
                    "currency:currency amount:amount unapplied:amount "
                    "effective_on:day? settled:amount? "
                    "item_kind:text? item_number:text? due_on:day? reversal:bool" },
    { "notice_result", "handed_on:day days:int recipients:int delivered:int failed:int "
                       "opened_at:instant? clicked_at:instant? asked:money? "
                       "named:money? paid_7:money? paid_14:money? paid_30:money?" },
    { "closed_item",
        "id:id case_id:id kind:text side:debit|credit number:text reference:text? "
        "issued_on:day due_on:day? closed_on:day days_late:int? amount:money "
        "status:posted|cancelled" },
    { "contact_in",
        "name:text email?:text? phone?:text? language?:text? time_zone?:text? "
        "roles:[billing|statement|dispute|legal] consent?:bool active?:bool" },
    { "address_in", "line1:text line2?:text? postcode?:text? city?:text? region?:text? "
                    "country:text" },
    { "invoice_note", "id:id item_id:id item_number:text author_name:text? body:text "
                      "at:instant" },
    { "suppression_restore", "suppression_id:id" },
    { "tag_in", "tag:text reason?:text?" },
    { "tag_made", "tag:text" },
    { "strategy_choice", "name:text pinned:bool reason:text? by:text? since:instant?" },
    { "strategy_in", "strategy:text reason?:text?" },
    { "attachment", "id:id link_id:id owner:ref visible:bool file_name:text "
                    "purpose:remittance|proof|tax_form? type:text "
                    "bytes:int actor:actor created_at:instant" },
    { NULL, NULL },
};

const struct route_table CUSTOMER_ROUTES = { routes, schemas };
