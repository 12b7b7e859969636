-- purpose: how many complainants of a quarter were asked how content they were, refused, and what the others said
-- grain: one row
-- parameters: $1 jurisdiction text, $2 district text, $3 quarter date, $4 as_at date
-- returns: complaints bigint, asked bigint, answered bigint, refused bigint, not_asked bigint, unsaid bigint, scored bigint,
--   content bigint, discontent bigint, coverage text, provisional boolean
-- measures: complaints=complaints_received, asked=complaints_asked, answered=complaints_feedback, refused=complaints_refused,
--   not_asked=complaint on date of receipt, unsaid=complaint on date of receipt, scored=complaints_feedback,
--   content=complaints_content, discontent=complaint on date of receipt
-- locks: none
-- covers: complaint; district $2; quarter $3
-- within: c.district = any (array(select d.code from ref.district d where d.jurisdiction = $1::text and $2::text in ('all', d.code)))
-- trace: complaints = feedback_month.complaints where c.received_month between $3::date and ($3::date + interval '3 months')::date - 1
-- trace: asked = feedback_month.complaints where c.feedback in ('answered', 'refused') and c.received_month between $3::date and
--   ($3::date + interval '3 months')::date - 1
-- trace: answered = feedback_month.complaints where c.feedback = 'answered' and c.received_month between $3::date and ($3::date +
--   interval '3 months')::date - 1
-- trace: refused = feedback_month.complaints where c.feedback = 'refused' and c.received_month between $3::date and ($3::date +
--   interval '3 months')::date - 1
-- trace: not_asked = feedback_month.complaints where c.feedback = 'not_asked' and c.received_month between $3::date and ($3::date +
--   interval '3 months')::date - 1
-- trace: unsaid = feedback_month.complaints where c.feedback = '' and c.received_month between $3::date and ($3::date + interval
--   '3 months')::date - 1
-- trace: scored = feedback_month.complaints where c.score > 0 and c.received_month between $3::date and ($3::date + interval
--   '3 months')::date - 1
-- trace: content = feedback_month.complaints where c.score >= 4 and c.received_month between $3::date and ($3::date + interval
--   '3 months')::date - 1
-- trace: discontent = feedback_month.complaints where c.score in (1, 2) and c.received_month between $3::date and ($3::date + interval
--   '3 months')::date - 1
--
-- Counting unit: complaints. Basis: receipt. asked are those who answered or refused. scored have a score of 1 to 5; content are those
-- of 4 and 5, discontent those of 1 and 2. Where the source says of none whether anybody asked (unsaid is all of them), asked, answered,
-- refused and not_asked are null.
with n as (
	select coalesce(sum(c.complaints), 0) as complaints,
		coalesce(sum(c.complaints) filter (where c.feedback = 'answered'), 0) as answered,
		coalesce(sum(c.complaints) filter (where c.feedback = 'refused'), 0) as refused,
		coalesce(sum(c.complaints) filter (where c.feedback = 'not_asked'), 0) as not_asked,
		coalesce(sum(c.complaints) filter (where c.feedback = ''), 0) as unsaid,
		coalesce(sum(c.complaints) filter (where c.score > 0), 0) as scored,
		coalesce(sum(c.complaints) filter (where c.score >= 4), 0) as content,
		coalesce(sum(c.complaints) filter (where c.score in (1, 2)), 0) as discontent
	from report.feedback_month c
	join ref.district d on d.code = c.district and d.jurisdiction = $1::text
	where $2::text in ('all', c.district) and c.received_month between $3::date and ($3::date + interval '3 months')::date - 1
)
select report.known(k.state, n.complaints) as complaints,
	case when s.said then report.known(k.state, n.answered + n.refused) end as asked,
	case when s.said then report.known(k.state, n.answered) end as answered, case when s.said then report.known(k.state, n.refused) end as refused,
	case when s.said then report.known(k.state, n.not_asked) end as not_asked, report.known(k.state, n.unsaid) as unsaid,
	report.known(k.state, n.scored) as scored, report.known(k.state, n.content) as content, report.known(k.state, n.discontent) as discontent,
	k.state as coverage, ($3::date + interval '3 months')::date - 1 > report.mature_to($1::text, 'complaint', $4::date) as provisional
from n
cross join lateral (select n.complaints = 0 or n.unsaid < n.complaints as said) s
cross join lateral report.coverage_of($1::text, case when $2::text = 'all' then '' else $2::text end, 'complaint',
	array[$3::date], array[($3::date + interval '3 months')::date - 1]) k
