#!/usr/bin/env bash
# Keeps a small warehouse as this version makes it, for later versions to be tested on:
#   tools/upgrade-fixture.sh 0.2.0
# Made before a tag (CONTRIBUTING.md) by the built program, which has to be of this version; never made again for a version that is out.
# Writes tests/upgrade/VERSION/: roles.sql, warehouse.sql.gz and source.sql.gz (made-up records of the
# demonstration, a few of each kind), keys.tar.gz (this warehouse's own, which protect nobody) and
# figures.txt, what tests/upgrade/figures.sql counts of them.
set -euo pipefail
cd "$(dirname "$0")/.."
version=${1:?usage: tools/upgrade-fixture.sh VERSION}
: "${BUILD:=build}"
program=$PWD/$BUILD/shumar root=$PWD folder=$PWD/tests/upgrade/$version
[ "$("$program" --version)" = "shumar $version" ] || { echo "$program is not of version $version" >&2; exit 2; }
postgres=$(pg_config --bindir)
work=$(mktemp -d "${TMPDIR:-/tmp}/shumar-upgrade-XXXXXX")
chmod 777 "$work"
end() {
	(cd "$work" && "$program" db stop --quiet) || true
	rm -rf "$work"
}
trap end EXIT
cd "$work"
cat >shumar.yaml <<YAML
data: data
templates: $root/templates
output: out
sources:
  psrms: {mapping: psrms, connection: "embedded:psrms_demo"}
YAML
"$program" demo --cases 500 --papers none --output demo >demo.log 2>&1 || { cat demo.log >&2; exit 1; }
sql() {
	"$program" db psql -- -X -q -At -v ON_ERROR_STOP=1 "$@"
}
# a few records of each kind, in a warehouse that knows no others
sql -d psrms_demo -f "$root/tests/upgrade/few.sql"
sql -d postgres -c 'drop database shumar' -c 'create database shumar'
"$program" etl run --quiet
sql -c "update etl.run set host = 'fixture'" # no manifest holds it
dump() {
	"$postgres/$1" -h "$work/data/cluster" -U shumar "${@:2}" | sed '/^\\\(un\)\?restrict /d'
}
mkdir -p "$folder"
dump pg_dumpall --roles-only | grep -v '^\(CREATE\|ALTER\) ROLE shumar\( \|;\)' >"$folder/roles.sql"
dump pg_dump shumar | gzip -9n >"$folder/warehouse.sql.gz"
dump pg_dump psrms_demo | gzip -9n >"$folder/source.sql.gz"
tar -C data --owner=0 --group=0 -czf "$folder/keys.tar.gz" keys
sql -f "$root/tests/upgrade/figures.sql" >"$folder/figures.txt"
ls -l "$folder"
