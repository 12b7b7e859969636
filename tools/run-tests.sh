#!/usr/bin/env bash
# Runs test suites (folders under tests/) and ends with one line of counts:
#   run-tests.sh unit db golden cli browser real citus
# The suite `real` needs the records of $SHUMAR_REAL_DATA and the expected numbers of
# $SHUMAR_VECTORS, and `citus` (the suite `db` on distributed tables) the coordinator that
# $SHUMAR_CITUS names ("host=... user=..."); without them their tests count as skipped, loudly.
# `real` ends with a table: how far each file of expected numbers is from ours.
# A suite that says nothing for $TEST_SILENCE seconds hangs and is ended; however long one takes, what
# it said is counted, test by test, in any locale. Each skipped test gives its reason.
set -uo pipefail
: "${BUILD:=build}" "${SHUMAR_REAL_DATA:=../shared/data}"
: "${SHUMAR_VECTORS:=$SHUMAR_REAL_DATA/../vectors}" "${TEST_SILENCE:=2400}"
export SHUMAR_PROGRAM="$PWD/$BUILD/shumar" SHUMAR_ROOT="$PWD" SHUMAR_REAL_DATA SHUMAR_VECTORS
export SHUMAR_VECTORS_TABLE="$PWD/$BUILD/tests/real/vectors.txt"
passed=0 failed=0 skipped=0 status=0
skips_file="$BUILD/tests/skipped"
mkdir -p "$BUILD/tests" && : >"$skips_file"

# tests_of SUITE [NAME]: how many tests it lists, all or of its part NAME ("NAME: 6 tests").
tests_of() {
	"$1" --list | sed -n "s/^${2:-[^ ]*}: \([0-9][0-9]*\) tests\{0,1\}\$/\1/p" |
		{ sum=0; while read -r n; do sum=$((sum + n)); done; echo "$sum"; }
}

# lines_of LOG KIND: the lines "[KIND] suite::test: ..." without colours; of SKIP not those that a
# filter left out.
lines_of() {
	sed 's/\x1b\[[0-9;]*m//g' "$1" | grep "^\[$2\]" | grep -v ': Test is disabled$'
}

# skip_all N WHAT REASON: N tests that are not even tried.
skip_all() {
	echo "$2: $3" >>"$skips_file"
	echo "SKIPPED all $1 tests of $2: $3"
	skipped=$((skipped + $1))
}

# The lines that the tests of expected numbers wrote, one a file; nothing when none were read.
print_table() {
	[ -s "$SHUMAR_VECTORS_TABLE" ] || return 0
	echo "real: expected numbers of $SHUMAR_VECTORS: cells compared, and the deviation nearest its tolerance"
	printf '%-46s %6s %7s %8s %11s %9s  %s\n' file rows columns cells deviation tolerance column
	LC_ALL=C sort "$SHUMAR_VECTORS_TABLE"
}

# watch PID LOG: ends the process group PID when LOG has not grown for $TEST_SILENCE seconds.
watch() {
	local size=-1 now since=$SECONDS
	while kill -0 "$1" 2>/dev/null; do
		sleep 1
		now=$(stat -c %s "$2")
		[ "$now" = "$size" ] || { size=$now since=$SECONDS; }
		[ $((SECONDS - since)) -ge "$TEST_SILENCE" ] || continue
		echo "[----] nothing was said for $TEST_SILENCE seconds: ended" >>"$2"
		kill -TERM -- "-$1"
		sleep 10
		kill -KILL -- "-$1" 2>/dev/null
	done
}

