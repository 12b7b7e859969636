-- purpose: what became of the cases registered in a month, by months since, for cumulative incidence
-- grain: one row per fact; cells per district, category, registered_month, disposal, months_since
-- keys: district, category, registered_month, disposal, months_since
-- counts: cases
-- parameters: none
-- returns: district text, category text, registered_month date, disposal text, months_since integer, cases bigint
-- locks: none
--
-- Counting unit: cases. All cells of a month are its cohort. disposal is a cause of ref.disposal, 'open', or 'undated': finally
-- disposed of on a day that the records do not tell. Only causes are events, in the months_since-th month after the one
-- of registration; open and undated cases have 0. A case that is open is censored at the day of the records.
select f.district, f.category, pg_catalog.date_trunc('month', f.registered_on::timestamp)::date as registered_month,
	coalesce(f.disposal, 'open') as disposal,
	-- some records put a disposal before the registration: cases filed anew
	coalesce(greatest(0, (extract(year from f.disposed_on) - extract(year from f.registered_on)) * 12
		+ extract(month from f.disposed_on) - extract(month from f.registered_on)), 0)::integer as months_since,
	f.sign::bigint as cases
from engine.signed_lifecycle f
