#!/bin/sh
# Remakes docs/press-note.png, the page that the README shows, from the
# demonstration's press note (made by `make demo`).
set -eu
cd "$(dirname "$0")/.."
: "${BUILD:=build}"
picture=docs/press-note

if ! command -v pdftoppm >/dev/null; then
	echo "picture: pdftoppm is missing; install poppler-utils" >&2
	exit 1
fi
# A press note may come in languages and editions; the English one is shown.
note=$(find "$BUILD/demo" -name 'vwps-note*.pdf' ! -name '*[-.]ur.pdf' 2>/dev/null | LC_ALL=C sort | head -n 1)
if [ -z "$note" ]; then
	echo "picture: no vwps-note PDF below $BUILD/demo; run 'make demo' first" >&2
	exit 1
fi
pdftoppm -r 80 -png -f 1 -l 1 -singlefile "$note" "$picture.part"
mv "$picture.part.png" "$picture.png"
echo "picture: page 1 of $note is $picture.png"
