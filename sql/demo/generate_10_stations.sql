-- kind: script
-- purpose: districts' weights, police stations and officers
-- locks: new rows only

-- Compiling these long expressions costs more than it saves below a million FIRs.
set local jit = off;

-- What part of its parent each young district took along is made up; Murree's is small.
insert into demo.district_weight (code, name, women, weight_before, weight_after, since, vwps_since)
with young (code, part) as (
	values ('WZD', 0.17), ('MUR', 0.016), ('TLG', 0.24), ('KAD', 0.27), ('TNS', 0.22)
), sized as (
	select d.code, d.name_en as name, d.valid_from as since, y.part,
		coalesce(d.female_population, p.female_population * y.part) as women,
		coalesce((select sum(c.part) from young as c join demo.district as child on child.code = c.code
			where child.parent_code = d.code), 0) as gone,
		(case d.code when 'LHR' then 1.3 when 'KSR' then 1.2 when 'SKP' then 1.15 when 'RJP' then 0.75 else
			0.78 + 0.44 * demo.draw(hashtext(d.code collate "C"), 'propensity', s.seed) end) as propensity
	from demo.settings as s
	cross join demo.district as d
	left join demo.district as p on p.code = d.parent_code
	left join young as y on y.code = d.code
)
select code, name, women,
	case when since is null then women * propensity else 0 end,
	women * propensity * (1 - gone), since,
	case when code = 'PKP' then date '2023-08-01' else greatest(date '2024-04-22', since) end
from sized
order by code collate "C";

-- About 720 stations by population; the first names of the list are in every district.
insert into psrms.police_stations (ps_id, code, station_name, district, phone, opened_on)
with urban as (
	select name, n from unnest(array['City', 'Saddar', 'Civil Lines', 'Model Town', 'A Division', 'B Division', 'Cantt',
		'Satellite Town', 'Factory Area', 'Kotwali', 'Railway Road', 'Women', 'Ghala Mandi', 'Jinnah Colony', 'Canal View',
		'Shalimar', 'Industrial Estate', 'Garden Town', 'Gulberg', 'Iqbal Town', 'Township', 'Ring Road', 'Airport', 'Lower Mall',
		'Data Nagar', 'Naulakha', 'Bhati Gate', 'Shahdara', 'Green Town', 'Johar Town', 'Baghbanpura', 'Defence'])
		with ordinality as list (name, n)
), rural as (
	select prefix || ' ' || stem as name
	from unnest(array['Kot', 'Chak', 'Mandi', 'Pind', 'Qila', 'Thatta', 'Rangpur', 'Jalal']) as prefix
	cross join unnest(array['Radha Kishan', 'Bahadur', 'Sultan', 'Ahmadabad', 'Jhumra', 'Faiz', 'Mubarak', 'Nawan', 'Sarang',
		'Mithan', 'Bedi', 'Hasilpur', 'Dalla', 'Ratta', 'Noor', 'Murad']) as stem
), sized as (
	select d.code, d.name, d.since, row_number() over (order by d.code collate "C") as district_no,
		greatest(6, round(700 * d.women / (select sum(t.women) from demo.district_weight as t where t.since is null)))::integer as n
	from demo.district_weight as d
), named as (
	select z.*, u.n as place, u.name as station, z.n - least(z.n / 2, 32) as rest
	from sized as z join urban as u on u.n <= least(z.n / 2, 32)
	union all
	select z.*, least(z.n / 2, 32) + r.place, r.name, 0
	from sized as z
	cross join lateral (
		select rural.name, row_number() over (order by hashtextextended(rural.name collate "C", z.district_no)) as place
		from rural
	) as r
	where r.place <= z.n - least(z.n / 2, 32)
)
select (district_no * 1000 + place)::integer, code || '-' || lpad(place::text, 2, '0'), station, code,
	demo.phone(district_no * 1000 + place, 'station', s.seed), since
from named cross join demo.settings as s
order by 1;

insert into psrms.officers (officer_id, ps_id, name, phone, rank, unit)
select ps.ps_id * 10 + n, ps.ps_id,
	demo.person(ps.ps_id * 10 + n, n > 3, 'officer', s.seed), demo.phone(ps.ps_id * 10 + n, 'officer', s.seed),
	(array['Inspector', 'Sub-Inspector', 'Assistant Sub-Inspector', 'Lady Sub-Inspector', 'Lady Constable'])[n],
	(array['Station', 'Station', 'Station', 'SSOIU', 'VWPS'])[n]
from psrms.police_stations as ps
cross join demo.settings as s
cross join generate_series(1, 5) as n
order by 1;

insert into demo.station_weight (district, ps_ids, upto)
with weighed as (
	select ps.district, ps.ps_id,
		power(1.5 + ps.ps_id % 1000, -0.55) * (0.6 + 0.8 * demo.draw(ps.ps_id, 'share', s.seed)) as weight
	from psrms.police_stations as ps cross join demo.settings as s
), summed as (
	select district, ps_id, sum(weight) over (partition by district order by ps_id) / sum(weight) over (partition by district) as upto
	from weighed
)
select district, array_agg(ps_id order by ps_id), array_agg(upto order by ps_id) from summed group by district;

analyze demo.district_weight, psrms.police_stations;
