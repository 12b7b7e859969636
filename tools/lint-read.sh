#!/usr/bin/env bash
# Has a tool read those files in which it has not yet found nothing:
#   lint-read.sh TOOL BATCH COMMAND FILE...
# COMMAND gets BATCH files at a time as "$@", on all processors; what it prints is a finding. A file without one
# is read again only when it, a header of ours that it includes, the tool, its configuration, COMMAND
# or $ALL_CFLAGS changes: build/lint/TOOL-SETTINGS has a line "SUM  FILE" for each, the sum being that of the
# file and all its headers.
set -euo pipefail
tool=$1 batch=$2 command=$3
shift 3
[ $# -gt 0 ] || exit 0
folder=${BUILD:-build}/lint
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

settings=$({
	printf '%s\n' "$command" "${ALL_CFLAGS:-}"
	"$tool" --version
	cat .clang-format .clang-tidy
} | sha256sum | cut -c1-16)
notes=$folder/$tool-$settings
mkdir -p "$folder"
touch "$notes"
find "$folder" -name "$tool-*" -mtime +30 -delete # of settings that nobody has any more

# Writes a file for each of the FILEs: the sums of it and of all headers that it includes.
mkdir "$work/parts"
find app core etl reports tests -name '*.[ch]' -exec sha256sum {} + >"$work/sums"
find app core etl reports tests -name '*.[ch]' -exec \
	grep -HoE '^[[:space:]]*#[[:space:]]*include[[:space:]]*"[^"]*"' {} + |
	sed -E 's/:[^"]*"([^"]*)".*/ \1/' >"$work/includes"
printf '%s\n' "$@" | awk -v sums="$work/sums" -v includes="$work/includes" -v parts="$work/parts" '
	FILENAME == sums { sum[$2] = $1; next }
	FILENAME == includes { # named from the root, or from beside the file; else none of ours
		beside = $1
		sub(/[^\/]*$/, "", beside)
		header = $2 in sum ? $2 : beside $2
		if (header in sum) included[$1] = included[$1] " " header
		next
	}
	function collect(file,    names, n, count) {
		if (file in seen) return
		seen[file] = 1
		print sum[file], file > part
		count = split(included[file], names, " ")
		for (n = 1; n <= count; n++) collect(names[n])
	}
	{
		part = parts "/" $0
		gsub(/\//, "+", part)
		part = parts "/" substr(part, length(parts) + 2)
		split("", seen)
		collect($0)
		close(part)
	}' "$work/sums" "$work/includes" -
(cd "$work/parts" && find . -type f -exec sha256sum {} + | sed 's|\./||; y|+|/|') >"$work/now"

grep -vxFf "$notes" "$work/now" | cut -c67- | LC_ALL=C sort >"$work/unread" || true
export work notes command
tr '\n' '\0' <"$work/unread" | xargs -0 -r -P "$(nproc)" -n "$batch" bash -c '
	said=$(eval "$command")
	if [ -n "$said" ]; then
		printf "%s\n" "$said"
	else
		printf "%s\n" "$@" | awk "NR == FNR { named[\$0] = 1; next } \$2 in named" - "$work/now" >>"$notes"
	fi' "$tool"
