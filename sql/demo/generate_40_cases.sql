-- kind: script
-- purpose: writes the records of FIRs, victims and accused as they stand on the last day
-- locks: new rows only

insert into demo.fir_timeline (fir_id, registered_on, path, path_on, interim, challan_on, complete_on, sent, all_unknown, all_po,
	decided_on, record_room)
select c.fir_id, f.registered_on, c.path, c.path_on, c.interim, c.challan_on, c.complete_on,
	bool_or(a.challan_on is not null), bool_and(a.unknown),
	bool_and(a.po_on is not null) filter (where a.challan_on is not null),
	-- a court waits for those whom it can try
	case when bool_and(a.decided_on is not null)
		filter (where a.challan_on is not null and (a.arrest_on is not null or a.interim_on is not null)) then max(a.decided_on) end,
	demo.draw(c.fir_id, 'record room', s.seed) < 0.1
from demo.fir_lifecycle as c
join demo.fir_draw as f using (fir_id)
join demo.accused_lifecycle as a using (fir_id)
cross join demo.settings as s
group by c.fir_id, f.registered_on, s.seed
order by c.fir_id;

analyze demo.fir_timeline;

insert into psrms.firs (fir_id, ps_id, year, fir_no, registered_at, occurred_on, complainant_name, complainant_father,
	complainant_cnic, complainant_phone, complainant_address, sections, honour, domestic, relation, channel, status, status_on,
	officer_id, entered_at)
with staged as materialized (
	select f.*, c.domestic, c.honour, c.relation, o.spellings, d.name as place, s.seed, s.until,
		-- a register counts every crime; ours are the few of them that concern women
		row_number() over (partition by f.ps_id, extract(year from f.registered_on) order by f.fir_id) * 7
			+ floor(7 * demo.draw(f.fir_id, 'number', s.seed)) as number,
		demo.fir_status(t, s.until) as status, demo.fir_status_on(t, s.until) as status_on
	from demo.fir_draw as f
	join demo.fir_lifecycle as c using (fir_id)
	join demo.fir_timeline as t using (fir_id)
	join demo.offence as o using (offence)
	join demo.district_weight as d on d.code = f.district
	cross join demo.settings as s
)
select fir_id, ps_id, extract(year from registered_on)::integer,
	number::text || case when demo.draw(fir_id, 'number style', seed) < 0.5 then to_char(registered_on, '/YY')
		when demo.draw(fir_id, 'number style', seed) < 0.8 then to_char(registered_on, '/YYYY') else '' end,
	registered_at,
	case when demo.draw(fir_id, 'occurred known', seed) < 0.96 then greatest(date '2018-01-01',
		registered_on - least(demo.delay(1.1, 1.1, demo.draw(fir_id, 'occurred', seed)), 800)) end,
	demo.person(fir_id, demo.draw(fir_id, 'complainant woman', seed) < 0.55, 'complainant', seed),
	demo.person(fir_id, false, 'complainant father', seed),
	case when demo.draw(fir_id, 'cnic given', seed) < 0.9
		then demo.cnic(fir_id, demo.draw(fir_id, 'complainant woman', seed) < 0.55, 'complainant', seed) end,
	demo.phone(fir_id, 'complainant', seed),
	demo.address(fir_id, place, 'complainant', seed),
	-- the first spellings of an offence are the usual ones
	demo.pick(spellings, power(demo.draw(fir_id, 'spelling', seed), 1.7)),
	honour, domestic, relation, channel, status, status_on,
	ps_id * 10 + 1 + floor(3 * demo.draw(fir_id, 'officer', seed))::integer,
	demo.entered(registered_at, demo.draw(fir_id, 'entered', seed), demo.last_moment(until))
from staged
order by fir_id;

insert into psrms.victims (victim_id, fir_id, name, age)
select f.fir_id * 10 + n, f.fir_id, demo.person(f.fir_id * 10 + n, true, 'victim', s.seed),
	case when demo.draw(f.fir_id * 10 + n, 'age known', s.seed) < 0.93 then case
		when c.minor then 6 + floor(12 * sqrt(demo.draw(f.fir_id * 10 + n, 'age', s.seed)))
		else 18 + floor(50 * power(demo.draw(f.fir_id * 10 + n, 'age', s.seed), 2.2)) end end::integer
from demo.fir_draw as f
join demo.fir_lifecycle as c using (fir_id)
cross join demo.settings as s
cross join generate_series(1, case when demo.draw(f.fir_id, 'victims', s.seed) < 0.94 then 1
	when demo.draw(f.fir_id, 'victims', s.seed) < 0.99 then 2 else 3 end) as n
order by 1;

insert into psrms.accused_persons (accused_id, fir_id, name, father_name, cnic, phone, address, sex, age, status, entered_at)
select a.accused_id, a.fir_id,
	case when a.unknown then 'Na-maloom' else demo.person(a.accused_id, a.female, 'accused', s.seed) end,
	case when not a.unknown then demo.person(a.accused_id, false, 'accused father', s.seed) end,
	case when not a.unknown and demo.draw(a.accused_id, 'cnic given', s.seed) < 0.7 then demo.cnic(a.accused_id, a.female, 'accused', s.seed) end,
	case when not a.unknown and demo.draw(a.accused_id, 'phone given', s.seed) < 0.6 then demo.phone(a.accused_id, 'accused', s.seed) end,
	case when not a.unknown then demo.address(a.accused_id, d.name, 'accused', s.seed) end,
	case when not a.unknown then case when a.female then 'F' else 'M' end end,
	case when not a.unknown then 16 + floor(50 * power(demo.draw(a.accused_id, 'age', s.seed), 1.6)) end::integer,
	demo.accused_status(a, s.until, s.seed),
	demo.entered(f.registered_at, demo.draw(a.fir_id, 'entered', s.seed), demo.last_moment(s.until))
from demo.accused_lifecycle as a
join demo.fir_draw as f using (fir_id)
join demo.district_weight as d on d.code = f.district
cross join demo.settings as s
order by 1;
