#include "base/lazy.h"

#include <dlfcn.h>
#include <stdatomic.h>
#include <stdlib.h>

#include "base/log.h"

enum err
lazy_open(struct lazy *lib)
{
    void *none = NULL, *handle;

    if (lib->handle)
        return OK;
    /* the linker counts who opens it: to lose the race is to have it once more */
    if (!(handle = dlopen(lib->file, RTLD_NOW | RTLD_LOCAL | RTLD_NODELETE))) {
        log_error("library_missing", kv("file", lib->file), kv("why", dlerror()));
        return ERR_DOWN;
    }
    if (!atomic_compare_exchange_strong(&lib->handle, &none, handle))
        dlclose(handle);
    return OK;
}

void *
lazy_symbol(struct lazy *lib, const char *name)
{
    void *found = dlsym(lib->handle, name);

    if (!found) {
        log_error("library_lacks", kv("file", lib->file), kv("name", name),
            kv("why", dlerror()));
        abort();
    }
    return found;
}
