-- kind: script
-- purpose: copies the rows of a feed that say of themselves that they changed since a time, less a lag
-- locks: none
--
-- Finds no deletes, and no row that was stamped longer than the lag before it was committed: the weekly comparison does.
copy (select @columns@ from (
@mapping@
) m where m.changed_at >= @position@::timestamptz - @lag@::interval) to stdout (format binary)
