-- kind: script
-- purpose: writes out every row that a night brings, as it is from that night on
-- locks: new rows only

insert into demo.due (name, key, night, fir_id, entered)
select v.name, v.key, n.night, c.fir_id, false
from demo.change as c
cross join lateral (select case when c.what = 'age' then 'accused_persons' when c.what = 'arrest-1965' then 'arrests' else 'firs' end as name,
	case when c.what in ('age', 'arrest-1965') then c.accused_id else c.fir_id end as key) as v
cross join lateral (values (c.night), (c.resolved)) as n (night)
where c.kind <> 'deleted' and c.what <> 'victims' and n.night is not null
union all
select 'vwps_complaints', q.complaint_id, c.night, c.fir_id, false
from demo.change as c join psrms.vwps_complaints as q using (fir_id)
where c.kind = 'deleted' and c.what = 'case'
on conflict (name, key, night) do nothing;

select demo.for_each_part('insert into demo.later_%1$I select d.night, t.* from demo.due as d join psrms.%1$I as t on t.%2$I = d.key
	where d.name = %1$L order by d.night, d.key');
select demo.for_each_part('analyze demo.later_%1$I');

-- ── as could be known on the evening of the night ──
update demo.later_firs as l set status = demo.fir_status(t, e.known_on), status_on = demo.fir_status_on(t, e.known_on)
from demo.fir_timeline as t, demo.evening as e
where t.fir_id = l.fir_id and e.night = l.night;

update demo.later_accused_persons as l set status = demo.accused_status(a, e.known_on, s.seed)
from demo.accused_lifecycle as a, demo.evening as e, demo.settings as s
where a.accused_id = l.accused_id and e.night = l.night;

update demo.later_bails as l set ended_on = null
from demo.evening as e
where e.night = l.night and l.ended_on > e.known_on;

update demo.later_vwps_complaints as l set responded_at = case when l.responded_at <= e.known_at then l.responded_at end,
	disposal = case when o.open then 'inquiry' else l.disposal end, disposed_on = case when not o.open then l.disposed_on end,
	fir_id = case when not o.open then l.fir_id end
from demo.evening as e, psrms.vwps_complaints as c
left join fir_release as r using (fir_id)
left join demo.change as g on g.fir_id = c.fir_id and g.kind = 'deleted' and g.what = 'case'
cross join lateral (select case when c.fir_id is null then e.known_on < c.disposed_on else e.night < r.night or e.night >= g.night end as late) as w
cross join lateral (select coalesce(w.late, false) as open) as o
where e.night = l.night and c.complaint_id = l.complaint_id;

update demo.later_referrals as l set accepted_on = case when l.accepted_on <= e.known_on then l.accepted_on end,
	first_served_on = case when l.first_served_on <= e.known_on then l.first_served_on end,
	closed_on = case when l.closed_on <= e.known_on then l.closed_on end
from demo.evening as e
where e.night = l.night;

-- ── changed on purpose ──
-- A FIR entered under a wrong station goes to the end of the register of another district's.
create temporary table station_change on commit drop as
with goal as (
	select c.fir_id, f.year, f.registered_at, (select p.ps_id from psrms.police_stations as p join psrms.police_stations as own on own.ps_id = f.ps_id
		where p.opened_on is null and p.district not in (own.district, 'PKP', 'ZZZ')
		order by hashint8extended(p.ps_id, f.fir_id), p.ps_id limit 1) as ps_id
	from demo.change as c join psrms.firs as f using (fir_id)
	where c.what = 'station'
)
select g.fir_id, g.ps_id, to_char(coalesce((select max(split_part(f.fir_no, '/', 1)::integer) from psrms.firs as f
		where f.ps_id = g.ps_id and f.year = g.year), 0) + row_number() over (partition by g.ps_id, g.year order by g.fir_id), 'FM999999999')
	|| to_char(g.registered_at at time zone 'Asia/Karachi', '/YY') as fir_no
from goal as g;

update demo.later_firs as l set
	ps_id = coalesce(w.ps_id, l.ps_id),
	fir_no = coalesce(w.fir_no, case c.what when 'number-taken' then (select f.fir_no from psrms.firs as f
		where f.ps_id = l.ps_id and f.year = l.year and f.fir_id < l.fir_id order by f.fir_id desc limit 1) end, l.fir_no),
	registered_at = case c.what when 'registered-2062' then l.registered_at
		+ make_interval(years => 2062 - extract(year from l.registered_at)::integer) else l.registered_at end,
	occurred_on = case c.what when 'occurred-2109' then make_date(2109, extract(month from l.registered_at)::integer, 1 + (l.fir_id % 28)::integer)
		when 'day' then least(l.occurred_on, d.registered_on) - 1 - floor(20 * demo.draw(l.fir_id, 'day', s.seed))::integer
		else l.occurred_on end,
	sections = case c.what when 'unknown-section' then (array['39B-7', 'as per report', '3777 PPC'])[1 + (l.fir_id % 3)::integer]
		when 'sections' then l.sections || ', 149 PPC'
		when 'category' then case d.offence when 'KIDNAP' then '376(i)' when 'RAPE' then '354' when 'SEXASSAULT' then '376'
			when 'HARASS' then '354-A' else '509' end
		else l.sections end,
	status = case c.what when 'status' then 'Under Investigation' else l.status end,
	status_on = case c.what when 'status' then e.known_on else l.status_on end
from demo.change as c
join demo.fir_draw as d using (fir_id)
cross join demo.settings as s
left join station_change as w using (fir_id)
join demo.evening as e on true
where c.fir_id = l.fir_id and e.night = l.night and l.night >= c.night and (c.resolved is null or l.night < c.resolved);

update demo.later_accused_persons as l set age = case when l.age < 45 then l.age + 15 else l.age - 15 end
from demo.change as c
where c.what = 'age' and c.accused_id = l.accused_id and l.night >= c.night;

update demo.later_arrests as l set arrested_on = make_date(1965, extract(month from l.arrested_on)::integer, 1 + (c.fir_id % 28)::integer)
from demo.change as c
where c.what = 'arrest-1965' and c.accused_id = l.accused_id and l.night >= c.night and (c.resolved is null or l.night < c.resolved);

insert into demo.later_victims (night, victim_id, fir_id, name, age)
select c.night, c.fir_id * 10 + 9, c.fir_id, demo.person(c.fir_id * 10 + 9, true, 'victim', s.seed),
	18 + floor(40 * demo.draw(c.fir_id, 'another victim', s.seed))::integer
from demo.change as c cross join demo.settings as s
where c.what = 'victims'
order by c.night, c.fir_id;