# run_suite SUITE LOG KIND: runs it in a process group of its own; shows what is not a test that
# began or passed.
run_suite() {
	# through a pipe: tests of full disks limit the size of every file that they write to
	local pipe="$2.pipe" suite writer watcher code
	rm -f "$pipe" && mkfifo "$pipe" && : >"$2"
	cat "$pipe" >>"$2" &
	writer=$!
	setsid "$1" --verbose ${TEST_FILTER:+--filter "$TEST_FILTER"} >"$pipe" 2>&1 &
	suite=$!
	trap 'kill -TERM -- "-$suite" 2>/dev/null; exit 130' INT TERM
	watch "$suite" "$2" &
	watcher=$!
	tail --pid="$suite" -s 0.2 -n +1 -f "$2" |
		grep -av -e '^$' -e '\[RUN ' -e '\[.*PASS.*\]' -e 'Running [0-9]* test' -e ': Test is disabled$' |
		sed -u "s/^/$3: /"
	wait "$suite"
	code=$?
	# what is still in the pipe; a server that a test left behind may hold it open
	for _ in 1 2 3 4 5 6 7 8 9 10; do kill -0 "$writer" 2>/dev/null && sleep 0.3 || break; done
	rm -f "$pipe"
	kill "$watcher" "$writer" 2>/dev/null
	wait "$watcher" "$writer" 2>/dev/null
	trap - INT TERM
	return "$code"
}

# unfinished LOG: the tests that had begun when the suite ended.
unfinished() {
	sed 's/\x1b\[[0-9;]*m//g' "$1" | sed -n 's/^\[\(....\) *\] \([^ :]*::[^ :]*\).*/\1 \2/p' |
		awk '$1 == "RUN" { at[$2] = 1; next } { delete at[$2] } END { for (test in at) print test }' | sort
}

coordinator=${SHUMAR_CITUS:-}
for kind in "$@"; do
	suite="$BUILD/tests/${kind/citus/db}/suite"
	unset SHUMAR_CITUS # the others are on a PostgreSQL of their own
	if [ "$kind" = citus ] && [ -z "$coordinator" ]; then
		skip_all "$(tests_of "$suite")" "'db' on distributed tables" 'SHUMAR_CITUS names no coordinator'
		continue
	fi
	[ "$kind" != citus ] || export SHUMAR_CITUS="$coordinator"
	if [ "$kind" = real ] && [ ! -d "$SHUMAR_REAL_DATA" ] && [ ! -d "$SHUMAR_VECTORS" ]; then
		vectors=$(tests_of "$suite" vectors)
		skip_all "$(($(tests_of "$suite") - vectors))" "'real' on real records" \
			"no folder '$SHUMAR_REAL_DATA' (set SHUMAR_REAL_DATA)"
		skip_all "$vectors" "'real' of expected numbers" "no folder '$SHUMAR_VECTORS' (set SHUMAR_VECTORS)"
		continue
	fi
	if [ "$kind" = browser ]; then
		SHUMAR_AXE=$(tools/axe.sh) || status=1
		export SHUMAR_AXE
	fi
	log="$BUILD/tests/$kind/log"
	mkdir -p "${log%/*}"
	[ "$kind" != real ] || rm -f "$SHUMAR_VECTORS_TABLE"
	run_suite "$suite" "$log" "$kind"
	code=$?
	[ "$kind" != real ] || print_table
	lines_of "$log" SKIP | sed "s/^\[SKIP\]/$kind:/" >>"$skips_file"
	passed=$((passed + $(lines_of "$log" PASS | wc -l)))
	failed=$((failed + $(lines_of "$log" FAIL | wc -l)))
	skipped=$((skipped + $(lines_of "$log" SKIP | wc -l)))
	[ "$code" = 0 ] || status=1
	if ! grep -q 'Synthesis' "$log"; then
		echo "$kind: the suite ended before its end (exit $code); what ran is counted"
		unfinished "$log" | sed "s/^/$kind: was at work: /"
		failed=$((failed + 1)) status=1
	fi
	# Criterion counts a test that leaks as passed; the sanitizers' own words decide.
	if grep -qE 'LeakSanitizer|AddressSanitizer|runtime error:' "$log"; then
		echo "$kind: a sanitizer found a fault; see $log"
		status=1
	fi
done
if [ -s "$skips_file" ]; then
	echo "skipped, each with its reason:"
	sed 's/^/  /' "$skips_file"
fi
echo "$passed passed, $failed failed, $skipped skipped"
[ "$failed" = 0 ] && [ "$status" = 0 ] && [ $((passed + skipped)) -gt 0 ]
