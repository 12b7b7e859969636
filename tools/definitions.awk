# The table of docs/definitions.md, made of templates/measures.yaml: a measure a row, in English. `make docs` runs it, and
# tests/unit/reports/library/test_definitions.c holds the page to what the program reads of the same file.

# The English text of `{en: …, ur: …}` or of a line `en: …`.
function english(text) {
	sub(/^.*en: */, "", text)
	sub(/, ur:.*$/, "", text)
	if (text ~ /^".*"$/)
		text = substr(text, 2, length(text) - 2)
	return text
}

function put() {
	if (id != "")
		printf "| `%s` | %s | %s | %s | %s | %s |\n", id, name, unit, definition, basis, above != "" ? "`" above "` / `" below "`" : ""
	name = unit = definition = basis = above = below = part = ""
}

/^  [a-z0-9_]+:$/ { put(); id = substr($1, 1, length($1) - 1); next }
/^    [a-z-]+:/ { part = substr($1, 1, length($1) - 1) }
/^    name: / { name = english($0) }
/^    unit: / { unit = $2 }
/^    basis: / { basis = english($0) }
/^    definition: / { definition = english($0) }
/^      en: / && part == "definition" { definition = english($0) }
/^    numerator: / { above = $2 }
/^    denominator: / { below = $2 }
END { put() }
