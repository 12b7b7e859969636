-- kind: script
-- purpose: draws what the nights put wrong, put right and take away on purpose, a few records each
-- locks: new rows only
--
-- Every FIR is in one lane of twenty and may be changed only in the way of its lane, so none is changed twice, and
-- those of the last lanes never are. Records that move by themselves in these nights are left alone, but for
-- the bad ones: those are new records where there are some. Pakpattan is left clean, and so is earlier dirt.

insert into demo.change (night, kind, what, fir_id, accused_id, resolved)
-- per_night: of 60,000 cases; of fewer, one in three nights at least
with way (lane, kind, what, per_night) as (values
	(0, 'corrected', 'sections', 2.0), (1, 'corrected', 'category', 1.5), (2, 'corrected', 'station', 1.0),
	(3, 'corrected', 'day', 1.5), (4, 'corrected', 'status', 0.8), (5, 'corrected', 'victims', 1.0), (6, 'corrected', 'age', 1.0),
	(7, 'deleted', 'case', 1.0), (8, 'deleted', 'accused', 0.5),
	(9, 'bad', 'registered-2062', 0.8), (10, 'bad', 'occurred-2109', 0.7), (11, 'bad', 'arrest-1965', 0.6),
	(12, 'bad', 'unknown-section', 0.7), (13, 'bad', 'number-taken', 0.5)
), slot as (
	select w.*, e.night, n
	from way as w
	cross join demo.settings as s
	join demo.evening as e on e.night > 0
	cross join lateral (select greatest(1.0 / 3, w.per_night * s.cases / 60000) as rate, w.lane * 0.37 % 1 as phase) as r
	cross join lateral generate_series(1, (floor(e.night * rate + phase) - floor((e.night - 1) * rate + phase))::integer) as n
), busy as (
	select distinct fir_id from demo.due where fir_id is not null
), accused as (
	select a.fir_id, count(*) as n, max(a.accused_id) as last, min(a.accused_id) filter (where a.age is not null) as known,
		min(r.accused_id) as arrested, min(r.accused_id) filter (where d.night > 0) as newly, min(d.night) as newly_on
	from psrms.accused_persons as a
	left join psrms.arrests as r using (accused_id)
	left join demo.due as d on d.name = 'arrests' and d.key = r.arrest_id
	group by a.fir_id
), fir as materialized (
	select f.fir_id, f.status, g.offence, g.district, coalesce(r.night, 0) as release, b.fir_id is null as quiet,
		floor(20 * demo.draw(f.fir_id, 'lane', s.seed))::integer as lane, demo.draw(f.fir_id, 'change', s.seed) as u,
		lag(f.fir_id) over (partition by f.ps_id, f.year order by f.fir_id) as previous,
		count(*) over (partition by f.ps_id, f.year, f.fir_no) > 1
			or f.fir_id in (select unnest(p.fir_ids) from demo.planted as p) as dirty
	from psrms.firs as f
	join demo.fir_draw as g using (fir_id)
	cross join demo.settings as s
	left join fir_release as r using (fir_id)
	left join busy as b using (fir_id)
), fit as (
	select w.what, f.fir_id, f.u,
		case w.what when 'arrest-1965' then coalesce(a.newly, a.arrested) when 'age' then a.known when 'accused' then a.last end as accused_id,
		case when f.quiet then 0 when w.what = 'arrest-1965' then a.newly_on else f.release end as fresh
	from fir as f
	join way as w using (lane)
	join accused as a using (fir_id)
	left join fir as p on p.fir_id = f.previous
	where f.district <> 'PKP' and not f.dirty and case w.what
		when 'category' then f.quiet and f.offence in ('KIDNAP', 'RAPE', 'SEXASSAULT', 'HARASS', 'INTIMID', 'CYBER')
		when 'status' then f.quiet and f.status in ('Cancelled', 'Untraced')
		when 'age' then f.quiet and a.known is not null
		when 'accused' then f.quiet and a.n > 1
		when 'arrest-1965' then case when f.quiet then a.arrested is not null else a.newly_on > 0 end
		-- the number that it takes is one that stays
		when 'number-taken' then (f.quiet or f.release > 0) and p.lane > 13 and p.quiet and not p.dirty
		else f.quiet or (w.kind = 'bad' and f.release > 0) end
), fresh as (
	select what, fresh as night, fir_id, accused_id, row_number() over (partition by what, fresh order by u, fir_id) as n
	from fit where fresh > 0
), old as (
	select what, fir_id, accused_id, row_number() over (partition by what order by u, fir_id) as place from fit where fresh = 0
), filled as (
	select s.kind, s.what, s.night, f.fir_id, f.accused_id,
		case when f.fir_id is null then row_number() over (partition by s.what, f.fir_id is null order by s.night, s.n) end as place
	from slot as s left join fresh as f using (what, night, n)
)
select f.night, f.kind, f.what, c.fir_id, c.accused_id,
	case when f.kind = 'bad' and demo.draw(c.fir_id, 'cure', s.seed) < 0.75 and f.night + l.later <= s.nights then f.night + l.later end
from filled as f
left join old as o on o.what = f.what and o.place = f.place
cross join lateral (select coalesce(f.fir_id, o.fir_id) as fir_id,
	case when f.fir_id is null then o.accused_id else f.accused_id end as accused_id) as c
cross join demo.settings as s
cross join lateral (select 1 + floor(5 * demo.draw(c.fir_id, 'cure night', s.seed))::integer as later) as l
where c.fir_id is not null
order by f.night, f.kind collate "C", f.what collate "C", c.fir_id;

analyze demo.change;
