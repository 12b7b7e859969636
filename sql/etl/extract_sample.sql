-- kind: script
-- purpose: copies some rows of a feed, those of one key in so many; etl/extract/extract_statement.c puts in what stands between @
-- locks: none
--
-- The key decides, and no chance: a case that is taken has its accused and its outcomes.
copy (select @columns@ from (
@mapping@
) m where m.@key@ is null or ('x' || substr(md5(m.@key@::text), 1, 8))::bit(32)::bigint % @one_in@ = 0) to stdout (format binary)
