#!/usr/bin/env bash
# Runs test suites (folders under tests/) and ends with one line of counts:
#   run-tests.sh unit db golden cli browser real citus
# The suite `real` needs the records of $SHUMAR_REAL_DATA and the expected numbers of
# $SHUMAR_VECTORS, and `citus` (the suite `db` on distributed tables) the coordinator that
# $SHUMAR_CITUS names ("host=... user=..."); without them their tests count as skipped, loudly.
# `real` ends with a table: how far each file of expected numbers is from ours.
set -uo pipefail
: "${BUILD:=build}" "${SHUMAR_REAL_DATA:=../shared/data}"
: "${SHUMAR_VECTORS:=$SHUMAR_REAL_DATA/../vectors}"
export SHUMAR_PROGRAM="$PWD/$BUILD/shumar" SHUMAR_ROOT="$PWD" SHUMAR_REAL_DATA SHUMAR_VECTORS
export SHUMAR_VECTORS_TABLE="$PWD/$BUILD/tests/real/vectors.txt"
passed=0 failed=0 skipped=0 status=0

count() { # "Tested: 3 | Passing: 2" -> the number after $1
	sed -n "s/.*$1: *\([0-9]*\).*/\1/p" <<<"$2"
}

# The lines that the tests of expected numbers wrote, one a file; nothing when none were read.
print_table() {
	[ -s "$SHUMAR_VECTORS_TABLE" ] || return 0
	echo "real: expected numbers of $SHUMAR_VECTORS: cells compared, and the deviation nearest its tolerance"
	printf '%-46s %6s %7s %8s %11s %9s  %s\n' file rows columns cells deviation tolerance column
	LC_ALL=C sort "$SHUMAR_VECTORS_TABLE"
}

# missing FOLDER N WHICH VARIABLE: when it is, N tests count as skipped; each of them skips itself.
missing() {
	[ ! -d "$1" ] || return 0
	echo "real: SKIPPED all $2 tests $3: no folder '$1' (set $4)"
	skipped=$((skipped + $2))
}

coordinator=${SHUMAR_CITUS:-}
for kind in "$@"; do
	suite="$BUILD/tests/${kind/citus/db}/suite"
	unset SHUMAR_CITUS # the others are on a PostgreSQL of their own
	if [ "$kind" = citus ] && [ -z "$coordinator" ]; then
		n=$("$suite" --list | grep -c '── ')
		echo "citus: SKIPPED all $n tests of 'db' on distributed tables: SHUMAR_CITUS names no coordinator"
		skipped=$((skipped + n))
		continue
	fi
	[ "$kind" != citus ] || export SHUMAR_CITUS="$coordinator"
	if [ "$kind" = real ]; then
		vectors=$("$suite" --list | sed -n 's/^vectors: \([0-9]*\) test.*/\1/p')
		records=$(($("$suite" --list | grep -c '── ') - vectors))
		missing "$SHUMAR_REAL_DATA" "$records" 'on real records' SHUMAR_REAL_DATA
		missing "$SHUMAR_VECTORS" "$vectors" 'of expected numbers' SHUMAR_VECTORS
		[ -d "$SHUMAR_REAL_DATA" ] || [ -d "$SHUMAR_VECTORS" ] || continue
	fi
	if [ "$kind" = browser ]; then
		SHUMAR_AXE=$(tools/axe.sh) || status=1
		export SHUMAR_AXE
	fi
	log="$BUILD/tests/$kind/log"
	mkdir -p "${log%/*}"
	[ "$kind" != real ] || rm -f "$SHUMAR_VECTORS_TABLE"
	timeout 1500 "$suite" ${TEST_FILTER:+--filter "$TEST_FILTER"} 2>&1 | tee "$log" | grep -v '^$' | sed "s/^/$kind: /"
	code=${PIPESTATUS[0]}
	[ "$kind" != real ] || print_table
	synthesis=$(sed 's/\x1b\[[0-9;]*m//g' "$log" | grep 'Synthesis' | tail -n 1)
	tested=$(count Tested "$synthesis") passing=$(count Passing "$synthesis")
	if [ -z "$tested" ]; then
		echo "$kind: the suite ended without counts (exit $code)"
		failed=$((failed + 1)) status=1
		continue
	fi
	skips=$(sed 's/\x1b\[[0-9;]*m//g' "$log" | grep -c '^\[SKIP\]')
	passed=$((passed + passing)) skipped=$((skipped + skips))
	failed=$((failed + tested - passing))
	[ "$code" = 0 ] || status=1
	# Criterion counts a test that leaks as passed; the sanitizers' own words decide.
	if grep -qE 'LeakSanitizer|AddressSanitizer|runtime error:' "$log"; then
		echo "$kind: a sanitizer found a fault; see $log"
		status=1
	fi
done
echo "$passed passed, $failed failed, $skipped skipped"
[ "$failed" = 0 ] && [ "$status" = 0 ] && [ "$passed" -gt 0 -o "$skipped" -gt 0 ]
