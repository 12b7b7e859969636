#!/bin/sh
# Every attacker on weak releases and on ours (make attack): what the library protects of made-up
# counts, and what the real commands publish in warehouses of a demonstration, by the office's
# own plans. Writes $BUILD/attack/report.md; exit 1 where an attacker wins on ours or fails on a
# weak release, 2 where the play itself breaks down.
#
#   CASES NIGHTS WEEKS DISTRICTS TWINS   make the play larger or smaller
#   MONTHS="2025-10 2025-11 2025-12"     of the monthly releases; the third takes longest
#   STEPS=60000                          of the guesser's sampling; fewer are quicker and less sure
#   DESKS="months weeks cut"             which desks publish
#   JOBS=2                               so many attackers at once, and all desks; 1: one by one
#   REUSE=FOLDER                         keeps all there; what is there already is not made again,
#                                        so that attackers run once more without the desks
set -eu
: "${BUILD:=build}" "${SHUMAR_ROOT:=$PWD}"
: "${CASES:=60000}" "${NIGHTS:=20}" "${WEEKS:=52}" "${DISTRICTS:=2}" "${TWINS:=3}"
: "${STEPS:=60000}" "${DESKS=months weeks cut}" "${JOBS:=2}" "${REUSE:=}"
export SHUMAR_ROOT SHUMAR_PROGRAM="$SHUMAR_ROOT/$BUILD/shumar"
here=$SHUMAR_ROOT/tests/attack
programs=$SHUMAR_ROOT/$BUILD/tests/attack
# Debian's Python has Debian's SciPy; one that comes first on PATH may not.
python=/usr/bin/python3
if [ -n "$REUSE" ]; then
	mkdir -p "$REUSE"
	work=$(cd "$REUSE" && pwd)
else
	work=$(mktemp -d "${TMPDIR:-/tmp}/shumar-attack-XXXXXX")
fi
chmod 777 "$work" # the server is another user
end() {
	trap - EXIT INT TERM
	for desk in base $DESKS; do
		(cd "$work/$desk" 2>/dev/null && "$SHUMAR_PROGRAM" db stop --quiet) >/dev/null 2>&1 || true
	done
	[ -n "$REUSE" ] || rm -rf "$work"
}
trap end EXIT
trap 'exit 130' INT
trap 'exit 143' TERM
say() {
	echo "$(date +%T) $*"
}

# A demonstration without a release, of which every desk gets a copy.
make_base() {
	rm -rf "$work/base" "$work/templates" "$work/office"
	mkdir -m 777 "$work/base"
	# The templates as they are, with the plans of the play beside the office's own.
	cp -r "$SHUMAR_ROOT/templates" "$work/templates"
	cp "$here"/plans/*.yaml "$work/templates/releases"
	sed 's/^release: punjab-monthly/release: attack-again/' \
		"$SHUMAR_ROOT/templates/releases/punjab-monthly.yaml" \
		>"$work/templates/releases/attack-again.yaml"
	cp -r "$SHUMAR_ROOT/deploy/office-example" "$work/office"
	cat >"$work/base/shumar.yaml" <<-YAML
		data: data
		templates: $work/templates
		output: out
		office: $work/office
		sources:
		  psrms: {mapping: psrms, connection: "embedded:psrms_demo"}
	YAML
	cd "$work/base"
	"$SHUMAR_PROGRAM" demo --cases "$CASES" --nights "$NIGHTS" --output demo --papers none \
		>demo.log 2>&1 || {
		tail demo.log >&2
		exit 2
	}
	"$SHUMAR_PROGRAM" db stop --quiet >/dev/null
	touch "$work/base.done"
}

steps() {
	case $1 in
	months) "$python" -B "$here/steps.py" months "$NIGHTS" "$DISTRICTS" ;;
	weeks) "$python" -B "$here/steps.py" weeks "$WEEKS" ;;
	cut) "$python" -B "$here/steps.py" cut "$DISTRICTS" ;;
	esac
}

# publishes DESK's steps; what is withheld is read for the judge and for the leak alone
publish() {
	desk=$1
	cd "$work"
	rm -rf "$desk" "public-$desk"
	cp -a base "$desk"
	mkdir -m 777 "public-$desk"
	steps "$desk" | "$python" -B "$here/desk.py" "$desk" "public-$desk" "$desk.log" || return 2
	(cd "$desk" && "$SHUMAR_PROGRAM" db psql -- --csv -c 'select c.measure, c.place, c.kind,
			c.first_on, c.last_on, h.value
		from release.hidden h join release.cell c using (release_id, cell_no)
		join release.release r using (release_id) where c.table_name is not null
		order by r.prepared_at' >"$work/truth-$desk.csv.part" &&
		"$SHUMAR_PROGRAM" db stop --quiet >/dev/null) || return 2
	mv "truth-$desk.csv.part" "truth-$desk.csv"
}

say "the play: $CASES cases, $NIGHTS nights, $WEEKS weeks, $DISTRICTS districts with notes," \
	"$TWINS twins, $JOBS at once${REUSE:+, kept in $work}"
if [ -e "$work/base.done" ]; then
	say "the records are there"
else
	(make_base) || exit 2
	say "the records are made"
fi
for desk in $DESKS; do
	if [ -e "$work/truth-$desk.csv" ]; then
		say "$desk: has published"
	elif [ "$JOBS" -gt 1 ]; then
		publish "$desk" &
	else
		publish "$desk"
	fi
done
wait
for desk in $DESKS; do
	[ -e "$work/truth-$desk.csv" ] || {
		say "desk $desk has published nothing" >&2
		exit 2
	}
done
say "all is published; now the attackers"
cd "$SHUMAR_ROOT"
set --
for desk in $DESKS; do
	set -- "$@" --ours "$work/public-$desk"
done
if [ "$TWINS" -gt 0 ]; then
	set -- "$@" --twins "$work/base" --tries "$TWINS"
fi
"$python" -B "$here/run.py" --work "$work/play" --report "$BUILD/attack/report.md" --jobs "$JOBS" \
	--steps "$STEPS" --program "$programs/protect_table" --sizes "$CASES cases, $NIGHTS nights, $WEEKS weeks" "$@"
