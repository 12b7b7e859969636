-- purpose: what a run changed, by fact and reason
-- grain: one row per source and fact
-- parameters: $1 run_no bigint
-- returns: source text, fact text, new bigint, late bigint, returned bigint, corrected bigint, reclassified bigint, case bigint, outcome bigint, rejected bigint, withdrawn bigint
-- locks: none
select c.source, c.fact,
	pg_catalog.count(*) filter (where c.how = 'new') as new, pg_catalog.count(*) filter (where c.how = 'late') as late,
	pg_catalog.count(*) filter (where c.how = 'returned') as returned,
	pg_catalog.count(*) filter (where c.how = 'corrected') as corrected,
	pg_catalog.count(*) filter (where c.how = 'reclassified') as reclassified,
	pg_catalog.count(*) filter (where c.how = 'case') as "case", pg_catalog.count(*) filter (where c.how = 'outcome') as outcome,
	pg_catalog.count(*) filter (where c.how = 'rejected') as rejected, pg_catalog.count(*) filter (where c.how = 'withdrawn') as withdrawn
from engine.changes($1::bigint) c
group by c.source, c.fact
order by c.source collate "C", pg_catalog.array_position(engine.facts(), c.fact)
