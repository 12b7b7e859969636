-- purpose: the last runs
-- grain: one row per run, newest first
-- parameters: $1 most integer
-- returns: run_no bigint, kind text, state text, started text, seconds text, message text
-- locks: none
select r.run_no, r.kind, r.state, pg_catalog.to_char(r.started_at, 'YYYY-MM-DD HH24:MI:SS') as started,
	pg_catalog.round(extract(epoch from r.finished_at - r.started_at), 1)::text as seconds, r.message
from etl.run r
order by r.run_no desc
limit $1::integer
