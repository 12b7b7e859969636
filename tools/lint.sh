#!/usr/bin/env bash
# Lint: everything that can be said of the sources without running them.
#   ALL_CFLAGS="..." tools/lint.sh [COMMIT]  (make lint passes the compiler's flags)
# With a COMMIT the tools read only files that are not as they were where this branch left it, and those
# beside a changed header of the same name. The house's own rules are asked of all files always.
# Says what each tool looked at, shows what it found, and ends with one line.
set -uo pipefail
shopt -s lastpipe # step runs in this shell, so that it can remember
cd "$(dirname "$0")/.."
: "${ALL_CFLAGS:=-std=gnu17 -I.}"
export ALL_CFLAGS

mapfile -t files < <(find app core etl reports tests -name '*.[ch]' 2>/dev/null | LC_ALL=C sort)
mapfile -t house < <(printf '%s\n' "${files[@]}" | grep -v '^tests/')
mapfile -t units < <(printf '%s\n' "${files[@]}" | grep '\.c$')
read=("${files[@]}") # by the tools
if [ -n "${1:-}" ]; then
	split=$(git merge-base "$1" HEAD) || exit 2
	mapfile -t read < <({ git diff --name-only "$split" && git ls-files --others --exclude-standard; } |
		sed 'p; s/\.h$/.c/' | LC_ALL=C sort -u | grep -xFf - <(printf '%s\n' "${files[@]}"))
fi
mapfile -t read_units < <(printf '%s\n' "${read[@]}" | grep '\.c$')
mapfile -t read_house < <(printf '%s\n' "${read[@]}" | grep '\.c$' | grep -v '^tests/')
failed=()

# step NAME COUNT: prints what stdin holds; any line is a finding
step() {
	local found
	found=$(cat)
	if [ -n "$found" ]; then
		printf '%s\n' "$found"
		failed+=("$1")
	fi
	printf 'lint: %-15s %4d files  %s\n' "$1" "$2" "$([ -z "$found" ] && echo clean || echo FOUND)"
}

# ── the tools ──
# Each reads what changed since it found nothing there (tools/lint-read.sh).
read_by() {
	{ tools/lint-read.sh "$@" 2>&1 || echo "$1: it could not be run to its end"; } | LC_ALL=C sort -u
}

read_by clang-format 8 'clang-format --dry-run -Werror "$@" 2>&1 | grep "error:" |
	sed "s/ \[-Wclang-format-violations\]//"' "${read[@]}" | step clang-format ${#read[@]}

# clang-tidy prints how many warnings it suppressed; only findings count, and crashes.
read_by clang-tidy 2 '
	eval "flags=($ALL_CFLAGS)"
	if said=$(clang-tidy --quiet "$@" -- "${flags[@]}" 2>&1); then
		printf "%s\n" "$said" | grep "warning: "
	else
		printf "%s\n" "$said" | grep -E "error: |warning: " || echo "$*: clang-tidy: error: it failed: $said"
	fi' "${read_units[@]}" | step clang-tidy ${#read_units[@]}

# varFuncNullUB: NULL is a pointer on every system with GLib, whose G_GNUC_NULL_TERMINATED checks it.
# missingIncludeSystem: cppcheck is not given the system's headers, on purpose.
read_by cppcheck 8 '
	cppcheck --quiet --std=c11 --enable=warning,performance,portability --library=gtk --inline-suppr -I . \
		--suppress=missingIncludeSystem --suppress=varFuncNullUB \
		"-DG_LOG_DOMAIN=\"shumar\"" "-DSHUMAR_VERSION=\"0\"" "-DSHUMAR_DATADIR=\"/\"" "-DG_DEFINE_EXTENDED_ERROR(a,b)=" \
		--template="{file}:{line}:{column}: {severity}: {message} [{id}]" "$@" 2>&1' \
	"${read_house[@]}" | step cppcheck ${#read_house[@]}

# ── the house's own rules ──
tools/rooms.sh 2>&1 >/dev/null | step rooms ${#house[@]}

# Lines of code with comments and the insides of strings taken away keep their numbers.
code_lines() {
	awk '
		FNR == 1 { comment = 0 }
		{
			line = $0
			gsub(/\\["\\]/, "", line)
			gsub(/"[^"]*"/, "\"\"", line)
			gsub(/\/\*([^*]|\*[^\/])*\*\//, "", line)
			if (comment) { if (!sub(/^.*\*\//, "", line)) next; comment = 0 }
			if (line ~ /\/\*/) { sub(/\/\*.*/, "", line); comment = 1 }
			sub(/\/\/.*/, "", line)
			print FILENAME ":" FNR ":" line
		}' "$@"
}
banned='(strcpy|strcat|stpcpy|sprintf|vsprintf|gets|strtok|atoi|atol|atof|system|popen|alloca|setjmp|longjmp)'
code_lines "${files[@]}" | grep -E "[^A-Za-z0-9_>.]$banned[[:space:]]*\(" | sed 's/$/   (a banned call)/' |
	step banned-calls ${#files[@]}

# Results go to stdout from commands only (and documents, where "-" is their file); only main and forked children end the process.
speakers='^(app/[a-z_]*|core/config/command|[a-z_/]*commands?[a-z_]*|reports/output/output|reports/witness/read)\.c:'
{
	code_lines "${house[@]}" | grep -vE "$speakers" |
		grep -E '[^A-Za-z0-9_>.](printf|puts|putchar|vprintf|g_print)[[:space:]]*\(|\(stdout|, *stdout' |
		sed 's/$/   (only commands print)/'
	code_lines "${house[@]}" | grep -vE '^app/main\.c:' | grep -E '[^A-Za-z0-9_>.]exit[[:space:]]*\(' |
		sed 's/$/   (the library exits nowhere)/'
} | step quiet-library ${#house[@]}

# build/gen/sqltext_names.h has a name for each file, which the compiler knows to be there.
grep -nE '"(core|cubes|demo|distribute|engine|etl|facts|map|reference|release|reports|schema|sources)/[a-z0-9_/]+\.(sql|csv|yaml|txt)"' \
	$(printf '%s\n' "${house[@]}" | grep '\.c$') /dev/null | grep -v '/\*' |
	sed 's/$/   (say SQL_…, as build\/gen\/sqltext_names.h has it)/' |
	step sql-names ${#house[@]}

grep -niE '"[^"]*\b(select[^"]* from |insert into |update [^"]* set |delete from |create table |alter table |drop table )' \
	$(printf '%s\n' "${house[@]}" | grep '\.c$') /dev/null | sed 's/$/   (SQL lives in sql\/)/' | step no-sql-in-c ${#house[@]}

# What a Citus cluster would refuse or get wrong; the sources' SQL and the demonstration's run elsewhere.
tools/lint-sql.sh | step sql-on-citus "$(find sql -name '*.sql' ! -path 'sql/sources/*' ! -path 'sql/demo/*' | wc -l)"

wc -l "${files[@]}" | awk '$2 != "total" && $1 > 800 { print $2 ": " $1 " lines, 800 are the most" }' |
	step file-length ${#files[@]}

# A body opens and closes in the first column; clang-tidy sees the rest of a function's measures.
awk '
	/^{/ { start = FNR }
	/^}/ && start { if (FNR - start - 1 > 80) print FILENAME ":" start ": a function of " FNR - start - 1 " lines, 80 are the most"; start = 0 }
' "${units[@]}" | step function-length ${#units[@]}

if [ ${#failed[@]} = 0 ]; then
	echo "lint: all clean, ${#files[@]} files"
else
	echo "lint: FOUND by ${#failed[@]}: ${failed[*]}"
	exit 1
fi
