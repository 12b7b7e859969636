-- purpose: how content the complainants of a quarter were who said so, on the scale of 1 to 5
-- grain: one row per score, best first
-- parameters: $1 jurisdiction text, $2 district text, $3 quarter date
-- returns: score bigint, name_en text, name_ur text, complaints bigint
-- measures: score=none, complaints=complaints_feedback
-- locks: none
-- covers: complaint; district $2; quarter $3
-- within: c.district = any (array(select d.code from ref.district d where d.jurisdiction = $1::text and $2::text in ('all', d.code)))
-- trace: score said "scale of the survey"
-- trace: complaints = feedback_month.complaints where c.score > 0 and c.received_month between $3::date and ($3::date + interval '3 months')::date - 1
-- row: score = c.score
--
-- Counting unit: complaints with a score. Basis: receipt.
select s.score::bigint as score, s.name_en, s.name_ur, coalesce(sum(c.complaints), 0)::bigint as complaints
from (values (5, 'Very content', 'بہت مطمئن'), (4, 'Content', 'مطمئن'), (3, 'Neither', 'نہ مطمئن نہ غیر مطمئن'),
	(2, 'Discontent', 'غیر مطمئن'), (1, 'Very discontent', 'بہت غیر مطمئن')) as s (score, name_en, name_ur)
left join (report.feedback_month c join ref.district d on d.code = c.district and d.jurisdiction = $1::text)
	on c.score = s.score and $2::text in ('all', c.district)
		and c.received_month between $3::date and ($3::date + interval '3 months')::date - 1
group by s.score, s.name_en, s.name_ur
order by s.score desc
