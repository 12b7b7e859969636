-- purpose: what became of the cases registered in each month of a period, by months since: the events of cumulative incidence
-- grain: one row per month of registration, cause and months since; the open and the undated of a month in rows of their own
-- parameters: $1 jurisdiction text, $2 from date, $3 to date, $4 as_at date, $5 district text, $6 category text
-- returns: registered_month date, registered bigint, disposal text, months_since integer, cases bigint, months_followed integer
-- measures: registered=cases_registered, months_since=none, cases=fir on date of registration of the case, months_followed=none
-- locks: none
-- covers: case; district $5; days $2 to $3
-- row: registered_month = c.registered_month, disposal = c.disposal, months_since = c.months_since
-- within: c.district = any (array(select d.code from ref.district d where d.jurisdiction = $1::text)) and c.registered_month between pg_catalog.date_trunc('month', $2::date::timestamp)::date and $3::date
--   and $5::text in ('', c.district) and $6::text in ('', c.category)
-- trace: cases = cohort_month.cases
-- trace: registered = all cohort_month.cases where c.registered_month = @registered_month@
--
-- Counting unit: cases. Basis: month of registration; registered is the whole cohort, the same in each of its rows. Open cases are censored
-- after months_followed full months (as_at); undated ones were disposed of on an unknown day. District or category '': all.
select c.registered_month, (sum(sum(c.cases)) over (partition by c.registered_month))::bigint as registered, c.disposal, c.months_since,
	sum(c.cases)::bigint as cases,
	greatest(0, (extract(year from $4::date + 1) - extract(year from c.registered_month)) * 12
		+ extract(month from $4::date + 1) - extract(month from c.registered_month) - 1)::integer as months_followed
from report.cohort_month c
join ref.district d on d.code = c.district and d.jurisdiction = $1::text
where c.registered_month between pg_catalog.date_trunc('month', $2::date::timestamp)::date and $3::date and $5::text in ('', c.district) and $6::text in ('', c.category)
group by c.registered_month, c.disposal, c.months_since
order by c.registered_month, c.disposal collate "C", c.months_since
