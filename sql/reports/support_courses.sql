-- purpose: courses that officers completed, in a quarter and up to its end
-- grain: one row per course that anybody completed, most completions first
-- parameters: $1 jurisdiction text, $2 district text, $3 quarter date
-- returns: course text, completions bigint, completions_all bigint
-- measures: completions=completion on date of completion, completions_all=completion on date of completion
-- locks: none
-- covers: training; district $2; quarter $3
-- within: c.district = any (array(select d.code from ref.district d where d.jurisdiction = $1::text and $2::text in ('all', d.code)))
-- trace: completions = training_day.completions where c.completed_on between $3::date and ($3::date + interval '3 months')::date - 1
-- trace: completions_all = training_day.completions where c.completed_on <= ($3::date + interval '3 months')::date - 1
-- row: course = c.course
--
-- Counting unit: completions; an officer with two courses counts in both.
select c.course, coalesce(sum(c.completions) filter (where c.completed_on >= $3::date), 0)::bigint as completions,
	sum(c.completions)::bigint as completions_all
from report.training_day c
join ref.district d on d.code = c.district and d.jurisdiction = $1::text
where $2::text in ('all', c.district) and c.completed_on <= ($3::date + interval '3 months')::date - 1
group by c.course
having sum(c.completions) > 0
order by completions_all desc, c.course collate "C"
