-- purpose: how long the cases registered in a month were in each stage, as histograms that add up over any cells
-- grain: up to four rows per fact; cells per district, registered_month, stage, days_upto
-- keys: district, registered_month, stage, days_upto
-- counts: cases
-- parameters: none
-- returns: district text, registered_month date, stage text, days_upto integer, cases bigint
-- locks: none
--
-- Counting unit: cases that left the stage. arrest: from registration to the first arrest of any accused; investigation: from registration
-- to the first challan or, without one, the disposal by the police or a court; court: from the first challan to the first final disposal
-- after it; whole: from registration to the first final disposal. days_upto is the upper end of the bin: 0, whole weeks up to 182
-- days, then steps of 30 days.
with left_on as (
	select f.*, e.stage, e.days
	from engine.signed_lifecycle f
	cross join lateral (values
		('arrest', f.first_arrested_on - f.registered_on),
		('investigation', least(f.first_challaned_on, f.disposed_on) - f.registered_on),
		('court', case when f.disposed_on >= f.first_challaned_on then f.disposed_on - f.first_challaned_on end),
		('whole', f.disposed_on - f.registered_on)) as e (stage, days)
	where e.days is not null
)
select f.district, pg_catalog.date_trunc('month', f.registered_on::timestamp)::date as registered_month, f.stage,
	case when f.days <= 0 then 0 when f.days <= 182 then (f.days + 6) / 7 * 7 else 182 + (f.days - 182 + 29) / 30 * 30 end as days_upto,
	f.sign::bigint as cases
from left_on f
