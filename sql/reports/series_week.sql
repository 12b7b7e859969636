-- purpose: cases registered in each week of a period, for a control chart; the latest are provisional
-- grain: one row per week, oldest first, zeros included
-- parameters: $1 jurisdiction text, $2 from date, $3 to date, $4 as_at date, $5 district text, $6 category text
-- returns: week_start date, cases bigint, days integer, provisional boolean, partial boolean
-- measures: cases=cases_registered, days=none
-- locks: none
--
-- Counting unit: cases. Basis: day of registration. District or category '': all of them. Late entries come for a month
-- (provisional): keep these out of the limits. A week that had not ended at as_at is partial.
select w.first as week_start, coalesce(sum(c.cases), 0)::bigint as cases, (w.first + 6 - w.first + 1)::integer as days,
	w.first + 6 > $4::date - 31 as provisional, w.first + 6 > $4::date as partial
from (select g.first::date as first from pg_catalog.generate_series(pg_catalog.date_trunc('week', $2::date::timestamp), pg_catalog.date_trunc('week', $3::date::timestamp), interval '7 days') as g (first)) w
left join (
	select n.registered_on, n.cases from report.case_day n
	join ref.district d on d.code = n.district and d.jurisdiction = $1::text
	where $5::text in ('', n.district) and $6::text in ('', n.category)
) c on c.registered_on between w.first and w.first + 6
group by w.first
order by w.first
