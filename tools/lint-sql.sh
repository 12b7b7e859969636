#!/usr/bin/env bash
# Finds in the warehouse's SQL what Citus refuses or gets wrong (docs/scale.md):
#   tools/lint-sql.sh [FILE...]        (all of sql/ but the sources' and the demonstration's)
# Prints file:line: what it found, and ends with 1 when there was anything.
#
# It reads text, statement by statement, and not with a parser: most statements of the engine are texts that
# functions put together (format(...)), in which a parser sees a string and nothing more. What the
# catalogues know (keys, foreign keys, triggers of the schema as it is) is tests/db/core/warehouse/test_distribute.c's.
set -uo pipefail
[ $# -gt 0 ] || {
	cd "$(dirname "$0")/.." || exit 2
	mapfile -t all < <(find sql -name '*.sql' ! -path 'sql/sources/*' ! -path 'sql/demo/*' | LC_ALL=C sort)
	set -- "${all[@]}"
}

LC_ALL=C awk '
	# the column by which the rows of a table are spread
	function key_of(name) {
		sub(/^.*\./, "", name); gsub(/"/, "", name); sub(/_history$/, "", name); sub(/^(full|deleted|delta)_/, "", name)
		return (name ~ /^(case|accused|outcome|lifecycle)$/ ? "case" : name) "_key"
	}
	function found(what) { print file ":" line ": " what; faults++ }
	function has(pattern) { return statement ~ pattern }

	# the table after WORDS at the start of a statement: create table fact.x (...
	function table_after(words,    rest) {
		if (!match(statement, words " (only )?(if not exists )?(fact|stage|ref|etl|cube|raw|report)\\.[a-z_0-9\"]+"))
			return ""
		rest = substr(statement, RSTART, RLENGTH)
		sub(/^.* /, "", rest)
		return rest
	}

	# unique keys without the key column; COLUMNS "a, b"
	function check_unique(table, columns) {
		if ((" " columns " ") !~ ("[ ,(]" key_of(table) "[ ,)]"))
			found("a unique key of " table " without " key_of(table) ": only rows of one node can be compared")
	}
	function check_table(table,    rest, columns) {
		rest = statement
		while (match(rest, /(primary key|unique) *\([^)]*\)/)) {
			columns = substr(rest, RSTART, RLENGTH); rest = substr(rest, RSTART + RLENGTH)
			sub(/^[a-z ]*\(/, "", columns)
			check_unique(table, columns)
		}
		rest = statement
		while (match(rest, /[(,] *"?[a-z_]+"? [a-z]+(\[\])?( not null)? (primary key|unique) *[,)]/)) {
			columns = substr(rest, RSTART, RLENGTH); rest = substr(rest, RSTART + RLENGTH - 1)
			gsub(/^[(,] *"?/, "", columns); sub(/[" ].*$/, "", columns)
			check_unique(table, columns)
		}
	}
	function check_references(table,    rest, target, spread) {
		spread = table ~ /^(fact|stage)\./
		rest = statement
		while (match(rest, / references [a-z_0-9."]+/)) {
			target = substr(rest, RSTART + 12, RLENGTH - 12); rest = substr(rest, RSTART + RLENGTH)
			if (spread && target !~ /^ref\./ && (target !~ /^(fact|stage)\./ || key_of(target) != key_of(table)))
				found("a foreign key of " table " to " target ", whose rows are kept elsewhere")
			if (!spread && target ~ /^(fact|stage)\./)
				found("a foreign key of " table " to " target ", which is distributed")
		}
	}

	function check(    table, moved, setting) {
		moved = "(fact|stage|ref)\\."
		if (has("group by[^;]*[ ,(](grouping sets|rollup|cube) *\\("))
			found("GROUPING SETS, ROLLUP or CUBE: not over distributed tables; use UNION ALL or a materialized CTE")
		if (has("(^| )merge into ")) found("MERGE: not from local tables nor into reference tables; use INSERT ... ON CONFLICT")
		if (has(" for (no key )?update| for (key )?share") && has("(fact|stage)\\."))
			found("SELECT ... FOR UPDATE over more than one node")
		if (has("create (or replace )?(constraint )?trigger ") && has(" on " moved)) found("a trigger on a distributed or reference table")
		if (has("(^| )copy [^;]*from stdin[^;]* where ")) found("COPY ... FROM ... WHERE")
		if (has("with recursive ") && has("(fact|stage)\\.")) found("a recursive CTE over distributed tables")
		if (has("prepare transaction ")) found("PREPARE TRANSACTION: the extension has it for itself")
		if (has("[) ]inherits *\\(")) found("INHERITS")
		if (has("detach partition [^;]* concurrently")) found("DETACH PARTITION ... CONCURRENTLY")
		if (has("insert into " moved) && match(statement, /on conflict .*do update set /)) {
			setting = substr(statement, RSTART + RLENGTH)
			if (setting ~ /(now|random|clock_timestamp|statement_timestamp|transaction_timestamp|gen_random_uuid) *\(|current_timestamp|current_date/)
				found("ON CONFLICT ... SET with a function that is not immutable: take the value from EXCLUDED")
		}
		if (has("(^| )(update|delete from) " moved) && has("(random|clock_timestamp|gen_random_uuid) *\\("))
			found("UPDATE or DELETE of distributed rows with a volatile function")
		if (match(statement, /(^| )update (fact|stage)\.[a-z_0-9"]+.* set /)) {
			table = table_after("update"); setting = substr(statement, RSTART + RLENGTH)
			sub(/ (from|where) .*$/, "", setting)
			if (table != "" && (" " setting) ~ ("[ ,]" key_of(table) " *=")) found("a change of " key_of(table) ", by which " table " is spread")
		}
		if (has("set_config *\\( *'"'"'shumar\\.")) found("set_config of shumar.*: it stays on the coordinator; use engine.set_local")
		if (has("(^| )set (session )?shumar\\.")) found("SET of shumar.*: it stays on the coordinator; use SET LOCAL")

		table = table_after("create (unlogged )?table")
		if (table ~ /^(fact|stage)\./ && table !~ /^stage\.(source|meaning|reject)$/) check_table(table)
		if (table != "") check_references(table)
		table = table_after("alter table")
		if (table ~ /^(fact|stage)\./) check_table(table)
		if (table != "") check_references(table)
		if (match(statement, /create unique index [^;]* on (fact|stage)\./)) check_unique(table_after(" on"), statement)
	}

	function add(text) {
		gsub(/[ \t]+/, " ", text)
		if (statement == "" || statement == " ") { statement = ""; line = FNR; sub(/^ /, "", text) }
		statement = statement text " "
	}
	FNR == 1 { if (NR > 1 && statement != "") check(); statement = ""; file = FILENAME; comment = 0 }
	{
		text = tolower($0)
		gsub(/\/\*([^*]|\*[^\/])*\*\//, "", text)
		if (comment) { if (!sub(/^.*\*\//, "", text)) next; comment = 0 }
		if (text ~ /\/\*/) { sub(/\/\*.*/, "", text); comment = 1 }
		sub(/--.*/, "", text)
		gsub(/'"''"'/, "'"'"'", text) # a text within a text
		gsub(/pg_catalog\./, "", text)
		while ((place = index(text, ";")) > 0) {
			add(substr(text, 1, place - 1)); check(); statement = ""
			text = substr(text, place + 1)
		}
		add(text)
	}
	END { if (statement != "") check(); exit faults > 0 }
' "$@"
