# Shumar: one Makefile, all output under build/. `make help` lists the targets.
#
# Variables: V=1 shows commands; WERROR=1 makes warnings errors; CC, CFLAGS and
# LDFLAGS are yours; BUILD moves the output (sanitizer builds use build/sanitize).

BUILD   ?= build
PREFIX  ?= /usr/local
DESTDIR ?=
CFLAGS  ?= -O2 -g
SHUMAR_REAL_DATA ?= ../shared/data
# Expected numbers of other programs, beside the records.
SHUMAR_VECTORS ?= $(SHUMAR_REAL_DATA)/../vectors
export SHUMAR_REAL_DATA SHUMAR_VECTORS

.DELETE_ON_ERROR:
.SUFFIXES:
.DEFAULT_GOAL := all

Q := $(if $(V),,@)
say = $(if $(V),,@printf '  %-8s %s\n' '$(1)' '$(2)')

VERSION := $(shell cat VERSION)
# `make CBC=no` leaves CBC out, whose licence does not go with the GPL in a built program that is passed on
CBC ?= yes
WITHOUT_CBC := $(filter no,$(CBC))
MODULES := glib-2.0 gio-2.0 libpq libcrypto yaml-0.1 xlsxwriter cairo pangocairo pangoft2 fontconfig libsodium icu-i18n icu-uc zlib gsl libqpdf libzip $(if $(WITHOUT_CBC),,cbc)
# Expanded when first needed, which is after `deps` has installed them.
PKG_CFLAGS = $(shell pkg-config --cflags $(MODULES) 2>/dev/null) $(if $(WITHOUT_CBC),-DSHUMAR_WITHOUT_CBC)
PKG_LIBS   = $(shell pkg-config --libs $(MODULES)) -lglpk

# gcc knows that what is only let go at the end of a block is used; clang does not.
WARNINGS := -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wvla -Wformat=2 -Wstrict-prototypes \
	-Wmissing-prototypes -Wcast-qual -Wwrite-strings -Wundef $(if $(findstring clang,$(CC)),-Wno-unused-variable) $(if $(WERROR),-Werror)
HARDENING = -fstack-protector-strong -fPIE $(if $(findstring -O0,$(CFLAGS))$(SANITIZE),,-D_FORTIFY_SOURCE=2)
ALL_CFLAGS = -std=gnu17 -I. -I$(BUILD)/gen $(WARNINGS) $(HARDENING) $(CFLAGS) $(SANITIZE) $(PKG_CFLAGS) \
	-DSHUMAR_VERSION='"$(VERSION)"' -DSHUMAR_DATADIR='"$(PREFIX)/share/shumar"' -DG_LOG_DOMAIN='"shumar"'
ALL_LDFLAGS = -pie -Wl,-z,relro,-z,now $(LDFLAGS) $(SANITIZE)

ROOMS     := app core etl reports
SOURCES   := $(sort $(shell find $(ROOMS) -name '*.c'))
LIBRARY   := $(filter-out app/main.c,$(SOURCES))
OBJECTS   := $(LIBRARY:%.c=$(BUILD)/%.o) $(BUILD)/gen/sqltext_table.o $(BUILD)/gen/witness_source.o
SQL_FILES := $(shell find sql -type f \( -name '*.sql' -o -name '*.yaml' -o -name '*.csv' -o -name '*.txt' -o -name '*.json' \) 2>/dev/null | LC_ALL=C sort)

.PHONY: all
all: $(BUILD)/shumar ## build the program (build/shumar)

$(BUILD)/shumar: $(BUILD)/app/main.o $(BUILD)/libshumar.a
	$(call say,LD,$@)
	$(Q)$(CC) $(ALL_LDFLAGS) -o $@ $^ $(PKG_LIBS) -lm

$(BUILD)/libshumar.a: $(OBJECTS)
	$(call say,AR,$@)
	$(Q)rm -f $@ && $(AR) rcs $@ $(OBJECTS)

$(BUILD)/%.o: %.c Makefile VERSION | $(BUILD)/deps.stamp $(BUILD)/gen/sqltext_names.h
	$(call say,CC,$<)
	$(Q)mkdir -p $(@D) && $(CC) $(ALL_CFLAGS) -MMD -MP -c -o $@ $<

# A list of the embedded files, so that adding or removing one rebuilds the table.
$(BUILD)/gen/sqltext.list: FORCE
	$(Q)mkdir -p $(@D) && printf '%s\n' $(SQL_FILES) | cmp -s - $@ || printf '%s\n' $(SQL_FILES) > $@
