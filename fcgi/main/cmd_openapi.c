#include <stdio.h>

#include "handler/routes.h"
#include "http/http.h"
#include "main/command.h"

/* What GET /api/openapi.json answers, for those who generate code from it. */
int
cmd_openapi(int argc, char **argv)
{
    static const uint8_t no_key[SECRET_KEY_BYTES];
    static struct http http;
    struct arena *a;
    int status = EXIT_FAILED;

    if (argc != 1)
        return command_usage(argv[0]);
    a = arena_new();
    if (!http_init(&http, a, NULL, no_key, ROUTE_TABLES) && puts(http.openapi) >= 0)
        status = EXIT_DONE;
    http_free(&http);
    arena_free(a);
    return status;
}
