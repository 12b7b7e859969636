-- purpose: what a run must say of the folders it read: files refused as a whole, files that fit no pattern, names with two meanings
-- grain: one row per source and kind
-- parameters: $1 run_no bigint
-- returns: kind text, source text, files bigint, names text
-- locks: none
with said as (
	select case when d.state in ('unreadable', 'kept') then 'refused' when d.state = 'unmatched' then 'unmatched' else 'ambiguous' end as kind,
		d.source, d.file, pg_catalog.row_number() over (
			partition by d.source, d.state in ('unreadable', 'kept'), d.state = 'unmatched' order by d.file collate "C", d.feed collate "C") as place
	from etl.drop_file as d
	join etl.run_source as s on s.source = d.source and s.run_no = $1::bigint and s.state in ('read', 'unchanged')
	where d.state in ('unreadable', 'kept', 'unmatched') or (d.state in ('stands', 'zero') and d.reason is not null)
)
select n.kind, n.source, count(*) as files,
	pg_catalog.string_agg('''' || n.file || '''', ', ' order by n.place) filter (where n.place <= 5)
		|| case when count(*) > 5 then ', …' else '' end as names
from said as n
group by n.kind, n.source
order by n.kind collate "C", n.source collate "C"
