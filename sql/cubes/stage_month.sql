-- purpose: how many months after their registration cases reached a stage: first arrest, first challan, first final disposal
-- grain: three rows per fact; cells per district, category, registered_month, stage, months_since
-- keys: district, category, registered_month, stage, months_since
-- counts: cases
-- parameters: none
-- returns: district text, category text, registered_month date, stage text, months_since integer, cases bigint
-- locks: none
--
-- Counting unit: cases. stage is arrested, challaned, or how the case ended (a cause of ref.disposal). months_since counts months of
-- the calendar after that of registration; what the records put before the registration has 0. Stages that a case has not
-- reached, and disposals on unknown days, are in no cell: the cohort is that of cohort_month.
select f.district, f.category, pg_catalog.date_trunc('month', f.registered_on::timestamp)::date as registered_month, s.stage,
	greatest(0, (extract(year from s.on_day) - extract(year from f.registered_on)) * 12
		+ extract(month from s.on_day) - extract(month from f.registered_on))::integer as months_since,
	f.sign::bigint as cases
from engine.signed_lifecycle f
cross join lateral (values ('arrested', f.first_arrested_on), ('challaned', f.first_challaned_on), (f.disposal, f.disposed_on)) as s (stage, on_day)
where s.on_day is not null
