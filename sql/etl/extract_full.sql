-- kind: script
-- purpose: copies all rows of a feed; etl/extract/extract_statement.c puts in what stands between @
-- locks: none
copy (select @columns@ from (
@mapping@
) m) to stdout (format binary)
