#include "handler/routes.h"
#include "handler/chat.h"
#include "handler/document.h"
#include "handler/portal/access.h"
#include "handler/portal/account.h"
#include "handler/portal/downloads.h"
#include "handler/portal/invoice_filter.h"
#include "handler/portal/mail_events.h"
#include "handler/portal/pay.h"
#include "handler/portal/requests.h"
#include "handler/portal/settle.h"
#include "service/keep_attachment.h"

#define V1 "/api/portal/v1/"
#define PORTAL AUDIENCE_PORTAL
#define READ RIGHT_READ

/* clang-format off */
static const struct route routes[] = {
    { "GET", V1 "access/{token}", AUDIENCE_PUBLIC, 0, access_look, NULL, NULL, "portal_access", 200, ROUTE_SECRET, 0,
      "What a link leads to; looking at it changes nothing" },
    { "POST", V1 "access", AUDIENCE_PUBLIC, 0, access_confirm, NULL, "portal_confirm", "portal_confirmed", 200,
      ROUTE_NO_CSRF | ROUTE_SECRET, 4096, "Come in by a link" },
    { "GET", V1 "opt-out/{token}", AUDIENCE_PUBLIC, 0, opt_out_get, NULL, NULL, NULL, 200, ROUTE_SECRET, 0,
      "A page that asks whether mail shall end; looking at it changes nothing" },
    { "POST", V1 "opt-out/{token}", AUDIENCE_PUBLIC, 0, opt_out_post, NULL, NULL, NULL, 200,
      ROUTE_NO_CSRF | ROUTE_SECRET | ROUTE_RAW_BODY | ROUTE_ANY_ORIGIN, 4096, "End mail to a contact; one click of RFC 8058" },
    { "GET", V1 "mail/{token}/opened", AUDIENCE_PUBLIC, 0, mail_opened, NULL, NULL, NULL, 200, ROUTE_SECRET, 0,
      "A picture of one point in a message; fetching it tells that it was opened" },
    { "GET", V1 "mail/{token}/links/{no}", AUDIENCE_PUBLIC, 0, mail_link_followed, NULL, NULL, NULL, 302, ROUTE_SECRET, 0,
      "A link of a message; leads where the message says" },
    { "GET", V1 "session", PORTAL, 0, portal_session_get, NULL, NULL, "portal_session", 200, 0, 0, "Who is here" },
    { "DELETE", V1 "session", PORTAL, 0, portal_session_end, NULL, NULL, NULL, 204, 0, 0, "Leave" },

    { "GET", V1 "summary", PORTAL, READ, portal_summary, NULL, NULL, "portal_summary", 200, 0, 0,
      "What is owed, by currency" },
    { "GET", V1 "invoices", PORTAL, READ, portal_invoices_list, PORTAL_INVOICES_PARAMS, NULL, "portal_invoice", 200,
      ROUTE_LIST, 0, "Invoices: open ones by due date, all of them newest first" },
    { "GET", V1 "invoices/sum", PORTAL, READ, portal_invoices_sums, PORTAL_INVOICES_SUM_PARAMS, NULL, "portal_invoice_sums",
      200, 0, 0, "How many invoices the filters leave and what they come to, by currency" },
    { "POST", V1 "downloads", PORTAL, READ, portal_downloads_ask, NULL, "portal_download_in", "portal_download", 201, 0, 0,
      "Ask for many documents as a ZIP, or for the list as CSV or Excel: those that match, or those chosen" },
    { "GET", V1 "downloads/{id}", PORTAL, READ, portal_downloads_get, NULL, NULL, "portal_download", 200, 0, 0,
      "How far a file is that is being fetched" },
    { "GET", V1 "downloads/{id}/file", PORTAL, READ, portal_downloads_file, NULL, NULL, NULL, 200, 0, 0,
      "The file, made while it is fetched" },
    { "GET", V1 "invoices/{id}", PORTAL, READ, portal_invoices_get, NULL, NULL, "portal_invoice_whole", 200, 0, 0,
      "One invoice with lines, instalments and payments" },
    { "GET", V1 "payments", PORTAL, READ, portal_payments_list, PORTAL_PAYMENTS_PARAMS, NULL, "portal_paid", 200, ROUTE_LIST, 0,
      "What was paid or credited and what it settled, newest first" },
    { "GET", V1 "statement", PORTAL, READ, portal_statement_get, PORTAL_STATEMENT_PARAMS, NULL, "portal_statement",
      200, 0, 0, "Statement of account in one currency" },
    { "GET", V1 "statement.pdf", PORTAL, READ, portal_statement_pdf, STATEMENT_PDF_PARAMS, NULL, NULL, 200, 0, 0,
      "Statement of account as PDF" },
    { "GET", V1 "statement.csv", PORTAL, READ, portal_statement_csv, STATEMENT_PDF_PARAMS, NULL, NULL, 200, 0, 0,
      "Statement of account as CSV, with the balance after each line" },
    { "GET", V1 "statement.xlsx", PORTAL, READ, portal_statement_xlsx, STATEMENT_PDF_PARAMS, NULL, NULL, 200, 0, 0,
      "Statement of account as Excel, with the balance after each line" },
    { "GET", V1 "invoices/{id}/document", PORTAL, READ, portal_invoice_document, NULL, NULL, NULL, 200, 0, 0,
      "An invoice as a file: the original, else a copy as PDF" },
    { "GET", V1 "invoices/{id}/notes", PORTAL, READ, portal_notes_list, NULL, NULL, "portal_note", 200, ROUTE_LIST, 0,
      "What the customer's people wrote down on an invoice, newest first" },
    { "POST", V1 "invoices/{id}/notes", PORTAL, RIGHT_ASK, portal_notes_add, NULL, "portal_note_in", "made", 201, 0, 0,
      "Write something down on an invoice; the company sees it" },
    { "DELETE", V1 "invoices/{id}/notes/{note_id}", PORTAL, RIGHT_ASK, portal_notes_remove, NULL, NULL, NULL, 204, 0, 0,
      "Take away a note of one's own" },
    { "GET", V1 "messages", PORTAL, READ, portal_messages_list, NULL, NULL, "portal_message", 200, ROUTE_LIST, 0,
      "What was written, newest first" },
    { "POST", V1 "messages", PORTAL, RIGHT_ASK, portal_messages_post, NULL, "portal_message_in", "portal_message", 201,
      0, 65536, "Write to the company" },
    { "GET", V1 "chat", PORTAL, READ, portal_chat_get, CHAT_PARAMS, NULL, "chat", 200, ROUTE_BACKGROUND, 0,
      "Messages in the order in which they were written, with their files: behind a number, or the newest" },
    { "POST", V1 "live", PORTAL, READ, portal_live, NULL, "live_page", "live", 200, ROUTE_BACKGROUND, 0,
      "Say that the page is open, how far its reader has read and that the reader types" },
    { "GET", V1 "events", PORTAL, READ, portal_events_open, NULL, NULL, NULL, 204, ROUTE_BACKGROUND, 0,
      "Server-sent events `chat`, `typing`, `seen`, `changed`; 204 where nginx cannot serve them" },
    { "POST", V1 "attachments/unsent", PORTAL, RIGHT_ASK, portal_chat_file, PORTAL_CHAT_FILE_PARAMS, NULL, "made", 201,
      ROUTE_RAW_BODY, ATTACHMENT_BYTES__MAX, "Hand over a file, sent as the body, for the next message" },
    { "GET", V1 "attachments/unsent", PORTAL, RIGHT_ASK, portal_unsent_list, NULL, NULL, "portal_unsent", 200, ROUTE_LIST, 0,
      "What one handed over for a message that is not sent yet" },
    { "DELETE", V1 "attachments/unsent/{id}", PORTAL, RIGHT_ASK, portal_unsent_drop, NULL, NULL, NULL, 204, 0, 0,
      "Take back a file that is not sent yet" },
    { "GET", V1 "promises", PORTAL, READ, portal_promises_list, NULL, NULL, "portal_promise", 200, ROUTE_LIST, 0,
      "What was promised and what of it was kept, newest first" },
    { "POST", V1 "promises", PORTAL, RIGHT_PROMISE, portal_promises_record, NULL, "portal_promise_in", "promise_made", 201,
      0, 0, "Say when invoices will be paid: one day, or instalments within the company's rules" },
    { "GET", V1 "dispute-reasons", PORTAL, READ, portal_dispute_reasons, PORTAL_REASON_PARAMS, NULL,
      "portal_dispute_reason", 200, ROUTE_LIST, 0, "Why an invoice may be disputed" },
    { "GET", V1 "disputes", PORTAL, READ, portal_disputes_list, PORTAL_LANGUAGE_PARAMS, NULL, "portal_dispute", 200,
      ROUTE_LIST, 0, "What is disputed and how it ended, open ones first" },
    { "POST", V1 "invoices/{id}/disputes", PORTAL, RIGHT_DISPUTE, portal_disputes_open, NULL, "portal_dispute_in", "made",
      201, 0, 0, "Dispute an amount or lines of an invoice; the rest stays payable" },
    { "POST", V1 "disputes/{id}/files", PORTAL, RIGHT_DISPUTE, portal_disputes_file, PORTAL_FILE_PARAMS, NULL, "made", 201,
      ROUTE_RAW_BODY, ATTACHMENT_BYTES__MAX, "Add evidence, sent as the body, to an open dispute" },
    { "POST", V1 "disputes/{id}/withdraw", PORTAL, RIGHT_DISPUTE, portal_disputes_withdraw, NULL, "portal_withdraw", "made",
      200, 0, 0, "Take back a dispute of one's own" },
    { "GET", V1 "payment-options", PORTAL, READ, portal_pay_options, NULL, NULL, "portal_pay_options", 200, 0, 0,
      "What can be paid and by what, for each account: whom the customer owes in which currency" },
    { "POST", V1 "payment-intents", PORTAL, RIGHT_PAY, portal_pay_start, NULL, "portal_pay_in", "portal_intent", 201,
      ROUTE_NEED_KEY, 0, "Pay: reserve what is open of the invoices, and start at the provider" },
    { "GET", V1 "payment-intents", PORTAL, READ, portal_pay_list, PORTAL_PAY_PARAMS, NULL, "portal_intent_row", 200,
      ROUTE_LIST, 0, "Payments, newest first: the last fifty" },
    { "GET", V1 "payment-intents/{id}", PORTAL, READ, portal_pay_get, NULL, NULL, "portal_intent", 200, ROUTE_BACKGROUND, 0,
      "How a payment stands" },
    { "POST", V1 "payment-intents/{id}/cancel", PORTAL, RIGHT_PAY, portal_pay_cancel, NULL, NULL,
      "portal_intent", 200, 0, 0, "Give a payment up that nobody has paid: its invoices can be paid anew" },
    { "POST", V1 "payment-intents/{id}/act", PORTAL, RIGHT_PAY, portal_pay_act, NULL, "portal_pay_act", "portal_intent",
      200, 0, 0, "The confirm page of the sandbox: what is to happen" },
    { "GET", V1 "attachments", PORTAL, READ, portal_files_list, NULL, NULL, "portal_file", 200, ROUTE_LIST, 0,
      "Files that may be fetched, newest first" },
    { "GET", V1 "attachments/{id}", PORTAL, READ, portal_attachments_get, NULL, NULL, NULL, 200, 0, 0,
      "A file that came with an invoice, a message or a dispute, to be saved" },
    { "GET", V1 "document-requests", PORTAL, READ, portal_requests_list, NULL, NULL, "portal_request", 200, ROUTE_LIST, 0,
      "Documents the customer is asked for, open ones first" },
    { "POST", V1 "document-requests/{id}/files", PORTAL, RIGHT_ASK, portal_requests_file, PORTAL_FILE_PARAMS, NULL, "made",
      201, ROUTE_RAW_BODY, ATTACHMENT_BYTES__MAX, "Add a file, sent as the body, to the answer" },
    { "POST", V1 "document-requests/{id}/answer", PORTAL, RIGHT_ASK, portal_requests_answer, NULL, "portal_answer", "made",
      200, 0, 0, "Answer, with words, files sent before, or both" },
    { .method = NULL },
};
/* clang-format on */

