-- purpose: who approved a release since it was prepared last, and who prepared it
-- grain: one row per line of the ledger, in order
-- parameters: $1 release_id text
-- returns: kind text, person text, at text
-- locks: none
select e.kind, e.person, pg_catalog.to_char(e.at at time zone engine.zone_of(r.jurisdiction), 'YYYY-MM-DD HH24:MI') as at
from release.release r
join release.event e on e.release_id = r.release_id and e.kind in ('prepared', 'corrected', 'approved') and e.person is not null
where r.release_id = $1::text and e.event_no >= (select pg_catalog.max(p.event_no) from release.event p
	where p.release_id = r.release_id and p.kind in ('prepared', 'corrected'))
order by e.event_no
