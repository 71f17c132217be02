#ifndef BASE_LOG_H
#define BASE_LOG_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * JSON lines on stderr, one write each, whatever the thread:
 *
 *    log_info("mail_handed_over", kv("outbox_id", id), kv("code", 250));
 *    log_error("query_failed", kv("query", name), kv("why", mysql_error(c)));
 *
 *    {"at":"2026-…Z","level":"info","event":"mail_handed_over","request":"…",…}
 *
 * Events are snake_case and constant; what varies goes into fields. Never log a
 * password, token, key or the text of a message. Lines run on the real clock. A
 * value over 2,000 bytes is cut.
 */
enum log_level { LOG_DEBUG, LOG_INFO, LOG_WARN, LOG_ERROR };

struct log_field {
    const char *key; /* NULL ends a list */
    enum { LOG_KIND_TEXT, LOG_KIND_I64, LOG_KIND_U64, LOG_KIND_BOOL } kind;
    union {
        const char *text;
        int64_t i64;
        uint64_t u64;
        bool b;
    };
};

struct log_field log_kv_text(const char *key, const char *v);
struct log_field log_kv_i64(const char *key, int64_t v);
struct log_field log_kv_u64(const char *key, uint64_t v);
struct log_field log_kv_bool(const char *key, bool v);

/* Text, any integer or bool. Write an err as kv("err", err_name(e)). */
#define kv(key, v) \
    _Generic((v),                                                                      \
        char *: log_kv_text,                                                           \
        const char *: log_kv_text,                                                     \
        bool: log_kv_bool,                                                             \
        unsigned char: log_kv_u64,                                                     \
        unsigned short: log_kv_u64,                                                    \
        unsigned int: log_kv_u64,                                                      \
        unsigned long: log_kv_u64,                                                     \
        unsigned long long: log_kv_u64,                                                \
        default: log_kv_i64)((key), (v))

void log_write(enum log_level level, const char *event, const struct log_field *fields);

#define log_fields(...) ((const struct log_field[]){ __VA_ARGS__ __VA_OPT__(, ){ 0 } })
#define log_debug(event, ...) log_write(LOG_DEBUG, event, log_fields(__VA_ARGS__))
#define log_info(event, ...) log_write(LOG_INFO, event, log_fields(__VA_ARGS__))
#define log_warn(event, ...) log_write(LOG_WARN, event, log_fields(__VA_ARGS__))
#define log_error(event, ...) log_write(LOG_ERROR, event, log_fields(__VA_ARGS__))

/* Lines below this level are dropped; LOG_INFO at the start. */
void log_set_level(enum log_level level);
/* Another descriptor than 2. */
void log_set_fd(int fd);

/* The request or job that this thread works for; NULL or "" for none. Copied. */
void log_set_request(const char *id);
const char *log_request(void);

#endif
