-- purpose: what an operator should know of the files in the folders of CSV sources
-- grain: one row per file that is not simply taken in, and per gap in the numbers of resends
-- parameters: $1 shown bigint
-- returns: source text, feed text, file text, note text
-- locks: none
select n.source, n.feed, n.file, n.note
from (
	select d.source, d.feed, d.file,
		case d.state
			when 'unreadable' then coalesce(d.reason, 'It cannot be read.')
			when 'kept' then coalesce(d.reason, 'It cannot be read.') || ' What it held before stands.'
			when 'empty' then 'It has no records and does not say zero: it is no report.'
			when 'repeated' then 'The same as ' || d.stands || ': not counted again.'
			when 'part' then 'It has been on its way for more than a day.'
			else d.reason
		end as note
	from etl.drop_file as d
	where d.state in ('unreadable', 'kept', 'empty', 'repeated', 'part', 'unmatched')
		or (d.state in ('stands', 'zero') and d.reason is not null)
	union all
	select c.source, c.feed, coalesce(c.file, c.unit),
		'Before it, these numbers never came: ' || pg_catalog.array_to_string(c.missing_seq, ', ') || '.'
	from engine.drop_calendar as c
	where c.missing_seq is not null
	union all
	select d.source, d.feed, d.file, 'The calendar knows no unit ' || d.unit || '.'
	from etl.drop_file as d
	join etl.drop_rule as r on r.source = d.source and r.feed = d.feed
	where d.state in ('stands', 'zero') and d.unit is not null
		and not exists (select from pg_catalog.unnest(r.units) as u (unit) where engine.fold(u.unit) = engine.fold(d.unit))
		and not (r.by_reference and exists (select from ref.unit as f
			where f.jurisdiction = r.jurisdiction and engine.fold(f.unit) = engine.fold(d.unit)))
) as n
order by n.source collate "C", n.feed collate "C", n.file collate "C", n.note collate "C"
limit $1::bigint
