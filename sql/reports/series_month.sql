-- purpose: cases registered in each month of a period, for a control chart; the latest are provisional
-- grain: one row per month, oldest first, zeros included
-- parameters: $1 jurisdiction text, $2 from date, $3 to date, $4 as_at date, $5 district text, $6 category text
-- returns: month_start date, cases bigint, days integer, provisional boolean, partial boolean
-- measures: cases=cases_registered, days=none
-- locks: none
--
-- Counting unit: cases. Basis: day of registration. District or category '': all of them. Late entries come for three months
-- (provisional): keep these out of the limits. A month that had not ended at as_at is partial.
select w.first as month_start, coalesce(sum(c.cases), 0)::bigint as cases, ((w.first + interval '1 month')::date - 1 - w.first + 1)::integer as days,
	(w.first + interval '4 months')::date > $4::date as provisional, (w.first + interval '1 month')::date - 1 > $4::date as partial
from (select g.first::date as first from pg_catalog.generate_series(pg_catalog.date_trunc('month', $2::date::timestamp), pg_catalog.date_trunc('month', $3::date::timestamp), interval '1 month') as g (first)) w
left join (
	select n.registered_on, n.cases from report.case_day n
	join ref.district d on d.code = n.district and d.jurisdiction = $1::text
	where $5::text in ('', n.district) and $6::text in ('', n.category)
) c on c.registered_on between w.first and (w.first + interval '1 month')::date - 1
group by w.first
order by w.first
