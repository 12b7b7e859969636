#!/usr/bin/env bash
# Runs test suites (folders under tests/) and ends with one line of counts:
#   run-tests.sh db golden cli unit browser real citus
# The first runs beside the others, which follow each other ($TEST_SUITES at a time, 2); each uses all
# processors. What a suite said stands in build/tests/SUITE/log, and is shown when the suite has ended.
# The suite `real` needs the records of $SHUMAR_REAL_DATA and the expected numbers of
# $SHUMAR_VECTORS, and `citus` (the suite `db` on distributed tables) the coordinator that
# $SHUMAR_CITUS names ("host=... user=..."); without them their tests count as skipped, loudly.
# `real` ends with a table: how far each file of expected numbers is from ours.
# A suite that says nothing for $TEST_SILENCE seconds hangs and is ended; however long one takes, what
# it said is counted, test by test, in any locale. Each skipped test gives its reason.
set -uo pipefail
: "${BUILD:=build}" "${SHUMAR_REAL_DATA:=../shared/data}"
: "${SHUMAR_VECTORS:=$SHUMAR_REAL_DATA/../vectors}" "${TEST_SILENCE:=2400}" "${TEST_SUITES:=2}"
# a test may run what stands in another folder
SHUMAR_REAL_DATA=$(realpath -m "$SHUMAR_REAL_DATA") SHUMAR_VECTORS=$(realpath -m "$SHUMAR_VECTORS")
export SHUMAR_PROGRAM="$PWD/$BUILD/shumar" SHUMAR_ROOT="$PWD" SHUMAR_REAL_DATA SHUMAR_VECTORS
export SHUMAR_VECTORS_TABLE="$PWD/$BUILD/tests/real/vectors.txt"
passed=0 failed=0 skipped=0 status=0
skips_file="$BUILD/tests/skipped" failures_file="$BUILD/tests/failed"
mkdir -p "$BUILD/tests" && : >"$skips_file" && : >"$failures_file"

# memory_folder: prints a new folder in memory, where there is one that has room and lets programs run.
# Each test of a database makes and removes a thousand files, for which a disk takes as long as the test.
memory_folder() {
	local folder free
	free=$(awk '$1 == "MemAvailable:" { print $2 }' /proc/meminfo 2>/dev/null)
	[ "${free:-0}" -ge $((6 * 1024 * 1024)) ] || return 1
	[ "$(df -k --output=avail /dev/shm 2>/dev/null | tail -n 1)" -ge $((4 * 1024 * 1024)) ] 2>/dev/null || return 1
	folder=$(mktemp -d /dev/shm/sh-XXXXXX 2>/dev/null) || return 1
	printf '#!/bin/sh\n' >"$folder/program" && chmod 755 "$folder/program"
	if "$folder/program" 2>/dev/null; then
		rm -f "$folder/program"
		echo "$folder"
	else
		rm -rf "$folder"
		return 1
	fi
}
if [ -z "${TMPDIR:-}" ]; then
	work=$(memory_folder) || work=$(mktemp -d /tmp/sh-XXXXXX)
	chmod 711 "$work" # the server's user must be able to enter
	export TMPDIR="$work"
	trap 'rm -rf "$work"' EXIT
fi

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
	echo "all $1 tests of $2: $3" >>"$skips_file"
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

# run_suite SUITE LOG JOBS: runs it in a process group of its own, which a signal ends.
run_suite() {
	# through a pipe: tests of full disks limit the size of every file that they write to
	local pipe="$2.pipe" suite writer watcher code
	rm -f "$pipe" && mkfifo "$pipe" && : >"$2"
	cat "$pipe" >>"$2" &
	writer=$!
	setsid "$1" --verbose --jobs "$3" ${TEST_FILTER:+--filter "$TEST_FILTER"} >"$pipe" 2>&1 &
	suite=$!
	# what stops the tests' servers then holds the pipe open until it is done
	trap 'kill -TERM -- "-$suite" 2>/dev/null; wait "$suite" "$writer"; exit 130' TERM
	watch "$suite" "$2" &
	watcher=$!
	wait "$suite"
	code=$?
	# what is still in the pipe; a server that a test left behind may hold it open
	for _ in 1 2 3 4 5 6 7 8 9 10; do kill -0 "$writer" 2>/dev/null && sleep 0.3 || break; done
	rm -f "$pipe"
	kill "$watcher" "$writer" 2>/dev/null
	wait "$watcher" "$writer" 2>/dev/null
	return "$code"
}

# unfinished LOG: the tests that had begun when the suite ended.
unfinished() {
	sed 's/\x1b\[[0-9;]*m//g' "$1" | sed -n 's/^\[\(....\) *\] \([^ :]*::[^ :]*\).*/\1 \2/p' |
		awk '$1 == "RUN" { at[$2] = 1; next } { delete at[$2] } END { for (test in at) print test }' | sort
}

