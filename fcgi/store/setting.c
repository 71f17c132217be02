#include "store/setting.h"

#include "base/log.h"
#include "base/text.h"
#include "store/q_setting.h"

enum err
setting_read(struct db *db, struct arena *a, const char *name, const char *absent,
    const char **out)
{
    struct setting_text got;
    enum err e = setting_text(db, a, name, &got);

    *out = absent;
    if (e == ERR_NOT_FOUND)
        return OK;
    if (!e && got.value)
        *out = got.value;
    return e;
}

enum err
setting_read_i64(
    struct db *db, struct arena *a, const char *name, int64_t absent, int64_t *out)
{
    const char *text;
    enum err e;

    *out = absent;
    if ((e = setting_read(db, a, name, NULL, &text)) || !text)
        return e;
    if (text_i64(text, out)) {
        log_warn("setting_is_no_number", kv("name", name));
        *out = absent;
    }
    return OK;
}
