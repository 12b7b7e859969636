#!/bin/sh
# Opens the sample workbooks of the golden tests in LibreOffice, which must take all of them,
# and lays their printed pages out as pictures to be looked at:
#   build/office/public-en.xlsx, .pdf, -1.png, -2.png …
set -eu
: "${BUILD:=build}"
folder="$BUILD/office"
rm -rf "$folder"
mkdir -p "$folder"
export SHUMAR_ROOT="$PWD" SHUMAR_PROGRAM="$PWD/$BUILD/shumar" WORKBOOK_FOLDER="$PWD/$folder"
timeout 120 "$BUILD/tests/golden/suite" --filter 'workbook/samples*' >"$folder/log" 2>&1

# a profile of its own, so that no other program's settings and locks matter
timeout 300 soffice -env:UserInstallation="file://$PWD/$folder/profile" --headless --convert-to pdf \
	--outdir "$folder" "$folder"/*.xlsx >>"$folder/log" 2>&1
status=0
for book in "$folder"/*.xlsx; do
	pdf="${book%.xlsx}.pdf"
	if [ -s "$pdf" ]; then
		pdftoppm -r 60 -png "$pdf" "${book%.xlsx}"
		echo "office: $pdf  $(pdfinfo "$pdf" | sed -n 's/^Pages: *//p') pages"
	else
		echo "office: LibreOffice did not take '$book'; see $folder/log" >&2
		status=1
	fi
done
rm -rf "$folder/profile"
exit "$status"
