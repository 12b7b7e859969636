-- purpose: one night's changes: new, changed, reclassified and deleted records, a tenth of them older than a year
-- grain: one row
-- parameters: $1 n bigint, $2 seed bigint
-- returns: added bigint, changed bigint, reclassified bigint, deleted bigint
-- locks: writes the police system
select c.added, c.changed, c.reclassified, c.deleted from police.change($1::bigint, $2::bigint) as c
