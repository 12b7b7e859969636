#!/bin/sh
# Every attacker on weak releases and on ours (make attack): what the library protects of made-up
# counts, and releases of a demonstration warehouse. CASES, WEEKS and NIGHTS make the play larger.
# Writes $BUILD/attack/report.md; exit 1 where an attacker wins on ours or fails on a weak release.
set -eu
: "${BUILD:=build}" "${SHUMAR_ROOT:=$PWD}" "${CASES:=20000}" "${WEEKS:=52}" "${NIGHTS:=40}"
export SHUMAR_ROOT
here=$SHUMAR_ROOT/tests/attack
programs=$SHUMAR_ROOT/$BUILD/tests/attack
shumar=$SHUMAR_ROOT/$BUILD/shumar
rules=$SHUMAR_ROOT/templates/disclosure.yaml
# Debian's Python has Debian's SciPy; one that comes first on PATH may not.
python=/usr/bin/python3
work=$(mktemp -d "${TMPDIR:-/tmp}/shumar-attack-XXXXXX")
chmod 777 "$work"
end() {
	(cd "$work/desk" && "$shumar" db stop --quiet) || true
	rm -rf "$work"
}
mkdir -m 777 "$work/desk" "$work/public"
trap end EXIT
cat >"$work/desk/shumar.yaml" <<-YAML
	data: data
	templates: $SHUMAR_ROOT/templates
	output: out
	office: $SHUMAR_ROOT/deploy/office-example
	sources:
	  psrms: {mapping: psrms, connection: "embedded:psrms_demo"}
YAML
cd "$work/desk"
"$shumar" demo --cases "$CASES" --nights "$NIGHTS" --output demo --papers none >demo.log 2>&1 || {
	tail demo.log >&2
	exit 1
}
"$python" "$here/steps.py" "$SHUMAR_ROOT" "$WEEKS" "$NIGHTS" >steps
"$programs/release_chain" shumar.yaml "$rules" "$work/public" <steps >said
echo "$(grep -c '^published' said) releases public, $(grep -c '^refused 8' said || true) refused"
if grep -v -e '^published' -e '^refused 8' said; then
	echo "attack: these steps failed otherwise" >&2
	exit 1
fi
# what is hidden, for the judge and for the leak alone
"$shumar" db psql -- --csv -c 'select c.measure, c.place, c.kind, c.first_on, c.last_on, h.value
	from release.hidden h join release.cell c using (release_id, cell_no)
	join release.release r using (release_id) where c.table_name is not null
	order by r.prepared_at' >truth.csv
cd "$SHUMAR_ROOT"
"$python" "$here/run.py" --work "$work/weak" --report "$BUILD/attack/report.md" \
	--program "$programs/protect_table" --ours "$work/public" --truth "$work/desk/truth.csv"
