-- purpose: cases of one district's week by principal offence, beside the 13 weeks before, the year to date and the same weeks of last year
-- grain: one row per category with a case in any of these, most cases of the week first
-- parameters: $1 district text, $2 week date, $3 as_at date, $4 window integer
-- defaults: window 52
-- returns: category_en text, category_ur text, cases bigint, mean_13 numeric, mean_weeks bigint, year_to_date bigint,
--   year_before bigint, signal_en text, signal_ur text
-- measures: cases=cases_registered, mean_13=cases_registered, mean_weeks=none, year_to_date=cases_registered, year_before=cases_registered
-- locks: none
-- covers: case; district $1; week $2
-- row: category = (select k.name_en from ref.category k where k.code = c.category)
-- within: c.district = $1::text
-- trace: cases = case_day.cases where c.registered_on between $2::date and $2::date + 6
-- trace: mean_13 = case_day.cases / mean_weeks where c.registered_on between $2::date - 91 and $2::date - 1 and exists (
--   select from report.covered k
--   cross join lateral (select pg_catalog.date_trunc('week', c.registered_on::timestamp)::date as first) w
--   where k.district = $1::text and k.feed = 'case' and k.whole @> pg_catalog.daterange(w.first, w.first + 6, '[]')
--       and report.district_era($1::text, w.first) = report.district_era($1::text, $2::date + 6))
-- trace: year_to_date = case_day.cases where c.registered_on between
--   pg_catalog.date_trunc('week', pg_catalog.make_date(extract(isoyear from $2::date)::integer, 1, 4)::timestamp)::date and $2::date + 6
-- trace: year_before = case_day.cases where c.registered_on - pg_catalog.date_trunc('week',
--   pg_catalog.make_date(extract(isoyear from $2::date)::integer - 1, 1, 4)::timestamp)::date
--   between 0 and 7 * extract(week from $2::date)::integer - 1
--
-- cases is null where no day of the week is covered; mean_13 where fewer than seven of the 13 weeks before are (of the boundaries of
-- today); the years as in weekly_year. signal: the week against the mean and moving range (report.xmr) of the covered weeks among those of the
-- window (52) before whose late entries have come; 'too few' below a mean of 5 or 12 weeks; a week that is low while its entries still come is 'not
-- known yet'; missing where the week is not whole.
with district as (
	select d.jurisdiction, report.mature_to(d.jurisdiction, 'case', $3::date) as mature_to,
		pg_catalog.date_trunc('week', pg_catalog.make_date(extract(isoyear from $2::date)::integer, 1, 4)::timestamp)::date as year_on,
		pg_catalog.date_trunc('week', pg_catalog.make_date(extract(isoyear from $2::date)::integer - 1, 1, 4)::timestamp)::date as before_on,
		7 * extract(week from $2::date)::integer - 1 as days
	from ref.district d where d.code = $1::text
), cover as (
	select c.whole, report.coverage_state(c.existed, c.whole, c.partly, c.horizon, $2::date, $2::date + 6) as state,
		c.whole @> pg_catalog.daterange(d.year_on, d.year_on + d.days, '[]')
			and report.district_era($1::text, d.year_on + 6) = report.district_era($1::text, $2::date + 6) as year_known,
		c.whole @> pg_catalog.daterange(d.before_on, d.before_on + d.days, '[]')
			and report.district_era($1::text, d.before_on + 6) = report.district_era($1::text, $2::date + 6) as before_known
	from report.covered c cross join district d
	where c.district = $1::text and c.feed = 'case'
), week as (
	select w.first::date as first, w.first::date + 6 as last, w.first::date >= $2::date - 91 as near, w.first::date + 6 <= d.mature_to and w.first::date >= $2::date - 7 * $4::integer as ripe
	from district d cross join cover k
	cross join lateral pg_catalog.generate_series($2::date - 7 * greatest($4::integer, 13), $2::date - 7, interval '7 days') as w (first)
	where k.whole @> pg_catalog.daterange(w.first::date, w.first::date + 6, '[]')
		and report.district_era($1::text, w.first::date) = report.district_era($1::text, $2::date + 6)
), day as (
	select c.category, c.registered_on, sum(c.cases) as cases
	from report.case_day c cross join district d
	where c.district = $1::text and c.registered_on between least(d.before_on, $2::date - 7 * greatest($4::integer, 13)) and $2::date + 6
	group by c.category, c.registered_on
), asked as (
	select d.category,
		coalesce(sum(d.cases) filter (where d.registered_on >= $2::date), 0)::bigint as cases,
		coalesce(sum(d.cases) filter (where d.registered_on between t.year_on and t.year_on + t.days), 0)::bigint as year_to_date,
		coalesce(sum(d.cases) filter (where d.registered_on between t.before_on and t.before_on + t.days), 0)::bigint as year_before,
		coalesce(sum(d.cases) filter (where d.registered_on between $2::date - 91 and $2::date - 1), 0)::bigint as near
	from day d cross join district t
	group by d.category
), counted as (
	select a.category, w.first, w.near, w.ripe, coalesce(sum(d.cases), 0) as cases
	from asked a cross join week w
	left join day d on d.category = a.category and d.registered_on between w.first and w.last
	group by a.category, w.first, w.near, w.ripe
), series as (
	select c.category, pg_catalog.array_agg(c.cases::double precision order by c.first) filter (where c.ripe) as cases,
		pg_catalog.count(*) filter (where c.ripe) as weeks, avg(c.cases) filter (where c.near) as mean_13,
		pg_catalog.count(*) filter (where c.near) as near
	from counted c group by c.category
), judged as (
	select s.category, s.mean_13, s.near, case
		when k.state <> 'covered' then null
		when coalesce(s.weeks, 0) < 12 or x.mean < 5 or x.mean is null then 'few'
		when a.cases > x.mean + 2.66 * x.range then 'high'
		when a.cases < x.mean - 2.66 * x.range then case when $2::date + 6 > d.mature_to then 'wait' else 'low' end
		else 'usual' end as signal
	from asked a cross join cover k cross join district d
	left join series s on s.category = a.category
	left join lateral report.xmr(s.cases) x on true
)
select o.name_en as category_en, o.name_ur as category_ur, case when k.state in ('covered', 'partial') then a.cases end as cases,
	case when j.near >= 7 then pg_catalog.round(j.mean_13, 1) end as mean_13, j.near as mean_weeks,
	case when k.year_known then a.year_to_date end as year_to_date, case when k.before_known then a.year_before end as year_before,
	case j.signal when 'high' then 'above usual' when 'low' then 'below usual' when 'usual' then 'as usual' when 'few' then 'too few'
		when 'wait' then 'not known yet' end as signal_en,
	case j.signal when 'high' then 'معمول سے زیادہ' when 'low' then 'معمول سے کم' when 'usual' then 'معمول کے مطابق' when 'few' then 'تعداد کم'
		when 'wait' then 'ابھی معلوم نہیں' end as signal_ur
from asked a
join ref.category o on o.code = a.category
cross join cover k
left join judged j on j.category = a.category
where a.cases + a.near + a.year_to_date + a.year_before > 0
order by a.cases desc, a.near desc, a.year_to_date desc, o.seriousness, o.code collate "C"
