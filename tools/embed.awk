# Turns the files named as arguments (paths below the folder in -v root) into the C
# table of core/database/sqltext.h: one sorted row per file, its text as string literals.
# Call with the files in byte order (LC_ALL=C sort).
BEGIN {
	print "/* made by tools/embed.awk; do not edit */"
	print "#include \"core/database/sqltext.h\"\n"
	print "const SqlText sqltext_table[] = {"
}
FNR == 1 {
	if (files++)
		print "\t},"
	path = FILENAME
	sub("^" root "/", "", path)
	printf "\t{ \"%s\",\n", path
}
{
	gsub(/\\/, "&&")
	gsub(/"/, "\\\"")
	gsub(/\t/, "\\t")
	gsub(/\r/, "\\r")
	gsub(/\?\?/, "?\"\"?")
	printf "\t  \"%s\\n\"\n", $0
}
END {
	if (files)
		print "\t},"
	print "};"
	print "const size_t sqltext_table_count = sizeof sqltext_table / sizeof *sqltext_table;"
}
