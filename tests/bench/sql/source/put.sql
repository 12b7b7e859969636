-- kind: script
-- purpose: functions that make cases, accused and outcomes from the seed
-- locks: new objects only

-- Cases FIRST to LAST, registered in the order of their ids over DAYS days from FROM_DAY, ever more of them. The long
-- lists of weights are unpacked once, not for every case.
create function police.put_cases(first bigint, last bigint, from_day date, days integer, seed bigint) returns void
language sql as $$
	insert into police.cases (case_id, district, station, fir_year, fir_number, registered_at, occurred_on, sections, honour,
		domestic, channel, status, status_on, victims, victim_age_band, relation)
	select d.case_id, p.district, p.station, extract(year from d.registered_on)::integer, d.case_id::text,
		(d.registered_on + make_interval(secs => floor(86400 * police.draw(d.case_id, 2, seed)))) at time zone 'Asia/Karachi',
		case when police.draw(d.case_id, 3, seed) < 0.96
			then d.registered_on - floor(-2 * ln(1 - police.draw(d.case_id, 4, seed)))::integer end,
		d.sections,
		d.sections like '302%' and police.draw(d.case_id, 6, seed) < 0.2,
		d.sections like '337%' and police.draw(d.case_id, 7, seed) < 0.6,
		case when d.channel < 0.92 then 'station' when d.channel < 0.95 then 'vwps' when d.channel < 0.98 then 'helpline_15'
			when d.channel < 0.99 then 'helpline_1787' when d.channel < 0.997 then 'app' else 'court' end,
		case when d.course < 0.08 then 'CANCELLED' when d.course < 0.14 then 'UNTRACED' when d.age < 5 then 'FIR'
			when d.age < 45 then 'UNDERINV' when d.age < 90 then 'CHALLAN_INTERIM' when d.age < 150 then 'CHALLAN_COMPLETE'
			when d.age < 400 or d.course > 0.7 then 'UNDERTRIAL' else 'DECIDED' end,
		d.registered_on + floor(police.draw(d.case_id, 10, seed) * (d.age + 1))::integer,
		1 + (police.draw(d.case_id, 11, seed) > 0.94)::integer + (police.draw(d.case_id, 11, seed) > 0.99)::integer,
		(array['0-11', '12-17', '18-29', '30-44', '45-59', '60+', null])[1 + floor(7 * police.draw(d.case_id, 12, seed))::integer],
		(array['husband', 'in-law', 'father', 'brother', 'neighbour', 'colleague', 'stranger', null])
			[1 + floor(8 * police.draw(d.case_id, 13, seed))::integer]
	from (
		select i as case_id, c.today - r.registered_on as age, r.registered_on,
			1 + width_bucket(police.draw(i, 1, seed), (select array_cat(w.stations_upto, '{}') from police.weights as w)) as place,
			police.pick((select w.spellings from police.weights as w), (select w.spellings_upto from police.weights as w),
				police.draw(i, 5, seed)) as sections,
			police.draw(i, 8, seed) as channel, police.draw(i, 9, seed) as course
		from generate_series(first, last) as i
		cross join police.clock as c
		cross join lateral (
			select from_day + floor(days * power((i - first)::double precision / (last - first + 1), 0.8))::integer as registered_on
		) as r
		offset 0 -- drawn once, not wherever it is named
	) as d
	join (
		select n.district, n.station, n.place
		from police.weights as w
		cross join lateral unnest(w.districts, w.stations) with ordinality as n (district, station, place)
	) as p on p.place = d.place
$$;

