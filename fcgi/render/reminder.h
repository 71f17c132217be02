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
 *    company            who is owed
 *    sender             who writes: the name in From
 *    customer           who owes
 *    customer_number
 *    contact            the reader's name; empty when several read it
 *    today              the day of the message, long form
 *    overdue            flag: about arrears; else an upcoming notice
 *    total              all that is asked for: the sum of the lines
 *    count              number of lines
 *    days_late          of the oldest line; 0 in an upcoming notice
 *    oldest_due_on
 *    fee                claimed with this message; empty: none
 *    total_with_fee     total and fee
 *    basis              the law or contract of the fee; empty without one
 *    portal_link        the reader's own way into the portal
 *    single             flag: exactly one line
 *    several            flag: more than one
 *    lines              list, in order of due date:
 *       number, issued_on, due_on
 *       days_late       0 while not overdue
 *       late            flag
 *       amount          of the document or instalment, as issued
 *       open            what is asked for: the residual, less what is disputed,
 *                       promised or held
 *       partly          flag: less is asked for than the amount
 *       is_fee          flag: an earlier fee
 *
 * Amounts and days are as the reader's language and country write them.
 */
struct reminder_line {
    const char *number;
    int32_t issued_on, due_on;
    int32_t days_late; /* negative while not due */
    int64_t amount_minor, open_minor;
    bool is_fee;
};

struct reminder {
    const char *locale; /* BCP 47, such as "de-CH" */
    const char *company, *sender;
    const char *customer, *customer_number;
    const char *contact; /* NULL or "": unknown or several */
    int32_t today;
    bool overdue;
    const char *currency;
    const struct reminder_line *lines; /* at least one */
    size_t lines_n;
    int64_t fee_minor;     /* 0: none */
    const char *fee_basis; /* NULL: none */
    const char *portal_link;
};

/* The sum of the lines. ERR_INVALID: it overflows. */
enum err reminder_total(const struct reminder *r, int64_t *minor);

/* The fields, in the arena. ERR_INVALID: the total overflows. */
enum err reminder_fields(
    const struct reminder *r, struct arena *a, struct template_row *out);

/*
 * One to try templates with: three invoices, one of them partly paid, a fee. A
 * template that renders it renders every reminder.
 */
void reminder_sample(struct reminder *out, const char *locale);

#endif
