#ifndef TESTS_UNIT_NET_SERVER_H
#define TESTS_UNIT_NET_SERVER_H

/*
 * An SMTP server on a free port of this machine, in a thread, that says what a test
 * wants it to say. Knows nothing of libcurl.
 */
struct server_script {
    const char *greeting; /* NULL: "220 test" */
    const char *mail;     /* answer to MAIL; NULL: 250 */
    const char *rcpt[8];  /* to each RCPT of a message in turn; NULL: 250 */
    const char *data;     /* to DATA; NULL: 354 */
    const char *end;      /* to the end of the data; NULL: 250 */
    /* hang up instead of that answer */
    enum { DROP_NEVER, DROP_GREETING, DROP_MAIL, DROP_DATA, DROP_BODY, DROP_END } drop;
    int hang_up_after; /* messages on one connection, then close in silence; 0: never */
};

struct server;

struct server *server_start(const struct server_script *script);
void server_stop(struct server *s);

const char *server_url(const struct server *s);
void server_change(struct server *s, const struct server_script *script);

int server_connections(struct server *s);
int server_messages(struct server *s);     /* whose data ended, whatever was answered */
const char *server_last(struct server *s); /* the newest of those, as it came */

#endif
