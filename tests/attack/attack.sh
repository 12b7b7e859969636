#!/bin/sh
# Every attacker on weak releases and on ours (make attack): what the library protects of made-up
# counts, and what the real commands publish in the warehouse of a demonstration, by the office's
# own plans. CASES, WEEKS, NIGHTS and TWINS make the play larger or smaller.
# Writes $BUILD/attack/report.md; exit 1 where an attacker wins on ours or fails on a weak release.
set -eu
: "${BUILD:=build}" "${SHUMAR_ROOT:=$PWD}"
: "${CASES:=60000}" "${WEEKS:=52}" "${NIGHTS:=20}" "${TWINS:=3}"
export SHUMAR_ROOT SHUMAR_PROGRAM="$SHUMAR_ROOT/$BUILD/shumar"
here=$SHUMAR_ROOT/tests/attack
programs=$SHUMAR_ROOT/$BUILD/tests/attack
# Debian's Python has Debian's SciPy; one that comes first on PATH may not.
python=/usr/bin/python3
work=$(mktemp -d "${TMPDIR:-/tmp}/shumar-attack-XXXXXX")
chmod 777 "$work"
end() {
	for desk in base year cut; do
		(cd "$work/$desk" 2>/dev/null && "$SHUMAR_PROGRAM" db stop --quiet) >/dev/null 2>&1 || true
	done
	rm -rf "$work"
}
trap end EXIT
mkdir -m 777 "$work/base" "$work/twins"
# The templates as they are, with the plan of the weeks beside the office's own.
cp -r "$SHUMAR_ROOT/templates" "$work/templates"
cp "$here"/plans/*.yaml "$work/templates/releases"
cat >"$work/base/shumar.yaml" <<-YAML
	data: data
	templates: $work/templates
	output: out
	office: $SHUMAR_ROOT/deploy/office-example
	sources:
	  psrms: {mapping: psrms, connection: "embedded:psrms_demo"}
YAML
cd "$work/base"
"$SHUMAR_PROGRAM" demo --cases "$CASES" --nights "$NIGHTS" --output demo --papers none \
	>demo.log 2>&1 || {
	tail demo.log >&2
	exit 1
}
"$SHUMAR_PROGRAM" db stop --quiet >/dev/null
cd "$work"
echo "$(date +%T) the records are there"

# publishes DESK's steps; what is withheld is read for the judge and for the leak alone
publish() {
	desk=$1
	shift
	cp -a base "$desk"
	mkdir -m 777 "public-$desk"
	"$python" -B "$here/steps.py" "$@" | "$python" -B "$here/desk.py" "$desk" "$work/public-$desk"
	(cd "$desk" && "$SHUMAR_PROGRAM" db psql -- --csv -c 'select c.measure, c.place, c.kind,
			c.first_on, c.last_on, h.value
		from release.hidden h join release.cell c using (release_id, cell_no)
		join release.release r using (release_id) where c.table_name is not null
		order by r.prepared_at' >"$work/truth-$desk.csv" &&
		"$SHUMAR_PROGRAM" db stop --quiet >/dev/null)
}
publish year "$WEEKS" "$NIGHTS"
publish cut cut
cd "$SHUMAR_ROOT"
"$python" -B "$here/run.py" --work "$work/weak" --report "$BUILD/attack/report.md" \
	--program "$programs/protect_table" --twins "$work/base" --tries "$TWINS" \
	--ours "$work/public-year" --truth "$work/truth-year.csv" \
	--ours "$work/public-cut" --truth "$work/truth-cut.csv"
