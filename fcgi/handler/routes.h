#ifndef HANDLER_ROUTES_H
#define HANDLER_ROUTES_H

#include "http/route.h"

/* All there is, ended by NULL. Each folder of handlers has its table. */
extern const struct route_table *const ROUTE_TABLES[];

extern const struct route_table HOUSE_ROUTES;     /* probes, metrics, openapi.json */
extern const struct route_table COLLECTOR_ROUTES; /* collector/routes.c */
extern const struct route_table NOTICE_ROUTES;    /* collector/routes_audit.c */
extern const struct route_table CUSTOMER_ROUTES;  /* collector/routes_customer.c */
extern const struct route_table INBOX_ROUTES;     /* collector/routes_inbox.c */
extern const struct route_table WORKLIST_ROUTES;  /* collector/routes_worklist.c */
extern const struct route_table TEAM_ROUTES;      /* collector/routes_team.c */
extern const struct route_table STANDS_ROUTES;    /* collector/routes_stands.c */
extern const struct route_table INSIGHT_ROUTES;   /* collector/routes_insights.c */
extern const struct route_table ACCOUNT_ROUTES;   /* collector/routes_account.c */
extern const struct route_table DOCUMENT_ROUTES;  /* collector/routes_documents.c */
extern const struct route_table MAIL_ROUTES;      /* collector/routes_mail.c */
extern const struct route_table LETTER_ROUTES;    /* collector/routes_letters.c */
extern const struct route_table TEMPLATE_ROUTES;  /* admin/routes_templates.c */
extern const struct route_table UPKEEP_ROUTES;    /* collector/routes_upkeep.c */
extern const struct route_table FORECAST_ROUTES;  /* collector/routes_forecast.c */
extern const struct route_table REPORT_ROUTES;    /* collector/routes_reports.c */
extern const struct route_table PAYMENT_ROUTES;   /* collector/routes_payments.c */
extern const struct route_table METHOD_ROUTES;    /* portal/routes_methods.c */
extern const struct route_table ADMIN_ROUTES;     /* admin/routes.c */
extern const struct route_table SETTINGS_ROUTES;  /* admin/routes_settings.c */
extern const struct route_table PORTAL_ROUTES;
extern const struct route_table PORTAL_ACCOUNT_ROUTES; /* portal/routes.c */
extern const struct route_table INTEGRATOR_ROUTES;     /* integrator/routes.c */

#endif
