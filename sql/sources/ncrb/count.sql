-- purpose: every figure of the tables 5.1, 5.5 and 5.6 of "Crime in India 2014", a row each
-- grain: one row per table, area, head and item that has a figure
-- parameters: none
-- returns: origin text, count_key text, area text, head text, item text, period_from date, period_to date, value bigint,
--   decimals integer
-- locks: none
--
-- An item is the column of the table. Printed rates (pub_…) and the female population in lakh (100,000) have one
-- decimal. A dash or an empty field was not printed as a figure, and is none. A head keeps the number that the
-- table gives it, by which heads are put into order: '1.1 Custodial Rape'.
with told as (
	select p.origin, 'All India' as area, p.head_no || ' ' || p.crime_head as head, x.key as item, x.value as printed
	from raw.police_court as p
	cross join lateral jsonb_each_text(
		to_jsonb(p) - array['origin', 'origin_unit', 'origin_period', 'head_no', 'crime_head']
	) as x
	union all
	select i.origin, i.area, 'T Total Crimes against Women' as head, v.item, v.printed
	from raw.incidence as i
	cross join lateral (values
		('incidence', i.incidence::text),
		('pub_pct_of_india', i.pub_pct_of_india::text),
		('female_population_lakh', i.female_population_lakh::text),
		('pub_rate_per_lakh_female', i.pub_rate_per_lakh_female::text)
	) as v (item, printed)
)
select
	t.origin,
	concat_ws('/', 'ncrb', '2014', t.area, t.head, t.item) as count_key,
	t.area,
	t.head,
	t.item,
	'2014-01-01'::date as period_from,
	'2014-12-31'::date as period_to,
	replace(t.printed, '.', '')::bigint as value,
	case when t.printed like '%.%' then length(split_part(t.printed, '.', 2)) else 0 end as decimals
from told as t
where t.printed is not null
