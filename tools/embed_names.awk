# Turns a list of files (one a line, as "sql/etl/fact_apply.sql") into the C header of their names:
#   #define SQL_ETL_FACT_APPLY "etl/fact_apply.sql"
# so that a statement that is not there, or has another name, does not compile.
BEGIN {
	print "/* made by tools/embed_names.awk; do not edit */"
	print "#pragma once\n"
}
{
	path = $0
	sub(/^sql\//, "", path)
	name = toupper(path)
	sub(/\.SQL$/, "", name)
	gsub(/[^A-Z0-9]/, "_", name)
	if (name in known) {
		print "sql/" path " and sql/" known[name] " have one name in C: SQL_" name > "/dev/stderr"
		exit failed = 1
	}
	known[name] = path
	printf "#define SQL_%s \"%s\"\n", name, path
}