#define INVOICE                                                                \
    "id:id number:text kind:text issued_on:day due_on:day days_late:int "      \
    "amount:amount "                                                           \
    "open:amount currency:currency "                                           \
    "status:open|partly_paid|overdue|disputed|paid|cancelled disputed:amount " \
    "promised:amount reference:text? order_numbers:text?"

#define INTENT                                                           \
    "id:id account_id:id company:text provider:transfer|sandbox|stripe " \
    "trial:bool "                                                        \
    "state:open|processing|failed|cancelled|expired|succeeded "          \
    "currency:currency amount:amount credit:amount captured:amount "     \
    "surplus:amount returned:amount reference:text reference_text:text " \
    "created_at:instant expires_at:instant ended_at:instant? url:text? " \
    "can_cancel:bool why:text?"

static const struct schema schemas[] = {
    { "portal_access",
        "company:text customer_name_hint:text scope:account|statement|invoice "
        "expires_at:instant" },
    { "portal_confirm", "token:text" },
    { "portal_confirmed", "csrf:text" },
    { "portal_customer", "name:text number:text" },
    { "portal_contact", "name:text?" },
    { "portal_company", "name:text" },
    { "portal_session",
        "csrf:text customer:portal_customer contact:portal_contact "
        "company:portal_company scope:account|statement|invoice invoice_id:id? "
        "may:[see|ask|promise|dispute|pay|account|people] "
        "customers:[portal_choice] support:portal_support? "
        "promise:portal_promise_rules?" },
    { "portal_choice",
        "id:id name:text number:text role:viewer|payer|admin present:bool" },
    { "portal_support", "name:text you:bool acts:bool since:instant" },
    { "portal_promise_rules", "until:day parts:int plan_until:day" },
    { "portal_summary",
        "customer:portal_customer as_of:day balances:[portal_balance]" },
    { "portal_balance",
        "currency:currency open:amount overdue:amount not_due:amount unapplied:amount "
        "disputed:amount oldest_due_on:day? buckets:[amount]" },
    { "portal_request",
        "id:id kind:text body:text due_on:day state:open|answered|accepted "
        "invoice_number:text? events:[portal_request_event] files:[text]" },
    { "portal_request_event", "kind:text body:text? at:instant author:you|company" },
    { "portal_answer", "body?:text?" },
    { "portal_promise",
        "id:id amount:amount kept:amount currency:currency made_on:day promised_on:day "
        "state:open|kept|partly|broken|cancelled invoice_numbers:text?" },
    { "portal_promise_in", "invoice_ids:[id] promised_on?:day amount?:amount "
                           "instalments?:[portal_promise_part] note?:text?" },
    { "portal_promise_part", "promised_on:day amount:amount" },
    { "portal_dispute_reason", "code:text name:text" },
    { "portal_dispute",
        "id:id invoice_id:id invoice_number:text amount:amount currency:currency "
        "reason:text detail:text? opened_on:day "
        "state:open|credit|reject|rebill|write_off|withdrawn closed_on:day? yours:bool "
        "files:int" },
    { "portal_dispute_in",
        "amount?:amount lines?:[portal_dispute_line] reason_code:text detail?:text?" },
    { "portal_dispute_line", "line_no:int amount:amount" },
    { "portal_withdraw", "note?:text?" },
    { "portal_pay_options", "accounts:[portal_pay_account]" },
    { "portal_pay_account",
        "account_id:id company:text currency:currency providers:[portal_pay_provider] "
        "part_payment:bool credits_usable:bool items:[portal_pay_item] "
        "credits:[portal_pay_credit]" },
    { "portal_pay_provider", "code:transfer|sandbox|stripe trial:bool saves:bool" },
    { "portal_pay_item",
        "id:id number:text kind:text due_on:day days_late:int open:amount "
        "disputed:amount in_progress:amount payable:amount" },
    { "portal_pay_credit", "id:id number:text kind:text on:day open:amount "
                           "in_progress:amount usable:amount" },
    { "portal_pay_in", "provider:text lines:[portal_pay_line_in] "
                       "credits?:[portal_pay_credit_in] language?:text save?:bool" },
    { "portal_pay_line_in",
        "invoice_id:id amount?:amount deduction?:portal_pay_deduction_in" },
    { "portal_pay_deduction_in", "reason_code:text detail?:text?" },
    { "portal_pay_credit_in", "credit_id:id amount?:amount" },
    { "portal_pay_act", "outcome:success|decline|late|duplicate" },
    { "portal_intent_row", INTENT },
    { "portal_intent", INTENT " transfer:portal_transfer? lines:[portal_intent_line] "
                              "credits:[portal_intent_credit] "
                              "saving:portal_intent_saving?" },
    { "portal_intent_saving", "state:open|active|failed|revoked|gone label:text?" },
    { "portal_transfer",
        "name:text iban:text iban_text:text bic:text? amount:amount currency:currency "
        "reference:text reference_text:text code:text? qr:portal_qr?" },
    { "portal_qr", "side:int path:text" },
    { "portal_intent_line", "invoice_id:id number:text amount:amount paid:amount "
                            "deduction:portal_intent_deduction?" },
    { "portal_intent_deduction", "amount:amount reason:text? detail:text?" },
    { "portal_intent_credit", "credit_id:id number:text amount:amount applied:amount" },
    { "portal_unsent", "id:id file_name:text purpose:remittance|proof|tax_form? "
                       "bytes:int at:instant" },
    { "portal_file", "id:id file_name:text bytes:int at:instant invoice_number:text?" },
    { "portal_invoice", INVOICE },
    { "portal_note", "id:id author_name:text? yours:bool body:text at:instant" },
    { "portal_note_in", "body:text client_key:text" },
    { "portal_invoice_sums", "rows:[portal_invoice_sum]" },
    { "portal_invoice_sum", "currency:currency n:int amount:amount open:amount" },
    { "portal_download_in",
        "format:zip|csv|xlsx query?:text ids?:[id] language?:text" },
    { "portal_download",
        "id:id format:zip|csv|xlsx state:ready|running|done|cut total:int done:int" },
    { "portal_address",
        "line1:text line2:text? postcode:text? city:text? region:text? country:text" },
    { "portal_invoice_whole",
        INVOICE " payment_method:text? promise_broken:bool "
                "billing:portal_address? shipping:portal_address? lines:[portal_line] "
                "instalments:[portal_instalment] payments:[portal_payment]" },
    { "portal_line", "line:int description:text order_number:text? quantity:text? "
                     "unit:amount? tax_rate:text? "
                     "tax:amount? amount:amount" },
    { "portal_instalment", "seq:int due_on:day amount:amount open:amount" },
    { "portal_paid",
        "id:id kind:text number:text on:day amount:amount unapplied:amount "
        "currency:currency applied:[portal_applied]" },
    { "portal_applied", "invoice_id:id? number:text? kind:text amount:amount on:day" },
    { "portal_payment", "on:day kind:text number:text amount:amount" },
    { "portal_statement",
        "company:text customer:portal_customer currency:currency from:day to:day "
        "opening:amount lines:[portal_statement_line] closing:amount" },
    { "portal_statement_line",
        "on:day kind:text number:text due_on:day? debit:amount credit:amount "
        "balance:amount" },
    { "portal_message",
        "id:id seq:int author:you|company author_name:text? body:text at:instant "
        "invoice_id:id? invoice_number:text?" },
    { "portal_message_in", "body:text client_key:text invoice_id?:id? "
                           "dispute_id?:id? file_ids?:[id]" },
    { NULL, NULL },
};

const struct route_table PORTAL_ROUTES = { routes, schemas };
