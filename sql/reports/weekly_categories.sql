-- purpose: cases registered in the four weeks up to the end of one week, by principal offence
-- grain: one row per category with a case, most cases first
-- parameters: $1 district text, $2 week date
-- returns: category_en text, category_ur text, cases bigint
-- measures: cases=cases_registered
-- locks: none
-- covers: case; district $1; week $2
-- row: category_en = (select k.name_en from ref.category k where k.code = c.category)
-- trace: cases = case_day.cases where c.district = $1::text and c.registered_on between $2::date - 21 and $2::date + 6
select k.name_en as category_en, k.name_ur as category_ur, sum(c.cases)::bigint as cases
from report.case_day c
	join ref.category k on k.code = c.category
where c.district = $1::text and c.registered_on between $2::date - 21 and $2::date + 6
group by k.code, k.name_en, k.name_ur, k.seriousness
having sum(c.cases) > 0
order by cases desc, k.seriousness, k.code collate "C"
