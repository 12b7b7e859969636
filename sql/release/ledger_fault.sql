-- purpose: the first line of the ledger of releases that is not as it was written
-- grain: one row, or none when the chain is whole
-- parameters: none
-- returns: event_no bigint, fault text
-- locks: none
select l.event_no, l.fault
from (
	select e.event_no,
		case when e.event_no <> pg_catalog.row_number() over (order by e.event_no) then 'gap'
			when e.hash <> engine.release_event_hash(e.event_no, e.at, e.kind, e.release_id, e.person, e.detail, e.before) then 'altered'
			when e.before <> coalesce(pg_catalog.lag(e.hash) over (order by e.event_no), '') then 'loose'
		end as fault
	from release.event e
) l
where l.fault is not null
order by l.event_no
limit 1
