#!/usr/bin/env bash
# Runs fuzz targets for $SECONDS_EACH each, from seeds made of the project's own templates:
#   fuzz.sh fuzz_template fuzz_expression
# What they find stays in $FUZZ/TARGET.corpus for the next time; a crash is kept beside it and fails.
set -euo pipefail
: "${FUZZ:=build/fuzz}" "${SECONDS_EACH:=300}"
export SHUMAR_ROOT="$PWD"

# Every template, and for the texts each line with a brace or a comparison.
seed() { # TARGET FOLDER
	local templates=(templates/*.yaml templates/shared/*.yaml tests/gallery/*.yaml tests/golden/bad/*.yaml)
	if [ "$1" = fuzz_template ]; then
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
