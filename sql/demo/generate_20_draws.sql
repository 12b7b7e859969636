-- kind: script
-- purpose: draws for every FIR its district, station, moment, channel and offence
-- locks: new rows only
--
-- A FIR falls on a cell (district, day, by VWPS or not) with a chance equal to the
-- cell's weight, so that counts scatter as counts of rare events do.

create temporary table raw_draw on commit drop as
with calendar as (
	select day::date as day, day::date - date '2022-01-01' as age,
		(1 + 0.055 * (day::date - date '2022-01-01') / 365.25)
			* (1 + 0.20 * cos(2 * pi() * (extract(doy from day)::double precision - 178) / 365.25))
			* (array[1.14, 1.06, 1.03, 1.02, 0.90, 0.98, 0.87])[extract(isodow from day)::integer] as weight
	from demo.settings as s cross join generate_series(date '2022-01-01', s.until, interval '1 day') as day
), cell as (
	select row_number() over (order by d.code collate "C", c.day, v.vwps) as cell, d.code, c.day, v.vwps,
		sum(c.weight
			* case when c.day < date '2024-12-20' then d.weight_before else d.weight_after end
			* case when v.vwps then 0.06 + 0.30 * power(least((c.day - d.vwps_since) / 500.0, 1), 0.7)
				when c.day >= d.vwps_since then 0.94 else 1 end
			-- how a week went in a district, and quiet weeks of small ones
			* exp(0.3 * (demo.draw(k.key, 'week a', s.seed) + demo.draw(k.key, 'week b', s.seed) - 1))
			* case when d.women < 900000 and d.code <> 'PKP' and demo.draw(k.key, 'quiet', s.seed) < 0.02 then 0 else 1 end
		) over (order by d.code collate "C", c.day, v.vwps) as upto
	from demo.settings as s
	cross join demo.district_weight as d
	cross join calendar as c
	cross join (values (false), (true)) as v (vwps)
	cross join lateral (select hashtext(d.code collate "C")::bigint * 1000
		+ extract(isoyear from c.day)::bigint * 53 + extract(week from c.day)::bigint as key) as k
	where (not v.vwps or c.day >= d.vwps_since)
		and c.day >= coalesce(d.since, c.day)
		and not (v.vwps and d.code = 'PKP' and c.day between date '2023-08-01' and date '2024-07-31')
), ladder as (
	select array_agg(cell.upto / total.upto order by cell.cell) as steps
	from cell cross join (select max(upto) as upto from cell) as total
)
select n as draw, cell.code as district, cell.day, cell.vwps, null::integer as pilot
from demo.settings as s
cross join generate_series(1, s.cases - 81) as n
join cell on cell.cell = 1 + width_bucket(demo.draw(n, 'cell', s.seed), (select steps from ladder))
union all
-- Pakpattan's first VWPS year: 81 cases at every scale, more of them late in the year
select -n, 'PKP', date '2023-08-01' + floor(366 * power(
	least(greatest(n - 0.5 + 5 * (demo.draw(-n, 'pilot day', s.seed) - 0.5), 0), 80.9) / 81, 0.85))::integer, true, n
from demo.settings as s cross join generate_series(1, 81) as n;

analyze raw_draw;

insert into demo.fir_draw (fir_id, district, ps_id, registered_at, registered_on, channel, pilot, offence)
with ladder as (
	select array_agg(o.station_upto order by o.n) as station, array_agg(o.vwps_upto order by o.n) as vwps,
		array_agg(o.pilot_upto order by o.n) as pilot, array_agg(o.offence order by o.n) as offence
	from (
		select n, offence, sum(station) over by_n / (sum(station) over ())::double precision as station_upto,
			sum(vwps) over by_n / (sum(vwps) over ())::double precision as vwps_upto,
			sum(pilot) over by_n / (sum(pilot) over ())::double precision as pilot_upto
		from demo.offence window by_n as (order by n)
	) as o
), timed as (
	select r.*, case when demo.draw(r.draw, 'night', s.seed) < 0.08 then floor(360 * demo.draw(r.draw, 'minute', s.seed))
		else 420 + floor(500 * (demo.draw(r.draw, 'minute', s.seed) + demo.draw(r.draw, 'minute b', s.seed))) end::integer as minute,
		s.seed
	from raw_draw as r cross join demo.settings as s
)
select row_number() over (order by t.day, t.minute, t.draw), t.district,
	w.ps_ids[1 + least(width_bucket(demo.draw(t.draw, 'station', t.seed), w.upto), cardinality(w.upto) - 1)],
	(t.day::timestamp + make_interval(mins => t.minute)) at time zone 'Asia/Karachi', t.day,
	case when t.vwps then 'VWPS' else (array['PS', '15', '1787', 'APP', 'COURT'])[
		1 + width_bucket(demo.draw(t.draw, 'channel', t.seed), array[0.72, 0.89, 0.93, 0.95]::double precision[])] end,
	t.pilot,
	(select offence from ladder)[1 + least(18, case
		when t.pilot is not null then width_bucket(demo.draw(t.draw, 'offence', t.seed), (select pilot from ladder))
		when t.vwps then width_bucket(demo.draw(t.draw, 'offence', t.seed), (select vwps from ladder))
		else width_bucket(demo.draw(t.draw, 'offence', t.seed), (select station from ladder)) end)]
from timed as t
join demo.station_weight as w on w.district = t.district;

analyze demo.fir_draw;
