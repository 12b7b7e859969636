-- kind: script
-- purpose: spoils a few records on purpose, each in a way that real ones were found spoilt, and says which
-- locks: changed rows only
--
-- Pakpattan is left clean; no record is spoilt twice.

analyze psrms.firs, psrms.accused_persons, psrms.arrests, psrms.court_outcomes;

insert into demo.planted (kind, n, fir_ids)
with event as (
	select a.fir_id, count(r.accused_id) > 0 as arrested, count(o.accused_id) > 0 as decided
	from psrms.accused_persons as a
	left join psrms.arrests as r using (accused_id)
	left join psrms.court_outcomes as o using (accused_id)
	group by a.fir_id
), fit as (
	select f.fir_id, demo.draw(f.fir_id, 'dirt', s.seed) as u, e.arrested, e.decided,
		-- the FIR before it in the same register, whose number it can take
		lag(f.fir_id) over (partition by f.ps_id, f.year order by f.fir_id) as previous,
		row_number() over (partition by f.ps_id, f.year order by f.fir_id) as register_place
	from psrms.firs as f
	join demo.fir_draw as d using (fir_id)
	join event as e using (fir_id)
	cross join demo.settings as s
	where d.district <> 'PKP'
), wanted as (
	select greatest(2, cases / 15000) as n from demo.settings
), outcome as (
	select fir_id from fit where decided order by u, fir_id limit (select n from wanted)
), arrest as (
	select fir_id from fit where arrested and fir_id not in (select fir_id from outcome)
	order by u, fir_id limit (select n from wanted)
), duplicate as (
	-- every other place, so that no chain of three with one number comes about
	select fir_id, previous from fit
	where register_place % 2 = 0
		and fir_id not in (select fir_id from outcome union all select fir_id from arrest)
		and previous not in (select fir_id from outcome union all select fir_id from arrest)
	order by u, fir_id limit (select n from wanted)
), rest as (
	select fir_id, row_number() over (order by u, fir_id) as place from fit
	where fir_id not in (select fir_id from outcome union all select fir_id from arrest
		union all select fir_id from duplicate union all select previous from duplicate)
), chosen as (
	select 'outcome-before-registration' as kind, fir_id from outcome
	union all select 'arrest-1965', fir_id from arrest
	union all select 'duplicate-key', fir_id from duplicate
	union all select 'event-2109', fir_id from rest cross join wanted as w where place between 1 and w.n
	union all select 'unknown-section', fir_id from rest cross join wanted as w where place between w.n + 1 and 2 * w.n
	union all select 'unknown-district', fir_id from rest cross join wanted as w where place between 2 * w.n + 1 and 3 * w.n
)
select kind, count(*), array_agg(fir_id order by fir_id) from chosen group by kind;

update psrms.court_outcomes as o set decided_on = f.registered_on - 40
from psrms.accused_persons as a join demo.fir_draw as f using (fir_id), demo.planted as p
where o.accused_id = a.accused_id and p.kind = 'outcome-before-registration' and a.fir_id = any (p.fir_ids);

update psrms.arrests as r set arrested_on = make_date(1965, extract(month from r.arrested_on)::integer, 1 + (a.fir_id % 28)::integer)
from psrms.accused_persons as a, demo.planted as p
where r.accused_id = a.accused_id and p.kind = 'arrest-1965' and a.fir_id = any (p.fir_ids);

update psrms.firs as f set fir_no = earlier.fir_no
from psrms.firs as earlier, demo.planted as p
where p.kind = 'duplicate-key' and f.fir_id = any (p.fir_ids)
	and earlier.fir_id = (select max(g.fir_id) from psrms.firs as g
		where g.ps_id = f.ps_id and g.year = f.year and g.fir_id < f.fir_id);

update psrms.firs as f set occurred_on = make_date(2109, extract(month from f.registered_at)::integer, 1 + (f.fir_id % 28)::integer)
from demo.planted as p
where p.kind = 'event-2109' and f.fir_id = any (p.fir_ids);

update psrms.firs as f set sections = (array['39B-7', 'as per report', '3777 PPC'])[1 + (f.fir_id % 3)::integer]
from demo.planted as p
where p.kind = 'unknown-section' and f.fir_id = any (p.fir_ids);

insert into psrms.police_stations (ps_id, code, station_name, district, phone, opened_on)
select 99001, 'ZZZ-01', 'Border Check Post', 'ZZZ', demo.phone(99001, 'station', s.seed), null from demo.settings as s;

update psrms.firs as f set ps_id = 99001
from demo.planted as p
where p.kind = 'unknown-district' and f.fir_id = any (p.fir_ids);
