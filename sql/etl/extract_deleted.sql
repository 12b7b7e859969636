-- kind: script
-- purpose: copies the keys of a feed that the source's change ledger noted; those without a row were deleted
-- locks: none
copy (select distinct @keys@ from shumar_kit.ledger l
	where l.feed = @feed@ and l.keys is not null
		and (l.xid >= @from@::pg_catalog.xid8 or l.xid = any(@also@::pg_catalog.xid8[]))) to stdout (format binary)