$(BUILD)/gen/sqltext_names.h: tools/embed_names.awk $(BUILD)/gen/sqltext.list
	$(Q)awk -f tools/embed_names.awk $(BUILD)/gen/sqltext.list > $@
$(BUILD)/gen/sqltext_table.c: tools/embed.awk $(BUILD)/gen/sqltext.list $(SQL_FILES)
	$(call say,EMBED,$(words $(SQL_FILES)) files of sql/)
	$(Q)LC_ALL=C awk -v root=sql -f tools/embed.awk $(SQL_FILES) > $@
# The checker of proofs goes into every release as it is here, for readers to build.
WITNESS := $(addprefix reports/witness/,check.c check.h read.c)
$(BUILD)/gen/witness_source.c: $(WITNESS) Makefile
	$(call say,EMBED,$(WITNESS))
	$(Q)mkdir -p $(@D) && { printf 'extern const char *const witness_source[][2];\nconst char *const witness_source[][2] = {\n'; \
		for file in $(WITNESS); do printf '{"%s",\n' "$${file##*/}"; \
			sed 's/[\\"]/\\&/g; s/\t/\\t/g; s/.*/"&\\n"/' $$file; echo '},'; done; echo '{0, 0}};'; } > $@
# These files are longer than ISO C promises for a string literal; gcc and clang take them.
$(BUILD)/gen/%.o: $(BUILD)/gen/%.c | $(BUILD)/deps.stamp $(BUILD)/gen/sqltext_names.h
	$(call say,CC,$<)
	$(Q)$(CC) $(ALL_CFLAGS) -Wno-overlength-strings -c -o $@ $<

.PHONY: FORCE
FORCE:

## ── set-up ──
.PHONY: deps deps-check deps-lint
deps: $(BUILD)/deps.stamp ## install the missing Debian packages (root or sudo)
$(BUILD)/deps.stamp: tools/deps.sh
	$(Q)mkdir -p $(BUILD) && tools/deps.sh build && touch $@
deps-check: $(BUILD)/deps.stamp
	$(Q)tools/deps.sh check
deps-lint: $(BUILD)/deps.stamp
	$(Q)tools/deps.sh lint

## ── the two commands ──
# The packages first, then as many compilers as there are processors.
JOBS ?= $(shell nproc)
.PHONY: demo
demo: $(BUILD)/deps.stamp ## made-up records in, finished reports out (build/demo/)
	$(Q)$(MAKE) --no-print-directory -j$(JOBS) all
	$(Q)$(BUILD)/shumar demo --output $(BUILD)/demo $(DEMO_OPTIONS)

# The enemy, in Python: reads published folders alone. Its weak releases and a tiny one of ours are a part of check.
ATTACK := $(BUILD)/tests/attack/protect_table
$(ATTACK): $(BUILD)/tests/attack/%: $(BUILD)/tests/attack/%.o $(BUILD)/libshumar.a
	$(call say,LD,$@)
	$(Q)mkdir -p $(@D) && $(CC) $(ALL_LDFLAGS) -o $@ $^ $(PKG_LIBS) -lm

.PHONY: attack
attack: all $(ATTACK) ## six attackers on weak releases and on ours (build/attack/report.md); some minutes
	$(Q)tools/deps.sh attack
	$(Q)BUILD=$(BUILD) tests/attack/attack.sh

