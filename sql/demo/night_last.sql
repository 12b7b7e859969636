-- purpose: what the night played last brought into the records
-- grain: one row
-- parameters: none
-- returns: night integer, entered_until text, cases bigint, late bigint, others bigint, changed bigint, corrected bigint,
--   deleted bigint, bad bigint, resolved bigint
-- locks: none
select n.night, pg_catalog.to_char(n.entered_until, 'YYYY-MM-DD') as entered_until,
	sum(n.n) filter (where n.kind = 'entered' and n.what = 'case')::bigint as cases,
	coalesce(sum(n.n) filter (where n.kind = 'late'), 0)::bigint as late,
	sum(n.n) filter (where n.kind = 'entered' and n.what <> 'case')::bigint as others,
	sum(n.n) filter (where n.kind = 'changed')::bigint as changed,
	coalesce(sum(n.n) filter (where n.kind = 'corrected'), 0)::bigint as corrected,
	coalesce(sum(n.n) filter (where n.kind = 'deleted'), 0)::bigint as deleted,
	coalesce(sum(n.n) filter (where n.kind = 'bad'), 0)::bigint as bad,
	coalesce(sum(n.n) filter (where n.kind = 'resolved'), 0)::bigint as resolved
from demo.night as n
join demo.settings as s on s.played = n.night
group by n.night, n.entered_until
