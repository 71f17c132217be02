#include "handler/routes.h"

static const struct route routes[] = {
    { .method = NULL },
};

static const struct schema schemas[] = {
    { NULL, NULL },
};

const struct route_table ADMIN_ROUTES = { routes, schemas };
