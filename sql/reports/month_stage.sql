-- purpose: where the cases registered in each district in the twelve months up to one stand now
-- grain: one row per district that existed or has a case
-- parameters: $1 jurisdiction text, $2 month date
-- returns: district text, name_en text, name_ur text, registered bigint, investigation bigint, cancelled bigint, untraced bigint,
--   transferred bigint, challan bigint, trial bigint, decided bigint, complete boolean, coverage text
-- measures: registered=cases_registered, investigation=fir on date of registration of the case,
--   cancelled=fir on date of registration of the case, untraced=fir on date of registration of the case,
--   transferred=fir on date of registration of the case, challan=fir on date of registration of the case,
--   trial=fir on date of registration of the case, decided=fir on date of registration of the case
-- locks: none
-- covers: case; month $2
--
-- Counting unit: cases. Basis: month of registration, by the status they have now. complete: the stages add up to registered, which another
-- cube counts. decided holds what is consigned to the record room and what is under appeal.
-- row: district = c.district
-- trace: registered = case_month.cases where c.registered_month between (pg_catalog.date_trunc('month', $2::date::timestamp) - interval '11 months')::date and $2::date
-- trace: investigation, cancelled, untraced, transferred, challan, trial, decided of case_day.cases where c.registered_on
--   between (pg_catalog.date_trunc('month', $2::date::timestamp) - interval '11 months')::date and (pg_catalog.date_trunc('month', $2::date::timestamp) + interval '1 month')::date - 1
with period as (
	select (pg_catalog.date_trunc('month', $2::date::timestamp) - interval '11 months')::date as first,
		(pg_catalog.date_trunc('month', $2::date::timestamp) + interval '1 month')::date - 1 as last
), stage as (
	select c.district,
		sum(c.cases) filter (where s.code = 'CANCELLED') as cancelled, sum(c.cases) filter (where s.code = 'UNTRACED') as untraced,
		sum(c.cases) filter (where s.code = 'TRANSFERRED') as transferred, sum(c.cases) filter (where s.stage = 'challan') as challan,
		sum(c.cases) filter (where s.stage = 'trial' and not s.terminal) as trial,
		sum(c.cases) filter (where s.stage = 'trial' and s.terminal or s.stage = 'appeal') as decided, sum(c.cases) as cases
	from report.case_day c
	cross join period p
	left join ref.case_status s on s.code = c.status
	where c.registered_on between p.first and p.last
	group by c.district
), n as (
	select s.*, s.cases - coalesce(s.cancelled, 0) - coalesce(s.untraced, 0) - coalesce(s.transferred, 0) - coalesce(s.challan, 0)
		- coalesce(s.trial, 0) - coalesce(s.decided, 0) as investigation
	from stage s
), registered as (
	select c.district, sum(c.cases) as cases from report.case_month c cross join period p
	where c.registered_month between p.first and p.last group by c.district
)
select d.code as district, d.name_en, d.name_ur, report.known(k.state, r.cases) as registered,
	report.known(k.state, n.investigation) as investigation, report.known(k.state, n.cancelled) as cancelled,
	report.known(k.state, n.untraced) as untraced, report.known(k.state, n.transferred) as transferred,
	report.known(k.state, n.challan) as challan, report.known(k.state, n.trial) as trial, report.known(k.state, n.decided) as decided,
	coalesce(n.cases, 0) = coalesce(r.cases, 0) as complete, k.state as coverage
from ref.district d
cross join period p
join report.states($1::text, 'case', p.first, p.last) k on k.district = d.code
left join n on n.district = d.code
left join registered r on r.district = d.code
where d.jurisdiction = $1::text and (r.district is not null
	or (coalesce(d.valid_from, '-infinity'::date) <= p.last and coalesce(d.valid_to, 'infinity'::date) >= p.first))
order by d.name_en collate "C", d.code collate "C"
