-- purpose: FIRs, their sections read from the many ways in which registers spell them
-- grain: one row per FIR
-- parameters: none
-- returns: row_id bigint, case_key text, district text, station text, fir_year integer, fir_number text,
--   registered_at timestamp with time zone, occurred_on date, sections text[], honour boolean, domestic boolean,
--   channel text, status text, status_on date, victims integer, victim_age_band text, relation text
-- locks: none
--
-- '376(i)', '376 iii', '376-i', '496A', '365-B/34', 'u/s 376 PPC', '20/21 PECA 2016' and the like become
-- {PPC 376(i)}, {PPC 376(iii)}, ... '/' and ',' part sections; a law named in a part between commas is the
-- law of that part, and PPC where none is named. What cannot be read is passed on as it is when it is
-- nothing but digits, letters and marks, and as '?' otherwise: free text may hold names.
-- The server remembers the reading of a spelling (Memoize, PostgreSQL 14), so it reads each only once.
select
	f.fir_id as row_id,
	ps.code || '/' || f.year || '/' || ltrim(split_part(f.fir_no, '/', 1), '0') as case_key,
	ps.district,
	ps.station_name as station,
	f.year as fir_year,
	ltrim(split_part(f.fir_no, '/', 1), '0') as fir_number,
	f.registered_at,
	f.occurred_on,
	coalesce(s.elements, '{}') as sections,
	f.honour,
	f.domestic,
	coalesce(c.code, f.channel) as channel,
	coalesce(st.code, f.status) as status,
	f.status_on,
	v.victims,
	case when v.youngest < 12 then '0-11' when v.youngest < 18 then '12-17' when v.youngest < 30 then '18-29'
		when v.youngest < 45 then '30-44' when v.youngest < 60 then '45-59' when v.youngest is not null then '60+' end as victim_age_band,
	f.relation
from psrms.firs as f
join psrms.police_stations as ps using (ps_id)
cross join lateral (
	select array_agg(e.section order by e.place) as elements
	from (
		select min(t.part_no * 1000 + t.token_no) as place,
			t.law || ' ' || case
				when t.found is not null
					then t.found[1] || coalesce('-' || t.found[2], '') || coalesce('(' || lower(coalesce(t.found[3], t.found[4])) || ')', '')
				when t.token ~ '^[0-9A-Z().-]{1,12}$' and t.token ~ '[0-9]' then t.token
				else '?' end as section
		from (
			select p.part_no, t.token_no, btrim(t.token) as token,
				case when p.part ~ 'PECA' then 'PECA 2016' when p.part ~ 'PPWVA' then 'PPWVA 2016' when p.part ~ 'CMRA' then 'CMRA 1929'
					when p.part ~ 'PTPA' then 'PTPA 2018' when p.part ~ 'TELEGRAPH' then 'Telegraph Act 1885'
					when p.part ~ 'ANTI-RAPE' then 'Anti-Rape Act 2021' else 'PPC' end as law,
				regexp_match(btrim(t.token), '^(\d{1,3})[\s.-]*([A-HJ-UWYZ])?(?:[\s.(-]*(I{1,3}|IV|VI?)|\s*\(([1-9]))?[\s.)]*$') as found
			from unnest(regexp_split_to_array(upper(f.sections), '\s*(?:,|;|\+|&|\mR/W\M|\mAND\M)\s*')) with ordinality as p (part, part_no)
			cross join lateral unnest(string_to_array(regexp_replace(p.part,
				'P\.?P\.?C\.?|ت ?پ|U/S|SECTIONS?|(PECA|PPWVA|CMRA|PTPA|TELEGRAPH|ANTI-RAPE)( +ACT)?( +(18|19|20)[0-9]{2})?', ' ', 'g'), '/'))
				with ordinality as t (token, token_no)
			where btrim(t.token) <> ''
		) as t
		group by section
	) as e
) as s
cross join lateral (
	select count(*)::integer as victims, min(v.age) as youngest from psrms.victims as v where v.fir_id = f.fir_id
) as v
left join (values ('PS', 'station'), ('VWPS', 'vwps'), ('15', 'helpline_15'), ('1787', 'helpline_1787'), ('APP', 'app'),
	('COURT', 'court')) as c (word, code) on c.word = f.channel
left join (values ('Registered', 'FIR'), ('Under Investigation', 'UNDERINV'), ('Transferred', 'TRANSFERRED'),
	('Cancelled', 'CANCELLED'), ('Untraced', 'UNTRACED'), ('Challan Interim', 'CHALLAN_INTERIM'),
	('Challan Complete', 'CHALLAN_COMPLETE'), ('Challan 512', 'CHALLAN_512'), ('Charge Framed', 'CHARGED'),
	('Under Trial', 'UNDERTRIAL'), ('Decided', 'DECIDED'), ('Record Room', 'RECORDROOM')) as st (word, code) on st.word = f.status
