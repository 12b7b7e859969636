-- kind: script
-- purpose: counts the rows of a feed; etl/extract/extract_statement.c puts in what stands between @
-- locks: none
select count(*) as rows from (
@mapping@
) m
