#!/usr/bin/env bash
# The gallery: every kind of block and of chart, in both languages, by every device, made by the program itself
# from tests/gallery/*.yaml and their sample rows; no database. Leaves build/gallery/index.html. Pages of HTML
# and workbooks are pictured where chromium and soffice are there.
set -euo pipefail
cd "$(dirname "$0")/.."
: "${BUILD:=build}"
out=$BUILD/gallery formats=pdf,html,xlsx,text,csv,svg,png,card
# template, rows, formats, what it shows
shows=(
	"blocks|blocks|$formats|Every kind of block"
	"blocks|blocks-none|pdf,html,xlsx,text,csv|The same where nothing happened"
	"charts|charts|$formats|Every kind of chart"
)
command -v pdftoppm >/dev/null || { echo "gallery: pdftoppm is missing; install poppler-utils" >&2; exit 1; }
rm -rf "$out"
mkdir -p "$out"

escaped() { sed 's/&/\&amp;/g; s/</\&lt;/g; s/>/\&gt;/g'; }

picture_html() { # STEM: as wide as a screen and as a telephone
	command -v chromium >/dev/null || return 0
	for width in 1200 500; do
		timeout 90 chromium --headless --no-sandbox --disable-gpu --hide-scrollbars --user-data-dir="$out/.chromium" \
			--window-size=$width,2400 --screenshot="$1.html-$width.png" "file://$PWD/$1.html" >/dev/null 2>&1 || true
	done
}

picture_books() { # all workbooks in one call, for the office program is slow to begin
	command -v soffice >/dev/null || return 0
	timeout 300 soffice --headless -env:UserInstallation="file://$PWD/$out/.office" --convert-to pdf --outdir "$out/.books" \
		"$out"/*.xlsx >/dev/null 2>&1 || true
	for book in "$out"/.books/*.pdf; do
		[ ! -e "$book" ] || pdftoppm -r 50 -png "$book" "$out/$(basename "$book" .pdf).xlsx"
	done
}

for show in "${shows[@]}"; do
	IFS='|' read -r template rows wanted _ <<<"$show"
	name=${rows/blocks-none/nothing}
	for language in en ur; do
		"$BUILD/shumar" report render "tests/gallery/$template.yaml" --rows "tests/gallery/$rows.rows" --lang "$language" \
			--format "$wanted" -o "$out/$name" >/dev/null
		stem=$out/$name$([ "$language" = en ] || echo ".$language")
		pdftoppm -r 60 -png "$stem.pdf" "$stem.pdf"
		picture_html "$stem"
	done
done
picture_books

row() { # DEVICE STEM PICTURE…: the files of a device, and their thumbnails
	local device=$1 stem=$2 file
	shift 2
	echo "<h4>$device</h4><p>"
	for file in "$stem"*."$device"; do
		# the English stem is the beginning of the Urdu one
		[[ -e $file && ${file#"$stem"} =~ ^(-[a-z]+)?\.$device$ ]] && echo "<a href='${file##*/}'>${file##*/}</a>"
	done
	echo "</p><div>"
	for file in "$@"; do
		[ ! -e "$file" ] || echo "<a href='${file##*/}'><img loading=lazy src='${file##*/}' alt=''></a>"
	done
	echo "</div>"
}

{
	echo "<!doctype html><html lang=en><meta charset=utf-8><meta name=viewport content='width=device-width'><title>Gallery</title>"
	echo "<style>body{font:15px/1.5 'Noto Sans',sans-serif;margin:2rem;color:#22272b}img{height:16rem;margin:.25rem;border:1px solid #c9ced2}"
	echo "h2{margin-top:3rem;border-top:3px solid #12436d}h4{margin:1rem 0 0}p{margin:0}pre{max-height:40rem;overflow:auto;background:#f3f6f9;padding:1rem}</style>"
	echo "<h1>Gallery of $("$BUILD/shumar" --version)</h1><p>Sample rows, no real figures.</p>"
	for show in "${shows[@]}"; do
		IFS='|' read -r template rows _ title <<<"$show"
		name=${rows/blocks-none/nothing}
		echo "<h2>$title</h2><details><summary>tests/gallery/$template.yaml</summary><pre>$(escaped <"tests/gallery/$template.yaml")</pre></details>"
		echo "<details><summary>tests/gallery/$rows.rows</summary><pre>$(escaped <"tests/gallery/$rows.rows")</pre></details>"
		for language in en ur; do
			stem=$out/$name$([ "$language" = en ] || echo ".$language")
			echo "<h3>$language</h3>"
			row pdf "$stem" "$stem".pdf-*.png
			row html "$stem" "$stem".html-*.png
			row xlsx "$stem" "$stem".xlsx-*.png
			row svg "$stem" "$stem"-*.svg
			row png "$stem" $(ls "$stem"-*.png 2>/dev/null | grep -v card || true)
			row card.png "$stem" "$stem"-*.card.png
			row csv "$stem"
			row txt "$stem"
		done
	done
	echo "</html>"
} >"$out/index.html"
rm -rf "$out/.chromium" "$out/.office" "$out/.books"
echo "gallery: $out/index.html"
