-- purpose: how the cases registered in a month ended or stand, and whether they had a challan: where cases are lost
-- grain: one row per fact; cells per district, category, registered_month, disposal, challaned
-- keys: district, category, registered_month, disposal, challaned
-- counts: cases
-- parameters: none
-- returns: district text, category text, registered_month date, disposal text, challaned text, cases bigint
-- locks: none
--
-- Counting unit: cases; all cells of a month are its cohort. disposal is a cause of ref.disposal, 'open', or 'undated': finally disposed
-- of on a day that is not told. challaned is 'yes' when any accused of the case has a challan.
select f.district, f.category, pg_catalog.date_trunc('month', f.registered_on::timestamp)::date as registered_month,
	coalesce(f.disposal, 'open') as disposal,
	case when f.first_challaned_on is not null then 'yes' else 'no' end as challaned,
	f.sign::bigint as cases
from engine.signed_lifecycle f
