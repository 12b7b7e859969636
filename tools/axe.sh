#!/bin/sh
# Fetches axe-core, which the browser tests let judge the HTML pages, once into build/axe/:
#   axe.sh            prints the path of axe.min.js, or says on stderr why there is none
# A pinned version, checked by its sum; only tests use it, nothing of it is shipped (MPL-2.0).
set -eu
version=4.10.3
sum=880970c081707360e64f34cea25ff91892f5bc95675b0776925b9709dd8a68bb
folder=build/axe
file=$folder/axe-$version.min.js

if [ ! -e "$file" ]; then
	if ! command -v npm >/dev/null 2>&1; then
		echo "axe: no npm to fetch axe-core $version with; the accessibility tests are skipped" >&2
		exit 0
	fi
	work=$(mktemp -d)
	trap 'rm -rf "$work"' EXIT
	if ! (cd "$work" && timeout 120 npm pack --silent --ignore-scripts "axe-core@$version" >/dev/null 2>"$work/log"); then
		tail -n 3 "$work/log" >&2
		echo "axe: axe-core $version could not be fetched; the accessibility tests are skipped" >&2
		exit 0
	fi
	tar -xzf "$work/axe-core-$version.tgz" -C "$work" package/axe.min.js
	if ! echo "$sum  $work/package/axe.min.js" | sha256sum --check --status; then
		echo "axe: axe-core $version is not what it was: its sum is another" >&2
		exit 1
	fi
	mkdir -p "$folder"
	mv "$work/package/axe.min.js" "$file"
fi
echo "$PWD/$file"
