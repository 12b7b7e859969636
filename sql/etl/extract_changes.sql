-- kind: script
-- purpose: copies the rows of a feed that the source's change ledger noted (sql/sources/kit/window.sql says which notes to read)
-- locks: none
copy (select @columns@ from (
@mapping@
) m where m.row_id in (select l.row_id::@type@ from shumar_kit.ledger l
	where l.feed = @feed@ and (l.xid >= @from@::pg_catalog.xid8 or l.xid = any(@also@::pg_catalog.xid8[])))) to stdout (format binary)
