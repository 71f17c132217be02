#include "main/report_options.h"

#include <stdio.h>

#include "base/date.h"
#include "base/text.h"

bool
report_day_option(const char *text, int32_t *out)
{
    if (date_parse(text, out) == OK)
        return true;
    fprintf(stderr, "dunlin: '%s' is no date such as 2026-03-31\n", text);
    return false;
}

static bool
read_id(const char *text, const char *whose, uint64_t *out)
{
    if (text_u64(text, out) == OK && *out)
        return true;
    fprintf(stderr, "dunlin: '%s' is no id of a %s\n", text, whose);
    return false;
}

bool
report_who_option(int opt, const char *text, struct insight_who *who)
{
    switch (opt) {
    case 'v':
        who->division = text;
        return true;
    case 'c':
        who->currency = text;
        return true;
    case 's':
        who->tag = text;
        return true;
    case 'o':
        return read_id(text, "collector", &who->assignee_id);
    case 'n':
        return read_id(text, "customer", &who->customer_id);
    default:
        return false;
    }
}

void
report_failed(enum err e)
{
    fprintf(stderr, "dunlin: the report failed (%s)%s\n", err_name(e),
        e == ERR_INVALID ? ": does the period end before it begins?" : "");
}
