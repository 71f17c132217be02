#include "handler/routes.h"

#include "handler/house.h"

static const struct route house[] = {
    { .method = "GET",
        .pattern = "/healthz",
        .handle = house_alive,
        .answer = "alive",
        .summary = "Whether the process answers" },
    { .method = "GET",
        .pattern = "/readyz",
        .handle = house_ready,
        .answer = "ready",
        .summary = "Whether it can work: database, schema, queue" },
    { .method = "GET",
        .pattern = "/metrics",
        .handle = house_metrics,
        .summary = "Counters as Prometheus text" },
    { .method = "GET",
        .pattern = "/api/openapi.json",
        .handle = house_openapi,
        .answer = "openapi",
        .summary = "This document" },
    { .method = NULL },
};

static const struct schema house_schemas[] = {
    { "alive", "status:text" },
    { "ready", "status:text database:text schema:text? why:text? queue_age_s:int" },
    { "openapi", "openapi:text info:any paths:any components:any" },
    { NULL, NULL },
};

const struct route_table HOUSE_ROUTES = { house, house_schemas };

const struct route_table *const ROUTE_TABLES[] = {
    &HOUSE_ROUTES,
    &COLLECTOR_ROUTES,
    &NOTICE_ROUTES,
    &CUSTOMER_ROUTES,
    &DOCUMENT_ROUTES,
    &WORKLIST_ROUTES,
    &TEAM_ROUTES,
    &INBOX_ROUTES,
    &STANDS_ROUTES,
    &INSIGHT_ROUTES,
    &ACCOUNT_ROUTES,
    &MAIL_ROUTES,
    &LETTER_ROUTES,
    &UPKEEP_ROUTES,
    &FORECAST_ROUTES,
    &REPORT_ROUTES,
    &PAYMENT_ROUTES,
    &METHOD_ROUTES,
    &ADMIN_ROUTES,
    &TEMPLATE_ROUTES,
    &SETTINGS_ROUTES,
    &PORTAL_ROUTES,
    &PORTAL_ACCOUNT_ROUTES,
    &INTEGRATOR_ROUTES,
    NULL,
};
