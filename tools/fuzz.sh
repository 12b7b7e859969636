#!/usr/bin/env bash
# Runs fuzz targets for $SECONDS_EACH each, from seeds made of the project's own templates, declarations and
# of files that once were read wrongly or are built to be (tests/fuzz/csv, yaml, copybinary, sqlword, workbook):
#   fuzz.sh fuzz_template fuzz_expression
# What they find stays in $FUZZ/TARGET.corpus for the next time; a crash is kept beside it and fails.
set -euo pipefail
: "${FUZZ:=build/fuzz}" "${SECONDS_EACH:=300}"
export SHUMAR_ROOT="$PWD"

# Files of tests/fuzz/csv, whose first byte says how they are declared: as they are, packed (whole, twice, with
# bytes behind, cut short) and as UTF-16.
seed_csv() { # FOLDER
	local file name
	for file in tests/fuzz/csv/*; do
		name="${file##*/}"
		cp -f "$file" "$1/$name"
		{ head -c 1 "$file" && tail -c +2 "$file" | gzip -n; } >"$1/$name.gz"
		{ cat "$1/$name.gz" && tail -c +2 "$1/$name.gz"; } >"$1/$name.gz-twice"
		{ cat "$1/$name.gz" && echo more; } >"$1/$name.gz-more"
		head -c -5 "$1/$name.gz" >"$1/$name.gz-cut"
		{ head -c 1 "$file" && tail -c +2 "$file" | iconv -c -f UTF-8 -t UTF-16LE; } >"$1/$name.utf-16" || true
	done
}

# Every template, and for the texts each line with a brace or a comparison.
seed() { # TARGET FOLDER
	case $1 in
	fuzz_csv)
		seed_csv "$2"
		return
		;;
	fuzz_yaml) cp -f tests/fuzz/yaml/* "$2" ;;
	fuzz_copybinary | fuzz_workbook)
		cp -f "tests/fuzz/${1#fuzz_}"/* "$2"
		return
		;;
	fuzz_sqlword)
		cp -f tests/fuzz/sqlword/* "$2"
		local select
		for select in sql/sources/*/*.sql; do cp -f "$select" "$2/${select//\//-}"; done
		return
		;;
	esac
	local templates=(templates/*.yaml templates/shared/*.yaml tests/gallery/*.yaml tests/golden/bad/*.yaml
		sql/sources/*/source.yaml)
	if [ "$1" = fuzz_template ] || [ "$1" = fuzz_yaml ]; then
		local file
		for file in "${templates[@]}"; do
			cp -f "$file" "$2/${file//\//-}"
		done
		return
	fi
	local n=0 line
	grep -hE '[{<>=]' "${templates[@]}" | sed -E 's/^[[:space:]-]*([a-z]+: )?//' | while IFS= read -r line; do
		n=$((n + 1))
		printf '%s' "$line" >"$2/line-$n"
	done
}

for target in "$@"; do
	corpus="$FUZZ/$target.corpus"
	mkdir -p "$corpus" "$FUZZ/$target.seeds"
	seed "$target" "$FUZZ/$target.seeds"
	echo "fuzz: $target for $SECONDS_EACH seconds"
	"$FUZZ/$target" -max_total_time="$SECONDS_EACH" -max_len=16384 -timeout=20 -rss_limit_mb=2048 -verbosity=0 \
		-print_final_stats=1 -artifact_prefix="$FUZZ/$target-" "$corpus" "$FUZZ/$target.seeds"
done
echo "fuzz: nothing found"
