#!/usr/bin/env bash
# What the tests reached, from the counts that a program built with --coverage left below $BUILD:
#   coverage.sh            prints lines per room; the rest goes to build/coverage/
# lines.txt has each file with its lines that were never run, functions.txt the functions that were never called.
set -euo pipefail
: "${BUILD:=build/coverage}"
cd "$(dirname "$0")/.."

gcovr --root . --filter '(app|core|etl|reports)/' --exclude-unreachable-branches --gcov-ignore-parse-errors \
	--txt "$BUILD/lines.txt" --json "$BUILD/coverage.json" "$BUILD" >"$BUILD/gcovr.log" 2>&1 || {
	tail -n 5 "$BUILD/gcovr.log" >&2
	exit 1
}
python3 - "$BUILD" <<'PYTHON'
import collections, json, pathlib, re, sys

build = pathlib.Path(sys.argv[1])
rooms = {match[1] for line in open('tools/rooms.txt') if (match := re.match(r'((?:app|core|etl|reports)\S*):', line))}
room_lines, room_run, dead = collections.Counter(), collections.Counter(), []
seen = set()


def room_of(path):
    folder = pathlib.Path(path).parent
    while str(folder) not in rooms:
        folder = folder.parent
    return str(folder)


for file in json.load(open(build / 'coverage.json'))['files']:
    room = room_of(file['file'])
    seen.add(file['file'])
    lines = [line for line in file['lines'] if not line.get('gcovr/noncode')]
    room_lines[room] += len(lines)
    room_run[room] += sum(line['count'] > 0 for line in lines)
    dead += [f"{file['file']}:{function['lineno']}: {function['name']}"
             for function in file['functions'] if function['execution_count'] == 0]
sources = [str(path) for top in ('app', 'core', 'etl', 'reports') for path in sorted(pathlib.Path(top).rglob('*.c'))]
# tables alone have no lines of code, and no program lacks what is in the library
unbuilt = [path for path in sources if path not in seen and not (build / path).with_suffix('.gcno').exists()]
(build / 'functions.txt').write_text(''.join(line + '\n' for line in sorted(dead)))
print(f"{'room':<24} {'lines':>7} {'run':>7} {'':>6}")
for room in sorted(rooms):
    if room_lines[room]:
        print(f'{room:<24} {room_lines[room]:>7} {room_run[room]:>7} {100 * room_run[room] / room_lines[room]:>5.1f}%')
total, run = sum(room_lines.values()), sum(room_run.values())
if total == 0:
    sys.exit('coverage: nothing was counted: no test ran')
print(f"{'all':<24} {total:>7} {run:>7} {100 * run / total:>5.1f}%")
print(f'{len(dead)} functions were never called: {build}/functions.txt; lines never run: {build}/lines.txt')
for path in unbuilt:
    print(f'was not built: {path}')
PYTHON
