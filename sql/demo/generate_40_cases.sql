-- kind: script
-- purpose: writes the records of FIRs, victims and accused as they stand on the last day
-- locks: new rows only

insert into psrms.firs (fir_id, ps_id, year, fir_no, registered_at, occurred_on, complainant_name, complainant_father,
	complainant_cnic, complainant_phone, complainant_address, sections, honour, domestic, relation, channel, status, status_on,
	officer_id, entered_at)
with accused as (
	select a.fir_id, bool_or(a.challan_on is not null) as sent, bool_and(a.unknown) as all_unknown,
		bool_and(a.po_on is not null) filter (where a.challan_on is not null) as all_po,
		-- a court waits for those whom it can try
		bool_and(coalesce(a.decided_on <= s.until, false))
			filter (where a.challan_on is not null and (a.arrest_on is not null or a.interim_on is not null)) as all_decided,
		max(a.decided_on) as decided_on
	from demo.accused_course as a cross join demo.settings as s
	group by a.fir_id
), staged as materialized (
	select f.*, c.domestic, c.honour, c.relation, o.spellings, d.name as place, s.seed, s.until,
		-- a register counts every crime; ours are the few of them that concern women
		row_number() over (partition by f.ps_id, extract(year from f.registered_on) order by f.fir_id) * 7
			+ floor(7 * demo.draw(f.fir_id, 'number', s.seed)) as number,
		case when c.path <> 'challan' then case when c.path_on <= s.until then c.path end
			when coalesce(a.all_decided, false) then case
				when a.decided_on + 150 <= s.until and demo.draw(f.fir_id, 'record room', s.seed) < 0.1 then 'record room' else 'decided' end
			-- nobody to send to court
			when not coalesce(a.sent, false) then case when f.registered_on + 150 <= s.until
				then case when a.all_unknown then 'untraced' else 'cancelled' end end
			when a.all_po and c.complete_on <= s.until then '512'
			when c.complete_on + 150 <= s.until then 'trial'
			when c.complete_on + 50 <= s.until then 'charged'
			when c.complete_on <= s.until then 'complete'
			when c.challan_on <= s.until and c.interim then 'interim' end as stage,
		coalesce(c.path_on, f.registered_on + 150) as path_on, c.challan_on, c.complete_on, a.decided_on
	from demo.fir_draw as f
	join demo.fir_course as c using (fir_id)
	join demo.offence as o using (offence)
	join accused as a using (fir_id)
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
	honour, domestic, relation, channel,
	case stage when 'cancelled' then 'Cancelled' when 'untraced' then 'Untraced' when 'transferred' then 'Transferred'
		when 'decided' then 'Decided' when 'record room' then 'Record Room' when '512' then 'Challan 512' when 'trial' then 'Under Trial'
		when 'charged' then 'Charge Framed' when 'complete' then 'Challan Complete' when 'interim' then 'Challan Interim'
		else case when registered_on + 2 < until then 'Under Investigation' else 'Registered' end end,
	case when stage in ('cancelled', 'untraced', 'transferred') then path_on when stage = 'decided' then decided_on
		when stage = 'record room' then decided_on + 150
		when stage = 'trial' then complete_on + 150 when stage = 'charged' then complete_on + 50
		when stage in ('512', 'complete') then complete_on when stage = 'interim' then challan_on
		when registered_on + 2 < until then registered_on + 1 else registered_on end,
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
join demo.fir_course as c using (fir_id)
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
	case
		when a.pilot_status is not null then case a.pilot_status when 'ARRESTED' then 'Arrested' when 'INTERIM_BAIL' then 'Interim Bail'
			when 'INNOCENT' then 'Innocent' else 'Convicted' end
		when a.decided_on <= s.until then case when a.outcome in ('CONVICTED', 'CONVICTED_PART') then 'Convicted'
			when a.outcome = 'ABATED' then 'Died' when a.outcome = 'RECORDROOM' then 'P.O.'
			when a.outcome in ('DISCHARGED', 'WITHDRAWN', 'QUASHED') then 'Discharged' else 'Acquitted' end
		when a.unknown then 'Unknown'
		when a.innocent_on <= s.until then 'Innocent'
		when a.po_on <= s.until then 'P.O.'
		when a.bail_on <= s.until then 'Bail'
		when a.arrest_on + 14 <= s.until and demo.draw(a.accused_id, 'judicial', s.seed) < 0.7 then 'Judicial'
		when a.arrest_on <= s.until then 'Arrested'
		when a.interim_on <= s.until then 'Interim Bail'
		else 'Nominated' end,
	demo.entered(f.registered_at, demo.draw(a.fir_id, 'entered', s.seed), demo.last_moment(s.until))
from demo.accused_course as a
join demo.fir_draw as f using (fir_id)
join demo.district_weight as d on d.code = f.district
cross join demo.settings as s
order by 1;
