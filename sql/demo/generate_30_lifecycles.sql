-- kind: script
-- purpose: draws what becomes of every FIR and of every accused, beyond the last day too
-- locks: new rows only
--
-- The steps are materialized: inlined, each date would be drawn again wherever it is used.

insert into demo.fir_lifecycle (fir_id, domestic, honour, minor, relation, accused, path, path_on, challan_on, interim, complete_on, decided_on)
with flagged as materialized (
	select f.*, o.cancel, s.seed,
		demo.draw(f.fir_id, 'domestic', s.seed) < o.domestic as domestic,
		demo.draw(f.fir_id, 'minor', s.seed) < o.minor as minor,
		case when f.pilot is not null then 'challan' else (array['challan', 'cancelled', 'untraced', 'transferred', 'open'])[
			1 + width_bucket(demo.draw(f.fir_id, 'path', s.seed),
				array[0.90 - o.cancel, 0.90, 0.94, 0.95]::double precision[])] end as path,
		demo.draw(f.fir_id, 'path day', s.seed) as u
	from demo.fir_draw as f
	join demo.offence as o using (offence)
	cross join demo.settings as s
), dated as (
	select g.*,
		case g.path when 'cancelled' then 12 + floor(110 * power(g.u, 1.6)) when 'untraced' then 75 + floor(200 * g.u)
			when 'transferred' then 3 + floor(30 * g.u) end::integer as path_days,
		-- due on day 17: about half are late
		case when g.path = 'challan' then 4 + demo.delay(11, 0.55, demo.draw(g.fir_id, 'challan', g.seed)) end as challan_days
	from flagged as g
)
select fir_id, domestic, offence = 'HONOUR', minor,
	case when domestic then demo.pick(array['husband', 'husband', 'husband', 'husband', 'in-law', 'in-law', 'brother', 'father', 'son'],
			demo.draw(fir_id, 'relation', seed))
		else demo.pick(array['neighbour', 'acquaintance', 'acquaintance', 'relative', 'stranger', 'stranger', 'employer', 'unknown'],
			demo.draw(fir_id, 'relation', seed)) end,
	case when pilot is not null then 1 else 1 + width_bucket(demo.draw(fir_id, 'accused', seed),
		case when offence in ('KIDNAP', 'GANGRAPE', 'HURT', 'MURDER', 'FORCEDMARR') then array[0.48, 0.72, 0.87, 0.96]
			else array[0.76, 0.91, 0.97, 0.99] end::double precision[]) end,
	path, registered_on + path_days, registered_on + challan_days,
	demo.draw(fir_id, 'interim', seed) < 0.42,
	registered_on + challan_days
		+ case when demo.draw(fir_id, 'interim', seed) < 0.42 then 8 + floor(70 * demo.draw(fir_id, 'complete', seed)) else 0 end::integer,
	-- six to thirty months; a seventh is not decided in any time we look at
	case when path = 'challan' and demo.draw(fir_id, 'ever', seed) < 0.86
		then registered_on + greatest(180 + floor(365 * (demo.draw(fir_id, 'decided a', seed)
			+ demo.draw(fir_id, 'decided b', seed))), challan_days + 60)::integer end
from dated;

analyze demo.fir_lifecycle;

insert into demo.accused_lifecycle (accused_id, fir_id, female, unknown, pilot_status, arrest_on, interim_on, interim_ended_on,
	innocent_on, po_on, bail_on, challan_on, decided_on, outcome)