-- Accused FIRST to LAST of the cases FIRST_CASE to LAST_CASE: most have one, some none and some three.
create function police.put_accused(first bigint, last bigint, first_case bigint, last_case bigint, seed bigint) returns void
language sql as $$
	insert into police.accused (accused_id, case_id, sex, age_band, status, arrested_on, challaned_on)
	select d.accused_id, d.case_id,
		case when police.draw(d.accused_id, 21, seed) < 0.88 then 'male' else 'female' end,
		(array['0-17', '18-29', '18-29', '30-44', '30-44', '45-59', '60+', null])
			[1 + floor(8 * police.draw(d.accused_id, 22, seed))::integer],
		case when d.arrested_on is not null
			then (array['ARRESTED', 'JUDICIAL', 'BAIL', 'BAIL', 'ACQUITTED', 'CONVICTED'])[1 + floor(6 * d.course)::integer]
			else (array['NOMINATED', 'NOMINATED', 'INTERIM_BAIL', 'PO', 'INNOCENT', 'UNKNOWN'])[1 + floor(6 * d.course)::integer] end,
		d.arrested_on, d.challaned_on
	from (
		select a.accused_id, c.case_id, police.draw(a.accused_id, 23, seed) as course,
			case when police.draw(a.accused_id, 24, seed) < 0.62 then r.day end as arrested_on,
			case when police.draw(a.accused_id, 26, seed) < 0.55 and r.sent <= k.today then r.sent end as challaned_on
		from (
			select i as accused_id, greatest(first_case, least(last_case,
				first_case - 1 + ceil((i - first + 1) * ((last_case - first_case + 1)::double precision / (last - first + 1)))::bigint
					- floor(3 * power(police.draw(i, 20, seed), 2))::bigint)) as case_id
			from generate_series(first, last) as i
		) as a
		join police.cases as c on c.case_id = a.case_id
		cross join police.clock as k
		cross join lateral (select (c.registered_at at time zone 'Asia/Karachi')::date as registered_on offset 0) as g
		cross join lateral (
			select least(k.today, g.registered_on + floor(60 * police.draw(a.accused_id, 25, seed))::integer) as day,
				g.registered_on + 20 + floor(120 * police.draw(a.accused_id, 27, seed))::integer as sent
		) as r
		offset 0
	) as d
$$;

-- Outcomes of about PART of the accused whose case is older than four months; one in twenty has two charges.
create function police.put_outcomes(part double precision, seed bigint) returns void
language sql as $$
	insert into police.outcomes (outcome_id, accused_id, case_id, court, decided_on, outcome, sentence_kind, sentence_months, fine,
		appeal)
	select d.outcome_id, d.accused_id, d.case_id,
		(array['Sessions Court', 'Additional Sessions Court', 'Magistrate', 'Special Court'])
			[1 + floor(4 * police.draw(d.outcome_id, 31, seed))::integer],
		d.registered_on + 90 + floor(power(police.draw(d.outcome_id, 32, seed), 2) * (d.age - 90))::integer,
		d.outcome,
		case when d.outcome like 'CONVICTED%' then 'imprisonment' end,
		case when d.outcome like 'CONVICTED%' then 3 + floor(180 * power(police.draw(d.outcome_id, 33, seed), 3))::integer end,
		case when d.outcome like 'CONVICTED%' then 5000 * floor(20 * police.draw(d.outcome_id, 34, seed))::bigint end,
		case when police.draw(d.outcome_id, 35, seed) < 0.03 then 'pending' end
	from (
		select a.accused_id * 2 + n as outcome_id, a.accused_id, a.case_id, g.registered_on, k.today - g.registered_on as age,
			(array['ACQUITTED', 'ACQUITTED', 'ACQUITTED', 'ACQ_249A', 'ACQ_249A', 'ACQ_265K', 'ACQ_COMPROMISE', 'ACQ_COMPROMISE',
				'CONVICTED', 'CONVICTED_PART', 'DISCHARGED', 'WITHDRAWN', 'QUASHED', 'ABATED', 'RECORDROOM'])
				[1 + floor(15 * police.draw(a.accused_id * 2 + n, 30, seed))::integer] as outcome
		from police.accused as a
		join police.cases as c on c.case_id = a.case_id
		cross join police.clock as k
		cross join lateral (select (c.registered_at at time zone 'Asia/Karachi')::date as registered_on offset 0) as g
		cross join generate_series(0, 1) as n
		where k.today - g.registered_on > 120 and police.draw(a.accused_id, 36, seed) < part
			and (n = 0 or police.draw(a.accused_id, 37, seed) < 0.05)
		offset 0
	) as d
$$;
