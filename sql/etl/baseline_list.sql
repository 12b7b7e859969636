-- purpose: the weeks from which on what is usual was worked out anew, and why
-- grain: one row per record, oldest first
-- parameters: none
-- returns: jurisdiction text, district text, from_on text, since_run bigint, recorded text, reason text
-- locks: none
select b.jurisdiction, case b.district when '' then 'all' else b.district end as district, b.from_on::text as from_on,
	b.run_no as since_run, pg_catalog.to_char(b.recorded_at at time zone 'UTC', 'YYYY-MM-DD') as recorded, b.reason
from etl.baseline b
order by b.from_on, b.jurisdiction collate "C", b.district collate "C", b.run_no
