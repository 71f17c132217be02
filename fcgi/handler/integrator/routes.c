#include "handler/routes.h"
#include "handler/imports.h"
#include "handler/integrator/lists.h"
#include "handler/integrator/reports.h"
#include "handler/integrator/rows.h"

#define V1 "/api/v1/"
#define IN AUDIENCE_INTEGRATOR
#define READ RIGHT_READ
#define WRITE RIGHT_WRITE
#define MIB16 ROWS_BODY__MAX

/* List, one, upsert and batch of a resource. */
#define RESOURCE(path, name, schema, what)                                             \
    { "GET", V1 path, IN, READ, name##_page, LISTS_PARAMS, NULL, schema, 200,          \
        ROUTE_LIST, 0, "All " what ", by our id" },                                    \
        { "GET", V1 path "/{system}/{key}", IN, READ, name##_one, NULL, NULL, schema,  \
            200, 0, 0, "One of the " what " by its id over there" },                   \
        { "PUT", V1 path "/{system}/{key}", IN, WRITE, name##_put, NULL, schema "_in", \
            "row_result", 200, 0, 0,                                                   \
            "Create or change one of the " what "; older versions are ignored" },      \
    {                                                                                  \
        "POST", V1 path "/batch", IN, WRITE, name##_batch, NULL, schema "_batch",      \
            "batch_results", 200, ROUTE_NEED_KEY, MIB16,                               \
            "Up to 5,000 " what " in any order, with a result for each"                \
    }

/* clang-format off */
static const struct route routes[] = {
    RESOURCE("customers", customers, "v1_customer", "customers"),
    RESOURCE("contacts", contacts, "v1_contact", "contacts"),
    RESOURCE("invoices", invoices, "v1_document", "invoices"),
    RESOURCE("credit-notes", credit_notes, "v1_document", "credit notes"),
    RESOURCE("payments", payments, "v1_document", "payments"),
    RESOURCE("allocations", allocations, "v1_allocation", "allocations"),
    { "POST", V1 "allocations/{system}/{key}/reverse", IN, WRITE, allocations_reverse, NULL, "v1_reversal_in",
      "row_result", 200, ROUTE_NEED_KEY, 0, "Undo an allocation by a row of its own: a returned payment, a wrong match" },

    { "POST", V1 "imports", IN, WRITE, imports_add, IMPORTS_ADD_PARAMS, NULL, "import_made", 202,
      ROUTE_RAW_BODY, IMPORTS_BODY__MAX, "Send a file; the worker imports it" },
    { "GET", V1 "imports", IN, READ, imports_list, NULL, NULL, "import", 200, ROUTE_LIST, 0, "Files, newest first" },
    { "GET", V1 "imports/{id}", IN, READ, imports_get, NULL, NULL, "import", 200, 0, 0, "How far a file is" },
    { "GET", V1 "imports/{id}/errors", IN, READ, imports_errors, NULL, NULL, "import_error", 200, ROUTE_LIST, 0,
      "Rows of a file that were refused, and why" },

    { "GET", V1 "reports/aging", IN, READ, aging_get, AGING_PARAMS, NULL, "v1_aging", 200, 0, 0,
      "Who owes how much since when, today or on a past day" },
    { "GET", V1 "reports/metrics", IN, READ, metrics_get, METRICS_PARAMS, NULL, "insight_report", 200, 0, 0,
      "DSO, CEI, days to pay and the other figures, today or as of a past day, with their definitions" },
    { "GET", V1 "control-totals", IN, READ, control_totals_get, CONTROL_PARAMS, NULL, "v1_totals", 200, 0, 0,
      "Per customer and currency, to reconcile with the ERP" },
    { .method = NULL },
};
/* clang-format on */

#define SOURCE_IN                                                                 \
    "source_system?:text source_id?:text source_version?:int known_at?:instant? " \
    "known_assumed?:bool "
#define SOURCE "id:id source_system:text source_id:text "
#define BATCH(schema) "rows:[" schema "] atomic?:bool"

