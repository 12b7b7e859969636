-- purpose: a run in a line, and its sources
-- grain: one row per source of the run, or one without a source
-- parameters: $1 run_no bigint
-- returns: run_no bigint, kind text, state text, started text, reason text, message text, source text, capture text, extent text, source_state text, as_at text, note text
-- locks: none
select r.run_no, r.kind, r.state, pg_catalog.to_char(r.started_at, 'YYYY-MM-DD HH24:MI:SS') as started, r.reason, r.message,
	s.source, s.capture, s.extent, s.state as source_state,
	pg_catalog.to_char(s.as_at at time zone s.timezone, 'YYYY-MM-DD HH24:MI') as as_at, s.note
from etl.run r
left join etl.run_source s on s.run_no = r.run_no
where r.run_no = $1::bigint
order by s.source collate "C"
