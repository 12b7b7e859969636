#!/bin/sh
# Every attacker on weak releases and on ours (make attack):
#   attack.sh [--small]      small: what takes seconds and needs no warehouse
# Writes $BUILD/attack/report.md; exit 1 where an attacker wins on ours or fails on a weak release.
set -eu
: "${BUILD:=build}" "${SHUMAR_ROOT:=$PWD}"
export SHUMAR_ROOT
here=$SHUMAR_ROOT/tests/attack
work=$(mktemp -d "${TMPDIR:-/tmp}/shumar-attack-XXXXXX")
trap 'rm -rf "$work"' EXIT
set -- "$@" --program "$SHUMAR_ROOT/$BUILD/tests/attack/protect_table"
# Debian's Python has Debian's SciPy; one that comes first on PATH may not.
/usr/bin/python3 "$here/run.py" --work "$work" --report "$BUILD/attack/report.md" "$@"