static const struct schema schemas[] = {
    { "source_ref", "source_id:text" },
    { "v1_address", "kind?:billing|shipping line1:text line2?:text? postcode?:text? "
                    "city?:text? region?:text? country:text" },
    { "v1_customer_in",
        SOURCE_IN "number:text name:text parent?:source_ref? "
                  "status?:active|on_hold|legal|closed "
                  "kind?:business|public_body|consumer language?:text time_zone?:text? "
                  "country?:text? region?:text? tax_id?:text? terms_days?:int? "
                  "payment_method?:text? credit_limit?:money? since_on?:day? "
                  "addresses?:[v1_address] keep?:bool" },
    { "v1_customer", SOURCE
        "source_version:int number:text name:text parent:source_ref? status:text "
        "kind:text language:text time_zone:text? country:text? region:text? "
        "tax_id:text? terms_days:int? payment_method:text? credit_limit:money? "
        "since_on:day? version:int" },
    { "v1_contact_in",
        SOURCE_IN "customer:source_ref name:text email?:text? phone?:text? "
                  "language?:text? time_zone?:text? roles?:[text] email_consent?:bool "
                  "active?:bool" },
    { "v1_contact", SOURCE
        "source_version:int customer:source_ref name:text email:text? phone:text? "
        "language:text? time_zone:text? roles:[text] email_consent:bool "
        "active:bool version:int" },
    { "v1_instalment_in", "due_on:day amount:amount" },
    { "v1_line", "description:text order_number?:text? quantity?:text? unit?:amount? "
                 "tax_rate?:text? "
                 "tax?:amount? amount:amount" },
    { "v1_document_in", SOURCE_IN
        "customer:source_ref division?:text number?:text reference?:text? "
        "note?:text? issued_on:day due_on?:day? amount:amount "
        "currency:currency status?:posted|cancelled method?:text? "
        "payer_name?:text? instalments?:[v1_instalment_in] lines?:[v1_line]" },
    { "v1_instalment", "seq:int due_on:day amount:amount open:amount" },
    { "v1_document", SOURCE
        "source_version:int customer:source_ref division:text number:text "
        "reference:text? issued_on:day amount:amount open:amount "
        "currency:currency status:posted|cancelled method:text? payer_name:text? "
        "known_at:instant version:int instalments?:[v1_instalment]" },
    { "v1_credit_ref", "kind:payment|credit source_id:text" },
    { "v1_invoice_ref", "source_id:text instalment?:int" },
    { "v1_allocation_in",
        SOURCE_IN "credit:v1_credit_ref invoice:v1_invoice_ref amount:amount "
                  "credit_amount?:amount? effective_on:day reason?:text?" },
    { "v1_credit_of", "kind:text source_id:text" },
    { "v1_allocation",
        SOURCE "credit:v1_credit_of invoice:v1_invoice_ref amount:amount "
               "currency:currency credit_amount:amount credit_currency:currency "
               "effective_on:day known_at:instant reverses:id? reversed_by:id? "
               "reason:text?" },
    { "v1_reversal_in", SOURCE_IN "effective_on:day reason?:text?" },
    { "v1_customer_batch", BATCH("v1_customer_in") },
    { "v1_contact_batch", BATCH("v1_contact_in") },
    { "v1_document_batch", BATCH("v1_document_in") },
    { "v1_allocation_batch", BATCH("v1_allocation_in") },

    { "row_result", "status:created|changed|same|older|parked id:id? waits_for:text?" },
    { "row_error", "pointer:text message:text" },
    { "batch_result", "index:int status:created|changed|same|older|parked|error id:id? "
                      "waits_for:text? errors:[row_error]" },
    { "batch_counts",
        "created:int changed:int same:int older:int parked:int error:int" },
    { "batch_results", "results:[batch_result] counts:batch_counts" },

    { "v1_buckets",
        "not_due:amount 1_30:amount 31_60:amount 61_90:amount 91_plus:amount" },
    { "v1_aging_currency", "currency:currency customers:int buckets:v1_buckets "
                           "unapplied:amount open:amount "
                           "control_total:amount" },
    { "v1_aging_row",
        "customer_id:id source_system:text? source_id:text? number:text? name:text? "
        "currency:currency buckets:v1_buckets unapplied:amount open:amount "
        "control_total:amount" },
    { "v1_aging",
        "as_of:day proves:bool currencies:[v1_aging_currency] rows?:[v1_aging_row]" },
    { "v1_total", "customer_id:id source_system:text source_id:text currency:currency "
                  "debit:amount "
                  "credit:amount balance:amount" },
    { "v1_totals", "as_of:day rows:[v1_total]" },
    { NULL, NULL },
};

const struct route_table INTEGRATOR_ROUTES = { routes, schemas };
