# Dunlin. `make help` lists what there is to do.
#
# One archive a layer, one binary, one build directory a kind of build: build/
# for what runs, build/asan and build/tsan for the same under sanitizers.
# Generated code is the same for all of them and stands in build/gen.

.DEFAULT_GOAL := all
SHELL := /bin/sh

CC     ?= cc
BUILD  ?= build
SAN    ?=
GEN    := build/gen
PREFIX ?= /usr
export PATH := $(CURDIR)/build/node/bin:$(PATH)

LAYERS := base domain db net intake script store render http service handler job main

# What a test of a layer links: its own archive and all that those may use.
LINK_base    := base
LINK_domain  := domain base
LINK_db      := db base
LINK_net     := net base
LINK_intake  := intake base
LINK_script  := script domain base
LINK_store   := store db domain base
LINK_render  := render base
LINK_http    := http store db domain base
LINK_service := service script intake render net store db domain base
LINK_handler := handler service http script intake render net store db domain base
LINK_job     := job service script intake render net store db domain base
LINK_main    := $(filter-out main,$(LAYERS))

.PHONY: help
help: ## this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-9s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

# -- use -----------------------------------------------------------------

.PHONY: setup run start stop
setup: ## install the Debian packages that are missing (run does it, too)
	@.make/setup.sh build run

run: setup ## start all of it here; Ctrl+C stops it (DUNLIN_VAR, DUNLIN_PORT, DUNLIN_DEMO=0)
	@$(MAKE) -s -j2 all
	@exec .make/run.sh run

start: setup ## the same in the background
	@$(MAKE) -s -j2 all
	@.make/run.sh start

stop: ## stop it; the data stays
	@.make/run.sh stop

# -- flags ---------------------------------------------------------------

PANGO_FLAGS := $(patsubst -I%,-isystem %,$(shell pkg-config --cflags-only-I pangocairo poppler-glib 2>/dev/null))
WARN := -Wall -Wextra -Wconversion -Wshadow -Wstrict-prototypes -Wmissing-prototypes \
        -Wwrite-strings -Wvla -Wformat=2 -Wno-format-nonliteral -Werror