with pilot_rank as (
	-- the court has decided nine of the 81 within their first year, so these were registered early in it
	select fir_id, registered_on, convicted,
		row_number() over (order by convicted desc, demo.draw(pilot, 'pilot status', seed)) as place
	from (
		select f.fir_id, f.registered_on, f.pilot, s.seed,
			row_number() over (order by f.registered_on >= date '2024-02-15', demo.draw(f.pilot, 'pilot convicted', s.seed)) <= 9 as convicted
		from demo.fir_draw as f cross join demo.settings as s
		where f.pilot is not null
	) as p
), pilot as (
	select fir_id, case when place <= 9 then 'CONVICTED' when place <= 59 then 'ARRESTED' when place <= 74 then 'INTERIM_BAIL'
		else 'INNOCENT' end as status
	from pilot_rank
), person as materialized (
	select f.fir_id * 10 + k.n as accused_id, f.*, c.path, c.path_on, c.complete_on, c.challan_on as case_challan_on,
		c.decided_on as case_decided_on, c.domestic, p.status as pilot_status, s.seed,
		case when p.status is null and k.n = 1 and c.accused = 1
			and demo.draw(f.fir_id, 'unknown', s.seed) < case f.offence when 'KIDNAP' then 0.2 when 'HARASS' then 0.15 else 0.06 end
			then true else false end as unknown,
		case p.status when 'ARRESTED' then 'arrest' when 'CONVICTED' then 'arrest' when 'INTERIM_BAIL' then 'interim'
			when 'INNOCENT' then 'innocent'
			else (array['arrest', 'interim', 'innocent', 'po', 'none'])[1 + width_bucket(demo.draw(f.fir_id * 10 + k.n, 'fate', s.seed),
				case when c.path = 'cancelled' then array[0.10, 0.18, 0.80, 0.80]
					when c.path in ('untraced', 'transferred') then array[0.06, 0.08, 0.10, 0.20]
					else array[o.arrest, o.arrest + 0.16, o.arrest + 0.24, o.arrest + 0.29] end::double precision[])] end as fate
	from demo.fir_draw as f
	join demo.fir_lifecycle as c using (fir_id)
	join demo.offence as o using (offence)
	cross join demo.settings as s
	cross join generate_series(1, c.accused) as k (n)
	left join pilot as p using (fir_id)
), first_dates as materialized (
	select p.*,
		case when fate = 'interim' then registered_on + 2 + floor(14 * demo.draw(accused_id, 'interim', seed))::integer end as interim_on,
		case when fate = 'interim' and pilot_status is null and demo.draw(accused_id, 'recalled', seed) < 0.4
			then registered_on + 20 + floor(40 * demo.draw(accused_id, 'recalled day', seed))::integer end as interim_ended_on,
		case when fate = 'arrest' then registered_on + demo.delay(7.5,
			case when pilot_status is null then 0.8 else 0.4 end, demo.draw(accused_id, 'arrest', seed)) end as found_on,
		case when fate = 'innocent' then least(registered_on + 10 + floor(60 * power(demo.draw(accused_id, 'innocent', seed), 1.5))::integer,
			path_on) end as innocent_on,
		case when fate = 'po' then registered_on + 60 + floor(120 * demo.draw(accused_id, 'po', seed))::integer end as po_on
	from person as p
), arrested as materialized (
	select d.*, case when not unknown then coalesce(found_on, interim_ended_on) end as arrest_on
	from first_dates as d
), court as materialized (
	select a.*,
		case when unknown or innocent_on is not null then null
			when pilot_status is not null then greatest(case_challan_on, arrest_on, interim_on)
			when po_on is not null or arrest_on > case_challan_on + 60 then complete_on
			else greatest(case_challan_on, arrest_on) end as challan_on
	from arrested as a
), decided as (
	select c.*, case pilot_status
			-- between the challan and the end of July 2024
			when 'CONVICTED' then c.challan_on + 30 + floor((date '2024-07-31' - c.challan_on - 30)
				* (0.35 + 0.65 * demo.draw(c.accused_id, 'pilot decided', c.seed)))::integer
			else case when pilot_status is null and case_decided_on is not null and c.challan_on is not null
					and (arrest_on is not null or interim_on is not null)
				then greatest(case_decided_on, c.challan_on + 30) end end as decided_on,
		-- the accused of a case mostly fare alike
		case when demo.draw(c.accused_id, 'alone', c.seed) < 0.15 then demo.draw(c.accused_id, 'outcome', c.seed)
			else demo.draw(c.fir_id, 'outcome', c.seed) end as u
	from court as c
)
select accused_id, fir_id,
	demo.draw(accused_id, 'female', seed) < case when domestic then 0.16 else 0.07 end and not (pilot is not null and offence = 'HARASS'),
	unknown, pilot_status, arrest_on, case when not unknown then interim_on end, interim_ended_on,
	case when not unknown then innocent_on end, case when not unknown then po_on end,
	case when pilot_status is null and demo.draw(accused_id, 'bail', seed) < 0.7
		then arrest_on + 15 + demo.delay(35, 0.6, demo.draw(accused_id, 'bail day', seed)) end,
	challan_on, decided_on,
	case when decided_on is null then null
		when pilot_status is not null then 'CONVICTED'
		else (array['CONVICTED', 'CONVICTED_PART', 'ACQUITTED', 'ACQ_COMPROMISE', 'WITHDRAWN', 'ACQ_249A', 'ACQ_265K', 'DISCHARGED',
			'QUASHED', 'RECORDROOM', 'ABATED'])[1 + width_bucket(u,
			case when offence in ('RAPE', 'GANGRAPE', 'MURDER', 'HONOUR', 'ACID', 'UNNATURAL')
					then array[0.07, 0.09, 0.40, 0.66, 0.69, 0.70, 0.90, 0.92, 0.94, 0.985]
				when offence = 'KIDNAP' then array[0.008, 0.012, 0.17, 0.55, 0.73, 0.80, 0.86, 0.89, 0.95, 0.99]
				when domestic then array[0.02, 0.03, 0.15, 0.64, 0.82, 0.91, 0.93, 0.95, 0.97, 0.99]
				else array[0.05, 0.07, 0.30, 0.58, 0.72, 0.86, 0.90, 0.93, 0.95, 0.99] end::double precision[])] end
from decided;

analyze demo.accused_lifecycle;
