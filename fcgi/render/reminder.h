#ifndef RENDER_REMINDER_H
#define RENDER_REMINDER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"
#include "render/template.h"

/*
 * What a reminder says, and the names under which templates find it:
 *
 *    company_name       who is owed
 *    sender_name        who writes: the name in From
 *    customer_name      who owes
 *    customer_number
 *    contact_name       the reader; the customer when several read it
 *    today              the day of the message, long form
 *    pay_by             the day by which payment is asked for, long form
 *    overdue            flag: about arrears; else an upcoming notice
 *    has_invoices       flag: it is about any
 *    currency           its code
 *    total              all that is asked for: the sum of lines and also
 *    overdue_total      of it, what is past its due date
 *    count              number of lines and also
 *    days_late          of the oldest; 0 in an upcoming notice
 *    oldest_due_on
 *    fee                claimed with this message, not in the total; empty: none
 *    total_with_fee     total and fee
 *    basis              the law or contract of the fee; empty without one
 *    portal_link        the reader's own way into the portal
 *    promised_total     what the customer said would come, of promises that are open;
 *                       may be empty, as each of these
 *    promised_on        the last day of them
 *    broken_total       what has not come of the latest promise that was not kept
 *    broken_on          the day it was promised for
 *    disputed_total     what is in dispute now
 *    opt_out_link       ends such mail for this reader; where it is offered
 *    company_address    the letterhead: may be empty, each of them; address_lines has
 *                       the same as a list of {line}
 *    company_iban       in groups of four
 *    company_bic
 *    company_footer
 *    company_logo       an address of the web; empty when it is none
 *    lines              list of what the message is about, in order of due date:
 *       number, issued_on, due_on
 *       days_late       0 while not overdue
 *       late            flag
 *       amount          of the document or instalment, as issued
 *       open            what is asked for: the residual, less what is disputed,
 *                       promised or held
 *       partly          flag: less is asked for than the amount
 *       is_fee          flag: an earlier fee
 *    also               list of the same: overdue, too, and mentioned so that the total
 *                       is the true one
 *    invoices           lines and also together, in order of due date
 *
 * and, in a message that a person writes, besides:
 *
 *    subject, message   what the person wrote
 *    paragraphs         list of the same: rows, a list of {row}
 */
struct reminder_line {
    const char *number;
    int32_t issued_on, due_on;
    int32_t days_late; /* negative while not due */
    int64_t amount_minor, open_minor;
    bool is_fee;
    bool also; /* mentioned only */
};

struct reminder {
    const char *locale; /* BCP 47, such as "de-CH" */
    const char *company, *sender;
    const char *customer, *customer_number;
    const char *contact; /* NULL or "": unknown or several */
    int32_t today, pay_by;
    bool overdue;
    const char *currency;
    const struct reminder_line *lines;
    size_t lines_n;
    int64_t fee_minor;                                    /* 0: none */
    const char *fee_basis;                                /* NULL: none */
    int64_t promised_minor, broken_minor, disputed_minor; /* 0: nothing */
    int32_t promised_on, broken_on;                       /* where there is any */
    const char *portal_link;
    const char *opt_out_link; /* NULL: not offered */
    /* the letterhead; NULL or "": none */
    const char *address, *iban, *bic, *footer, *logo;
    /* a person's own words; NULL: it has none, and templates may not name them */
    const char *subject, *message;
};

/* The sum of all lines. ERR_INVALID: it overflows. */
enum err reminder_total(const struct reminder *r, int64_t *minor);

/*
 * A page of HTML around what a template gave, which may as well be a page already:
 * plain, readable with images off, in light and dark, by screen readers. A link of
 * class "button" is shown as one.
 */
void reminder_page(
    struct buf *out, const char *language, const char *title, const char *body);

/* The fields, in the arena. ERR_INVALID: the total overflows. */
enum err reminder_fields(
    const struct reminder *r, struct arena *a, struct template_row *out);

/*
 * What a text is for: "reminder" asks for what is due, "notice" says something about
 * the account and may go without an invoice, "message" holds a person's or our own
 * words. Whether texts of a topic may name subject and message.
 */
bool reminder_topic_is_message(const char *topic);

bool reminder_topic_reminds(const char *topic);

/*
 * One to try templates with: two invoices, one of them partly paid, and an earlier
 * fee; it claims another. A template that renders it renders every reminder.
 */
void reminder_sample(struct reminder *out, const char *locale);

#endif