coordinator=${SHUMAR_CITUS:-}
unset SHUMAR_CITUS # only `citus` is not on a PostgreSQL of its own
declare -A kinds=() began=() # by the process of a suite

begin_suite() {
	local kind=$1 suite="$BUILD/tests/${1/citus/db}/suite" vectors jobs
	if [ "$kind" = citus ] && [ -z "$coordinator" ]; then
		skip_all "$(tests_of "$suite")" "'db' on distributed tables" 'SHUMAR_CITUS names no coordinator'
		return
	fi
	if [ "$kind" = real ] && [ ! -d "$SHUMAR_REAL_DATA" ] && [ ! -d "$SHUMAR_VECTORS" ]; then
		vectors=$(tests_of "$suite" vectors)
		skip_all "$(($(tests_of "$suite") - vectors))" "'real' on real records" \
			"no folder '$SHUMAR_REAL_DATA' (set SHUMAR_REAL_DATA)"
		skip_all "$vectors" "'real' of expected numbers" "no folder '$SHUMAR_VECTORS' (set SHUMAR_VECTORS)"
		return
	fi
	if [ "$kind" = browser ]; then
		SHUMAR_AXE=$(tools/axe.sh) || status=1
		export SHUMAR_AXE
	fi
	# tests of a database wait, for the server and for what they kill; one more has the processors meanwhile
	case $kind in db | citus) jobs=$(($(nproc) + 1)) ;; *) jobs=$(nproc) ;; esac
	mkdir -p "$BUILD/tests/$kind"
	[ "$kind" != real ] || rm -f "$SHUMAR_VECTORS_TABLE"
	(
		[ "$kind" != citus ] || export SHUMAR_CITUS="$coordinator"
		run_suite "$suite" "$BUILD/tests/$kind/log" "$jobs"
	) &
	kinds[$!]=$kind began[$!]=$SECONDS
}

# end_suite PROCESS CODE: shows what is not a test that began or passed, and counts.
end_suite() {
	local kind=${kinds[$1]} log="$BUILD/tests/${kinds[$1]}/log" ok bad left
	ok=$(lines_of "$log" PASS | wc -l) bad=$(lines_of "$log" FAIL | wc -l) left=$(lines_of "$log" SKIP | wc -l)
	grep -av -e '^$' -e '\[RUN ' -e '\[.*PASS.*\]' -e 'Running [0-9]* test' -e ': Test is disabled$' "$log" |
		sed "s/^/$kind: /"
	[ "$kind" != real ] || print_table
	lines_of "$log" SKIP | sed "s/^\[SKIP\]/$kind:/" >>"$skips_file"
	lines_of "$log" FAIL | sed "s/^\[FAIL\]/$kind:/" >>"$failures_file"
	[ "$2" = 0 ] || status=1
	if ! grep -q 'Synthesis' "$log"; then
		echo "$kind: the suite ended before its end (exit $2); what ran is counted"
		unfinished "$log" | sed "s/^/$kind: was at work: /" | tee -a "$failures_file"
		bad=$((bad + 1)) status=1
	fi
	# Criterion counts a test that leaks as passed; the sanitizers' own words decide.
	if grep -qE 'LeakSanitizer|AddressSanitizer|runtime error:' "$log"; then
		echo "$kind: a sanitizer found a fault; see $log" | tee -a "$failures_file"
		status=1
	fi
	echo "$kind: $ok passed, $bad failed, $left skipped in $((SECONDS - began[$1])) s"
	passed=$((passed + ok)) failed=$((failed + bad)) skipped=$((skipped + left))
	unset "kinds[$1]"
}

trap 'kill -TERM "${!kinds[@]}" 2>/dev/null; wait; exit 130' INT TERM
await_suite() {
	local process code
	wait -n -p process
	code=$?
	end_suite "$process" "$code"
}
for kind in "$@"; do
	while [ ${#kinds[@]} -ge "$TEST_SUITES" ]; do await_suite; done
	begin_suite "$kind"
done
while [ ${#kinds[@]} -gt 0 ]; do await_suite; done

if [ -s "$skips_file" ]; then
	echo "skipped, each with its reason:"
	sed 's/^/  /' "$skips_file"
fi
if [ -s "$failures_file" ]; then
	echo "failed:"
	sed 's/^/  /' "$failures_file"
fi
echo "$passed passed, $failed failed, $skipped skipped in $SECONDS s"
[ "$failed" = 0 ] && [ "$status" = 0 ] && [ $((passed + skipped)) -gt 0 ]