CPPFLAGS := -D_GNU_SOURCE -Ifcgi -I$(GEN) -I. -isystem /usr/include/lua5.4 \
            -isystem /usr/include/mariadb -isystem /usr/include/gmime-3.0 \
            -isystem /usr/include/glib-2.0 $(addprefix -isystem ,$(wildcard /usr/lib/*/glib-2.0/include)) \
            $(PANGO_FLAGS)
ifeq ($(SAN),)
CFLAGS  ?= -O2 -g
HARDEN  := -D_FORTIFY_SOURCE=2 -fstack-protector-strong -fstack-clash-protection
else
CFLAGS  ?= -O1 -g1
HARDEN  := -fsanitize=$(SAN) -fno-sanitize-recover=all -fno-omit-frame-pointer \
           -Wno-format-truncation -Wno-maybe-uninitialized -Wno-unknown-warning-option
endif
ALL_CFLAGS := -std=c2x -fPIE $(CFLAGS) $(HARDEN)
ALL_LDFLAGS := -pie -Wl,-z,relro,-z,now -Wl,--as-needed $(LDFLAGS) \
               $(if $(SAN),-fsanitize=$(SAN) -fuse-ld=gold)
LDLIBS := -lfcgi -llua5.4 -lmariadb -lcurl -ljwt -lcrypto -ljansson -lsodium -lcsv \
          -licui18n -licuuc -loath -lmagic -lgmime-3.0 -lpangocairo-1.0 -lpango-1.0 -lgobject-2.0 -lglib-2.0 \
          -lcairo -lqrencode -lfido2 -lxlsxwriter -larchive -lpthread -lm # libpoppler-glib, libxgboost: base/lazy.h

# -- what is built -------------------------------------------------------

SQL_IN := $(wildcard sql/bindgen.lua sql/bindgen/*.lua sql/queries/*.sql sql/fragments/*.sql \
                     sql/migrations/*.sql sql/checks/*.sql)
C_SRC  := $(wildcard fcgi/*/*.c fcgi/*/*/*.c)

# Names the generated files (GEN_STORE, GEN_DB). Make rebuilds it first and
# reads itself again, so no rule has to guess what bindgen wrote.
ifneq ($(filter-out help clean fmt setup run start stop test bench,$(or $(MAKECMDGOALS),all)),)
include $(GEN)/sources.mk
endif

$(GEN)/sources.mk: $(SQL_IN) .make/gen.sh $(wildcard sql/queries sql/fragments sql/migrations sql/checks)
	@.make/gen.sh $(GEN)

# objects of a layer, hand-written and generated
objects = $(patsubst %.c,$(BUILD)/obj/%.o,$(filter fcgi/$1/%,$(C_SRC))) \
          $(patsubst build/%.c,$(BUILD)/obj/%.o,$(filter $(GEN)/$1/%,$(GEN_SRC)))
archives = $(foreach l,$1,$(BUILD)/lib/lib$l.a)
group = -Wl,--start-group $1 -Wl,--end-group

DEPS :=
define layer_rules
DEPS += $$(patsubst %.o,%.d,$$(call objects,$1))
$$(BUILD)/lib/lib$1.a: $$(call objects,$1)
	@mkdir -p $$(@D)
	@rm -f $$@
	@ar qcsD $$@ $$(filter %.o,$$^)
endef
$(foreach l,$(LAYERS),$(eval $(call layer_rules,$l)))

.PHONY: all binary
all: binary www ## build the binary and the pages
binary: $(BUILD)/dunlin

$(BUILD)/dunlin: $(call archives,$(LAYERS))
	@echo "  LINK  $@"
	@$(CC) $(ALL_CFLAGS) $(ALL_LDFLAGS) -o $@ -Wl,--whole-archive $(BUILD)/lib/libmain.a \
	    -Wl,--no-whole-archive $(call group,$(filter-out %/libmain.a,$^)) $(LDLIBS)

# changes when the flags do
$(BUILD)/flags: FORCE
	@mkdir -p $(@D)
	@echo '$(CC) $(ALL_CFLAGS) $(WARN) $(CPPFLAGS)' | cmp -s - $@ || \
	    echo '$(CC) $(ALL_CFLAGS) $(WARN) $(CPPFLAGS)' >$@
FORCE:

$(BUILD)/obj/%.o: %.c $(BUILD)/flags
	@mkdir -p $(@D)
	@echo "  CC    $<"
	@$(CC) $(ALL_CFLAGS) $(WARN) $(CPPFLAGS) -MMD -MP -c -o $@ $<

$(BUILD)/obj/gen/%.o: $(GEN)/%.c $(BUILD)/flags
	@mkdir -p $(@D)
	@echo "  CC    $<"
	@$(CC) $(ALL_CFLAGS) $(WARN) $(CPPFLAGS) -MMD -MP -c -o $@ $<

# -- unit tests ----------------------------------------------------------

# tests/unit/<layer>/test_*.c is one program each; any other .c beside it, or
# in tests/unit itself, is linked into each program of that folder.
UNIT := $(patsubst %.c,$(BUILD)/%,$(wildcard tests/unit/*/test_*.c))
UNIT_COMMON := $(patsubst %.c,$(BUILD)/obj/%.o,$(wildcard tests/unit/*.c))
unit_help = $(patsubst %.c,$(BUILD)/obj/%.o,$(filter-out tests/unit/$1/test_%,$(wildcard tests/unit/$1/*.c)))

define unit_rules
$$(patsubst %.c,$$(BUILD)/%,$$(wildcard tests/unit/$1/test_*.c)): $$(BUILD)/tests/unit/$1/%: \
    $$(BUILD)/obj/tests/unit/$1/%.o $$(call unit_help,$1) $$(UNIT_COMMON) $$(call archives,$$(LINK_$1))
	@mkdir -p $$(@D)
	@echo "  LINK  $$@"
	@$$(CC) $$(ALL_CFLAGS) $$(ALL_LDFLAGS) -o $$@ $$(filter %.o,$$^) \
	    $$(call group,$$(filter %.a,$$^)) -lcmocka $$(LDLIBS)
endef
$(foreach l,$(LAYERS),$(eval $(call unit_rules,$l)))
DEPS += $(patsubst %.c,$(BUILD)/obj/%.d,$(wildcard tests/unit/*.c tests/unit/*/*.c tests/bench/*.c))

.PHONY: unit-programs unit
unit-programs: $(UNIT)
unit: $(UNIT) ## run the unit tests alone (ONLY=layer/test_name for one)
	@.make/unit.sh $(if $(ONLY),$(filter %/$(ONLY),$(UNIT)),$(UNIT))

# -- tests ---------------------------------------------------------------

.PHONY: test asan tsan fuzz bench
test: ## everything: unit, API, scenarios, browser; the first three under sanitizers too
	@.make/setup.sh build run test
	@.make/test.sh

asan: ## build and run the unit tests under ASan and UBSan
	@LSAN_OPTIONS=suppressions=$(CURDIR)/tests/lint/lsan.supp:print_suppressions=0 \
	    $(MAKE) -s BUILD=build/asan SAN=address,undefined binary unit

tsan: ## the same under TSan
	@TSAN_OPTIONS=suppressions=$(CURDIR)/tests/lint/tsan.supp \
	    $(MAKE) -s BUILD=build/tsan SAN=thread binary unit

# Each tests/fuzz/fuzz_*.c is a libFuzzer target; seeds stand in tests/fuzz/corpus/NAME.
FUZZ := $(patsubst %.c,$(BUILD)/%,$(wildcard tests/fuzz/fuzz_*.c))
fuzz: ## fuzz each parser for FUZZ_SECONDS (60)
	@$(MAKE) -s BUILD=build/fuzz CC=clang SAN=fuzzer-no-link,address,undefined fuzz-programs
	@.make/fuzz.sh build/fuzz
.PHONY: fuzz-programs
fuzz-programs: $(FUZZ)
$(FUZZ): $(BUILD)/tests/fuzz/%: $(BUILD)/obj/tests/fuzz/%.o $(call archives,$(LINK_main))
	@mkdir -p $(@D)
	@echo "  LINK  $@"
	@$(CC) $(ALL_CFLAGS) $(ALL_LDFLAGS) -fsanitize=fuzzer -o $@ $< $(call group,$(filter %.a,$^)) $(LDLIBS)

.PHONY: sqlmap
sqlmap: ## try SQL injection into every part of every request (hours; ONLY=PATTERN)
	@$(MAKE) -s -j2 binary
	@node tests/lint/sqlmap.mjs $(if $(ONLY),--only '$(ONLY)')

bench: ## measure; BENCH_SCALE customers (100000), ONLY=case
	@.make/setup.sh build run bench
	@$(MAKE) -s -j2 all bench-programs
	@tests/bench/run.sh

# The bare programs that Dunlin is measured against.
BENCH := $(patsubst %,$(BUILD)/tests/bench/%,floor measure bare_fcgi page paper lists mail trees)
.PHONY: bench-programs
bench-programs: $(BENCH) $(BUILD)/tests/bench/matrix
$(BUILD)/tests/bench/matrix: $(BUILD)/obj/tests/bench/matrix.o $(call archives,$(LINK_job))
	@mkdir -p $(@D)
	@echo "  LINK  $@"
	@$(CC) $(ALL_CFLAGS) $(ALL_LDFLAGS) -o $@ $< $(call group,$(filter %.a,$^)) $(LDLIBS)
$(BENCH): $(BUILD)/tests/bench/%: $(BUILD)/obj/tests/bench/%.o \
    $(patsubst %,$(BUILD)/obj/tests/bench/%.o,put raw rewrite client list_floor) $(call archives,render store db domain base)
	@mkdir -p $(@D)
	@echo "  LINK  $@"
	@$(CC) $(ALL_CFLAGS) $(ALL_LDFLAGS) -o $@ $(filter %.o,$^) $(call group,$(filter %.a,$^)) $(LDLIBS)

# -- checks --------------------------------------------------------------

.PHONY: check lint-clang lint-cppcheck lint-tidy fmt
check: $(GEN)/sources.mk ## all that must hold before a commit: layers, format, tidy, SQL, pages ...
	@tests/lint/check.sh

# What reads a file again only after it, or a header of it, changed: the object
# stands for both.
LINT_SRC := $(C_SRC) $(wildcard tests/unit/*/*.c tests/unit/*.c tests/fuzz/*.c tests/bench/*.c)
LINT_FLAGS := -std=c2x $(CPPFLAGS)
lint_done = $(patsubst %.c,build/lint/$1/%.ok,$2)
lint-clang: $(call lint_done,clang,$(LINT_SRC))
lint-cppcheck: $(call lint_done,cppcheck,$(C_SRC))
lint-tidy: $(call lint_done,tidy,$(C_SRC))

build/lint/clang/%.ok: build/obj/%.o
	@mkdir -p $(@D)
	@clang -fsyntax-only $(LINT_FLAGS) $(WARN) -Wno-string-conversion $*.c
	@touch $@

build/lint/tidy/%.ok: build/obj/%.o .clang-tidy
	@mkdir -p $(@D)
	@clang-tidy --quiet --warnings-as-errors='*' $*.c -- $(LINT_FLAGS) \
	    $(if $(filter fcgi/script/%,$*),-include tests/lint/lua_raises.h) >$(@:.ok=.log) 2>&1 || \
	    { grep 'error:' $(@:.ok=.log) | sed 's|^$(CURDIR)/||'; exit 1; }
	@touch $@

build/lint/cppcheck/%.ok: build/obj/%.o
	@mkdir -p $(@D)
	@cppcheck -q --error-exitcode=1 --inline-suppr --language=c --std=c11 \
	    --enable=warning,performance,portability --suppress=missingIncludeSystem --template=gcc \
	    --suppress=uninitvar --suppress=nullPointerRedundantCheck \
	    -Ukv -Ulog_fields -D_GNU_SOURCE -Ifcgi -I$(GEN) $*.c
	@touch $@

fmt: ## lay the C code out
	@find fcgi tests -name '*.[ch]' -print0 | xargs -0 -r clang-format -i

# -- pages ---------------------------------------------------------------

WWW_IN := $(shell find www -path www/node_modules -prune -o -path www/dist -prune -o -type f -print 2>/dev/null)
.PHONY: www www-deps www-check
ifneq ($(wildcard www/package.json),)
www: build/www.stamp
www-deps: build/www-deps.stamp
build/www-deps.stamp: www/package.json $(wildcard www/package-lock.json)
	@mkdir -p build
	@.make/step.sh "npm ci" sh -c 'cd www && npm ci --no-audit --no-fund'
	@touch $@
build/www.stamp: build/www-deps.stamp $(WWW_IN)
	@.make/step.sh "build pages" sh -c 'cd www && npm run build && \
	    find dist -name "*.js" -o -name "*.css" -o -name "*.svg" | xargs -r gzip -9knf'
	@touch $@
www-check: build/www-deps.stamp $(BUILD)/dunlin
	@cd www && npm run --silent check
else
www www-deps www-check:
endif

# -- installation ----------------------------------------------------------

DESTDIR ?=
SYSCONF ?= /etc
install: all ## install under PREFIX (/usr) with systemd units and an nginx site; DESTDIR works
	@.make/install.sh "$(DESTDIR)" "$(PREFIX)" "$(SYSCONF)"
.PHONY: install

clean: ## remove what was built (never var/)
	rm -rf build www/dist
.PHONY: clean

-include $(DEPS)
.SECONDARY:
.DELETE_ON_ERROR:
