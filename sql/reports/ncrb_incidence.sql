-- purpose: crimes against women in India's states in 2014 per 100,000 women: recomputed on the printed population, between which
--   bounds the true rate lies given that this was rounded, and as printed
-- grain: one row per state, union territory and total, by name, totals last
-- parameters: none
-- returns: area text, incidence bigint, female_population_lakh numeric, rate_recomputed numeric, rate_low numeric, rate_high numeric,
--   rate_printed numeric, difference numeric, within boolean, total boolean
-- measures: incidence=ncrb_reported, female_population_lakh=none, rate_recomputed=none, rate_low=none, rate_high=none,
--   rate_printed=none, difference=none
-- locks: none
-- row: area = c.area
-- within: c.jurisdiction = 'india' and c.period_from = '2014-01-01' and c.period_to = '2014-12-31' and c.head = 'T Total Crimes against Women'
-- trace: incidence = count_period.value where c.item = 'incidence'
-- trace: female_population_lakh, rate_recomputed, rate_low, rate_high of count_period.value where c.item in ('incidence', 'female_population_lakh')
-- trace: rate_printed of count_period.value where c.item = 'pub_rate_per_lakh_female'
-- trace: difference of count_period.value where c.item in ('incidence', 'female_population_lakh', 'pub_rate_per_lakh_female')
--
-- Counting unit: cases. Basis: the calendar year 2014. The population is printed in lakh (100,000) with one decimal, so it lies
-- within 0.05 of what is printed: in small areas that moves the rate by far more than its own last digit.
with told as (
	select c.area,
		max(c.value) filter (where c.item = 'incidence') as incidence,
		max(c.value / power(10::numeric, c.decimals)) filter (where c.item = 'female_population_lakh') as lakh,
		max(c.value / power(10::numeric, c.decimals)) filter (where c.item = 'pub_rate_per_lakh_female') as printed
	from report.count_period c
	where c.jurisdiction = 'india' and c.head = 'T Total Crimes against Women' and c.period_from = '2014-01-01' and c.period_to = '2014-12-31'
	group by c.area
	having pg_catalog.bool_or(c.item = 'female_population_lakh')
), bound as (
	select t.*, t.incidence / nullif(t.lakh, 0) as rate, t.incidence / (t.lakh + 0.05) as low,
		t.incidence / nullif(greatest(t.lakh - 0.05, 0), 0) as high, t.area like 'TOTAL %' as total
	from told t
)
select b.area, b.incidence, pg_catalog.round(b.lakh, 1) as female_population_lakh, pg_catalog.round(b.rate, 1) as rate_recomputed,
	pg_catalog.round(b.low, 2) as rate_low, pg_catalog.round(b.high, 2) as rate_high, pg_catalog.round(b.printed, 1) as rate_printed,
	pg_catalog.round(pg_catalog.round(b.rate, 1) - b.printed, 1) as difference,
	-- the printed rate was itself rounded to 0.05
	b.printed between b.low - 0.05 and b.high + 0.05 as within, b.total
from bound b
order by b.total, b.area collate "C"
