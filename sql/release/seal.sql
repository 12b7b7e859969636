-- purpose: what the manifest of a release says of it beside its files
-- grain: one row, or none
-- parameters: $1 release_id text
-- returns: release_id text, plan text, run_no text, as_at text, jurisdiction text, content text, announced text, ledger text
-- locks: none
--
-- All instants in UTC. The line of the ledger is the last approval: what comes after it may differ when a publication begins anew.
select r.release_id, r.plan, r.run_no::text as run_no, pg_catalog.to_char(r.as_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') as as_at,
	r.jurisdiction, r.content, pg_catalog.to_char(a.hour at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI"Z"') as announced,
	(select e.hash from release.event e where e.release_id = r.release_id and e.kind = 'approved' order by e.event_no desc limit 1) as ledger
from release.release r
left join engine.release_announced a on a.release_id = r.release_id
where r.release_id = $1::text
