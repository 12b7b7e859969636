#!/usr/bin/env bash
# Runs test suites (folders under tests/) and ends with one line of counts:
#   run-tests.sh unit db golden cli browser real citus
# The suite `real` needs the records of $SHUMAR_REAL_DATA, and `citus` (the suite `db` on
# distributed tables) the coordinator that $SHUMAR_CITUS names ("host=... user=...");
# without them their tests count as skipped, loudly.
set -uo pipefail
: "${BUILD:=build}" "${SHUMAR_REAL_DATA:=../shared/data}"
export SHUMAR_PROGRAM="$PWD/$BUILD/shumar" SHUMAR_ROOT="$PWD" SHUMAR_REAL_DATA
passed=0 failed=0 skipped=0 status=0

count() { # "Tested: 3 | Passing: 2" -> the number after $1
	sed -n "s/.*$1: *\([0-9]*\).*/\1/p" <<<"$2"
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
	if [ "$kind" = real ] && [ ! -d "$SHUMAR_REAL_DATA" ]; then
		n=$("$suite" --list | grep -c '── ')
		echo "real: SKIPPED all $n tests: no folder '$SHUMAR_REAL_DATA' (set SHUMAR_REAL_DATA)"
		skipped=$((skipped + n))
		continue
	fi
	if [ "$kind" = browser ]; then
		SHUMAR_AXE=$(tools/axe.sh) || status=1
		export SHUMAR_AXE
	fi
	log="$BUILD/tests/$kind/log"
	mkdir -p "${log%/*}"
	timeout 1500 "$suite" ${TEST_FILTER:+--filter "$TEST_FILTER"} 2>&1 | tee "$log" | grep -v '^$' | sed "s/^/$kind: /"
	code=${PIPESTATUS[0]}
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
