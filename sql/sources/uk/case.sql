-- purpose: crimes of the City of London, each with the outcome that is known of it
-- grain: one row per crime
-- parameters: none
-- returns: origin text, case_key text, district text, station text, fir_year integer, fir_number text,
--   registered_at timestamp with time zone, sections text[], honour boolean, domestic boolean, channel text, status text,
--   status_on date
-- locks: none
--
-- An outcome update belongs to a crime by its id. The one of the latest month counts, of several in a month the
-- one that goes furthest; without one, what the crime's own file said. Updates for a crime that has not come stay in the raw table and wait for it. They make no
-- feed of outcomes: that would need accused persons, and the records name none.
--
-- Anti-social behaviour has no id. It is counted, under a key that its content gives: force, month, area, type and
-- its place among the lines in which these are the same. Such lines are the same record to
-- every figure, so the key neither changes when a month is sent again in another order or under another name,
-- nor when the program reads it again; of a month sent again with one line less, one case leaves.
with reading as (
	-- what is told is nearest to these stages; rank decides within a month
	select r.outcome_type, r.status, r.rank
	from (values
		('Investigation complete; no suspect identified', 'UNTRACED', 1),
		('Unable to prosecute suspect', 'DISCHARGED_INV', 2),
		('Formal action is not in the public interest', 'DISCHARGED_INV', 2),
		('Further investigation is not in the public interest', 'DISCHARGED_INV', 2),
		('Further action is not in the public interest', 'DISCHARGED_INV', 2),
		('Action to be taken by another organisation', 'TRANSFERRED', 3),
		('Suspect charged as part of another case', 'TRANSFERRED', 3),
		('Local resolution', 'RECORDROOM', 4),
		('Offender given a caution', 'RECORDROOM', 4),
		('Offender given a drugs possession warning', 'RECORDROOM', 4),
		('Offender given penalty notice', 'RECORDROOM', 4),
		('Suspect charged', 'CHALLAN_COMPLETE', 5),
		('Awaiting court outcome', 'UNDERTRIAL', 6),
		('Defendant sent to Crown Court', 'UNDERTRIAL', 6)
	) as r (outcome_type, status, rank)
),
latest as (
	select distinct on (o.crime_id)
		-- what is not listed is a court's word
		o.crime_id, o.month, coalesce(reading.status, 'DECIDED') as status
	from raw.outcomes as o
	left join reading using (outcome_type)
	order by o.crime_id, o.month desc, coalesce(reading.rank, 7) desc, o.outcome_type collate "C"
),
crime as (
	select s.*,
		concat_ws('/', 'none', s.falls_within, to_char(s.month, 'YYYY-MM'), coalesce(s.lsoa_code, ''), s.crime_type,
			row_number() over (
				partition by s.crime_id, s.falls_within, s.month, s.lsoa_code, s.crime_type
				order by s.last_outcome_category collate "C", s.origin collate "C"
			)) as counted_key
	from raw.crimes as s
)
select
	c.origin,
	coalesce(c.crime_id, c.counted_key) as case_key,
	'CITY-OF-LONDON' as district,
	upper(c.falls_within) as station,
	extract(year from c.month)::integer as fir_year,
	-- letters alone: the digits of a hash can look like an identity card's
	translate(coalesce(c.crime_id, md5(c.counted_key)), '0123456789', 'ghijklmnop') as fir_number,
	c.month::timestamp at time zone 'Europe/London' as registered_at,
	'{}'::text[] as sections, -- types of crime are no sections of a law: category OTHER
	false as honour,
	false as domestic,
	'station' as channel,
	coalesce(latest.status, told.status, case
		when c.last_outcome_category is null then 'FIR'
		when c.last_outcome_category in ('Under investigation', 'Status update unavailable') then 'UNDERINV'
		when c.last_outcome_category = 'Court result unavailable' then 'UNDERTRIAL'
		else 'DECIDED'
	end) as status,
	latest.month as status_on
from crime as c
left join latest on latest.crime_id = c.crime_id
left join reading as told on told.outcome_type = c.last_outcome_category
