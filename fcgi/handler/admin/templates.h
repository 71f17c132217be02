#ifndef HANDLER_ADMIN_TEMPLATES_H
#define HANDLER_ADMIN_TEMPLATES_H

#include "http/rq.h"

/* What messages say: templates, variants, versions; trial and test. */
route_handler templates_list, template_show, template_variant_add, template_add_own;
route_handler template_version_show, template_keep, template_start;
route_handler template_check_text, template_preview, template_test;

#endif