TEST_KINDS := unit db golden cli browser
# of the bench, what says who met a target is tested like all else
SUPPORT    := $(wildcard tests/support/*.c) tests/bench/planted.c tests/bench/sample.c tests/bench/table.c
define test_program
TESTS_$(1) := $$(sort $$(shell find tests/$(1) -name 'test_*.c'))
$(BUILD)/tests/$(1)/suite: $$(TESTS_$(1):%.c=$(BUILD)/%.o) $$(SUPPORT:%.c=$(BUILD)/%.o) $(BUILD)/libshumar.a
	$$(call say,LD,$$@)
	$$(Q)mkdir -p $$(@D) && $$(CC) $$(ALL_LDFLAGS) -o $$@ $$^ $$(PKG_LIBS) -lcriterion -ljansson -lm
endef
$(foreach kind,$(TEST_KINDS) real,$(eval $(call test_program,$(kind))))
# What tests call is optimized; they are not, which halves the time of compiling them.
$(foreach kind,$(TEST_KINDS) real,$(BUILD)/tests/$(kind)/%.o): CFLAGS := $(CFLAGS:-O2=-O0)
SUITES = $(foreach kind,$(TEST_KINDS) real,$(BUILD)/tests/$(kind)/suite)

.PHONY: check
check: deps-check ## all tests; tests on real records too when $SHUMAR_REAL_DATA is there
	$(Q)$(MAKE) --no-print-directory -j$(JOBS) all $(SUITES) $(ATTACK)
	$(Q)BUILD=$(BUILD) tools/run-tests.sh db cli golden real browser unit citus

.PHONY: check-real
check-real: deps-check all $(BUILD)/tests/real/suite ## only the tests on real records and published numbers
	$(Q)BUILD=$(BUILD) tools/run-tests.sh real

# Each seed is a table of its own, from 1 on; a disagreement names its seed.
.PHONY: check-disclosure
check-disclosure: deps-check $(BUILD)/tests/unit/suite ## random tables: audit, certificates, checker and enumeration never disagree, SECONDS=300
	$(Q)SHUMAR_DISCLOSURE_SECONDS=$(SECONDS) SHUMAR_ROOT=$(CURDIR) $(BUILD)/tests/unit/suite --filter 'disclosure_random/*' -j1

.PHONY: check-citus
check-citus: deps-check all $(BUILD)/tests/db/suite ## tests of the database on the Citus cluster that $SHUMAR_CITUS names
	$(Q)BUILD=$(BUILD) tools/run-tests.sh citus

.PHONY: $(TEST_KINDS:%=check-%)
$(TEST_KINDS:%=check-%): check-%: deps-check all $(ATTACK) $(BUILD)/tests/%/suite
	$(Q)BUILD=$(BUILD) tools/run-tests.sh $*

# Not a part of check: LibreOffice is large, and whether a page looks right is for eyes.
.PHONY: check-office
check-office: deps-check all $(BUILD)/tests/golden/suite ## sample workbooks as an office program shows them (build/office/*.png)
	$(Q)tools/deps.sh office
	$(Q)BUILD=$(BUILD) tools/check-office.sh

.PHONY: check-sanitize
check-sanitize: ## all tests under ASan, UBSan and LeakSanitizer
	$(Q)$(MAKE) --no-print-directory check BUILD=$(BUILD)/sanitize CFLAGS='-O1 -g' \
		SANITIZE='-fsanitize=address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer'

.PHONY: check-clang
check-clang: ## all tests as clang builds them
	$(Q)tools/deps.sh fuzz
	$(Q)$(MAKE) --no-print-directory check BUILD=$(BUILD)/clang CC=clang

# Counted are the suites of COVERAGE_SUITES, in a build of its own; what was counted before is forgotten first.
COVERAGE_SUITES ?= db cli golden real browser unit
.PHONY: coverage
coverage: deps-check ## what the tests run, by room, and what they never do (build/coverage/), COVERAGE_SUITES='unit db'
	$(Q)tools/deps.sh coverage
	$(Q)$(MAKE) --no-print-directory -j$(JOBS) BUILD=build/coverage CFLAGS='-O0 -g' SANITIZE='--coverage -fprofile-update=atomic' \
		all $(if $(filter db,$(COVERAGE_SUITES)),build/coverage/tests/attack/protect_table) $(COVERAGE_SUITES:%=build/coverage/tests/%/suite)
	$(Q)find build/coverage -name '*.gcda' -delete
	$(Q)BUILD=build/coverage tools/run-tests.sh $(COVERAGE_SUITES) || status=$$?; BUILD=build/coverage tools/coverage.sh && exit $${status:-0}

# Times go into a table, never into a test. ROWS cases in the largest source, RUNS repetitions, ONLY=name,name
# some lines, KEEP=1 leaves server, sources and warehouses for the next time.
ROWS ?= 10000000
RUNS ?= 5
BENCH_OBJECTS := $(patsubst %.c,$(BUILD)/%.o,$(sort $(wildcard tests/bench/*.c)))
$(BUILD)/tests/bench/bench_etl: $(BENCH_OBJECTS) $(BUILD)/libshumar.a
	$(call say,LD,$@)
	$(Q)$(CC) $(ALL_LDFLAGS) -o $@ $^ $(PKG_LIBS) -lm

.PHONY: bench-etl
bench-etl: $(BUILD)/tests/bench/bench_etl ## the engine against psql, \copy, REFRESH and others (build/bench/etl.md)
	$(Q)tools/deps.sh bench
	$(Q)BENCH_COMMIT="$$(git describe --always --dirty 2>/dev/null)" $< --folder $(BUILD)/bench \
		--rows $(ROWS) --runs $(RUNS) $(if $(ONLY),--only '$(ONLY)') $(if $(KEEP),--keep)

REPORT_BENCH_OBJECTS := $(patsubst %.c,$(BUILD)/%.o,$(sort $(wildcard tests/bench/report/*.c)) tests/bench/sample.c tests/bench/table.c)
# what our pages draw is noted on its way to the libraries, for the bare peer to draw it again
NOTED := cairo_stroke cairo_fill cairo_fill_preserve cairo_show_page pango_cairo_show_layout_line
$(BUILD)/tests/bench/bench_report: $(REPORT_BENCH_OBJECTS) $(BUILD)/libshumar.a
	$(call say,LD,$@)
	$(Q)$(CC) $(ALL_LDFLAGS) $(NOTED:%=-Wl,--wrap=%) -o $@ $^ $(PKG_LIBS) -lm

.PHONY: bench-report
bench-report: $(BUILD)/tests/bench/bench_report all ## pages and workbooks against bare libraries and Python (build/bench-report/report.md)
	$(Q)tools/deps.sh bench
	$(Q)$< --folder $(BUILD)/bench-report --runs $(RUNS) $(if $(ONLY),--only '$(ONLY)')

DISCLOSURE_BENCH_OBJECTS := $(patsubst %.c,$(BUILD)/%.o,$(sort $(wildcard tests/bench/disclosure/*.c)))
$(BUILD)/tests/bench/bench_disclosure: $(DISCLOSURE_BENCH_OBJECTS) $(BUILD)/libshumar.a
	$(call say,LD,$@)
	$(Q)$(CC) $(ALL_LDFLAGS) -o $@ $^ $(PKG_LIBS) -lm

.PHONY: bench-disclosure
bench-disclosure: $(BUILD)/tests/bench/bench_disclosure ## protection and audit of public tables, and how they grow (build/bench-disclosure/disclosure.md)
	$(Q)mkdir -p $(BUILD)/bench-disclosure && $< $(BUILD)/bench-disclosure/disclosure.md $(if $(ONLY),'$(ONLY)')

# All of it, small: seconds for reports, some minutes for the engine. BENCH_ROWS and BENCH_RUNS are bench-etl's.
BENCH_ROWS ?= 200000
BENCH_RUNS ?= 1
.PHONY: bench
bench: ## bench-report (RUNS=5), then bench-etl with BENCH_ROWS=200000 BENCH_RUNS=1
	$(Q)$(MAKE) --no-print-directory bench-report ONLY=
	$(Q)$(MAKE) --no-print-directory bench-etl ROWS=$(BENCH_ROWS) RUNS=$(BENCH_RUNS) ONLY=

# Random bytes against what reads files, each for SECONDS, from seeds of our own.
SECONDS ?= 300
FUZZERS := $(sort $(wildcard tests/fuzz/fuzz_*.c))
FUZZ    := $(BUILD)/fuzz
FUZZ_FLAGS := -O1 -g -fsanitize=fuzzer-no-link,address,undefined -fno-sanitize-recover=all
.PHONY: fuzz fuzz-build
fuzz: fuzz-build ## random bytes against the readers of CSV, COPY, YAML, templates, SQL words and workbooks, SECONDS=300 each
	$(Q)FUZZ=$(FUZZ) SECONDS_EACH=$(SECONDS) tools/fuzz.sh $(FUZZERS:tests/fuzz/%.c=%)
fuzz-build:
	$(Q)tools/deps.sh fuzz
	$(Q)$(MAKE) --no-print-directory $(FUZZERS:tests/fuzz/%.c=$(FUZZ)/%) BUILD=$(FUZZ) CC=clang CFLAGS='$(FUZZ_FLAGS)' SANITIZE=
$(BUILD)/fuzz_%: $(BUILD)/tests/fuzz/fuzz_%.o $(BUILD)/libshumar.a
	$(call say,LD,$@)
	$(Q)$(CC) $(filter-out -fsanitize=%,$(CFLAGS)) -fsanitize=fuzzer,address,undefined $(ALL_LDFLAGS) -o $@ $^ $(PKG_LIBS) -lm

.PHONY: golden-update
golden-update: deps-check all $(BUILD)/tests/golden/suite ## rewrite the expected outputs; read the diff
	$(Q)BUILD=$(BUILD) GOLDEN_UPDATE=1 tools/run-tests.sh golden

## ── quality ──
SINCE ?= origin/main
.PHONY: lint lint-changed
lint lint-changed: deps-lint $(BUILD)/gen/sqltext_table.c $(BUILD)/gen/sqltext_names.h ## clang-format, clang-tidy, cppcheck, rooms, banned calls; lint-changed: of what differs from SINCE=origin/main
	$(Q)BUILD=$(BUILD) ALL_CFLAGS="$(filter-out -fstack-protector-strong -fPIE -Werror,$(subst ",\",$(ALL_CFLAGS)))" tools/lint.sh $(and $(filter lint-changed,$@),$(SINCE))

.PHONY: rooms
rooms: all ## the rooms of the house, their sizes, and what each may include (tools/rooms.txt)
	@tools/rooms.sh $(BUILD)

.PHONY: format
format: deps-lint ## lay the sources out as .clang-format says
	$(Q)clang-format -i $(shell find $(ROOMS) tests -name '*.[ch]')

.PHONY: gallery
gallery: all ## every kind of block and chart, in both languages, by every device (build/gallery/index.html)
	$(Q)BUILD=$(BUILD) tools/gallery.sh

.PHONY: docs
docs: all ## remake the picture of a page that the README shows, and the tables of docs/feeds.md and docs/definitions.md
	$(Q)BUILD=$(BUILD) tools/picture.sh
	$(Q)sed -i '/^## /,$$d' docs/feeds.md && $(BUILD)/shumar source feeds --markdown >> docs/feeds.md
	$(Q)sed -i '/^| `.* | .* | .* | .* | .* | .*|$$/d' docs/definitions.md && awk -f tools/definitions.awk templates/measures.yaml >> docs/definitions.md

## ── installing ──
# What is installed finds its own files from where the program stands, whatever PREFIX it was built with.
PLACE    = $(abspath $(DESTDIR)$(PREFIX))
UNITDIR ?= $(PREFIX)/lib/systemd/system
UNITS   := $(wildcard deploy/systemd/*)
MANUALS := README.md NEWS.md SECURITY.md LICENSE $(wildcard docs/*)
.PHONY: install uninstall
install: all $(BUILD)/shumar.1 ## install under PREFIX (/usr/local), below DESTDIR: program, templates, SQL that a site can add to, docs, units
	install -D -m 755 $(BUILD)/shumar $(PLACE)/bin/shumar
	cd templates && find . -type f -exec install -D -m 644 {} $(PLACE)/share/shumar/templates/{} \;
	cd sql && find sources reports cubes reference etl/rules -type f -exec install -D -m 644 {} $(PLACE)/share/shumar/sql/{} \;
	install -D -m 644 -t $(PLACE)/share/doc/shumar $(MANUALS)
	install -D -m 644 deploy/shumar.yaml $(PLACE)/share/doc/shumar/examples/shumar.yaml
	install -D -m 644 -t $(PLACE)/share/doc/shumar/examples/office-example $(wildcard deploy/office-example/*)
	install -D -m 644 $(BUILD)/shumar.1 $(PLACE)/share/man/man1/shumar.1
	$(foreach unit,$(UNITS),install -d $(abspath $(DESTDIR)$(UNITDIR)) && sed 's|@BINDIR@|$(PREFIX)/bin|' $(unit) > $(abspath $(DESTDIR)$(UNITDIR))/$(notdir $(unit)) && chmod 644 $(abspath $(DESTDIR)$(UNITDIR))/$(notdir $(unit)) &&) true
uninstall: ## remove what install put there; data and configuration stay
	rm -f $(PLACE)/bin/shumar $(PLACE)/share/man/man1/shumar.1 $(UNITS:deploy/systemd/%=$(abspath $(DESTDIR)$(UNITDIR))/%)
	rm -rf $(PLACE)/share/shumar $(PLACE)/share/doc/shumar

$(BUILD)/shumar.1: $(BUILD)/shumar tools/man.sh
	$(call say,MAN,$@)
	$(Q)tools/man.sh $< > $@

.PHONY: clean
clean: ## stop the embedded server and remove build/
	$(Q)if [ -x $(BUILD)/shumar ]; then $(BUILD)/shumar db stop --quiet || true; fi
	$(Q)rm -rf $(BUILD)

.PHONY: help
help: ## this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  %-16s %s\n", $$1, $$2 }' $(firstword $(MAKEFILE_LIST))

-include $(shell find $(BUILD) -name '*.d' 2>/dev/null)
