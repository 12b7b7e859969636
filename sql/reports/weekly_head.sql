-- purpose: the head figures of one district's week, beside the week before and the 52 weeks before that week
-- grain: one row
-- parameters: $1 district text, $2 week date, $3 as_at date
-- returns: registered bigint, registered_before bigint, registered_mean numeric, arrests bigint, arrests_before bigint,
--   challaned bigint, challaned_before bigint, complaints bigint, complaints_before bigint, overdue bigint
-- measures: registered=cases_registered, registered_before=cases_registered, registered_mean=cases_registered,
--   arrests=arrests_made, arrests_before=arrests_made, challaned=accused_challaned, challaned_before=accused_challaned,
--   complaints=complaints_received, complaints_before=complaints_received, overdue=challan_overdue
-- locks: none
with week as (
	select $2::date as first, $2::date + 6 as last
), registered as (
	select coalesce(sum(c.cases) filter (where c.registered_on between w.first and w.last), 0)::bigint as now,
		coalesce(sum(c.cases) filter (where c.registered_on between w.first - 7 and w.first - 1), 0)::bigint as before,
		-- no mean over weeks from before the records begin
		case when exists (select from report.case_day d, week v where d.registered_on <= v.first - 364)
			then pg_catalog.round(coalesce(sum(c.cases) filter (where c.registered_on between w.first - 364 and w.first - 1), 0)::numeric / 52, 1)
		end as mean,
		-- s.173 CrPC: the challan is due within 14 days and 3 more
		coalesce(sum(c.cases) filter (where c.status in ('FIR', 'UNDERINV') and c.registered_on < $3::date - 17), 0)::bigint as overdue
	from week w
		left join report.case_day c on c.district = $1::text and c.registered_on <= greatest(w.last, $3::date)
), arrests as (
	select coalesce(sum(c.accused) filter (where c.arrested_on >= w.first), 0)::bigint as now,
		coalesce(sum(c.accused) filter (where c.arrested_on < w.first), 0)::bigint as before
	from week w
		left join report.arrest_day c on c.district = $1::text and c.arrested_on between w.first - 7 and w.last
), challans as (
	select coalesce(sum(c.accused) filter (where c.challaned_on >= w.first), 0)::bigint as now,
		coalesce(sum(c.accused) filter (where c.challaned_on < w.first), 0)::bigint as before
	from week w
		left join report.challan_day c on c.district = $1::text and c.challaned_on between w.first - 7 and w.last
), complaints as (
	select coalesce(sum(c.complaints) filter (where c.received_on >= w.first), 0)::bigint as now,
		coalesce(sum(c.complaints) filter (where c.received_on < w.first), 0)::bigint as before
	from week w
		left join report.complaint_day c on c.district = $1::text and c.received_on between w.first - 7 and w.last
)
select r.now as registered, r.before as registered_before, r.mean as registered_mean,
	a.now as arrests, a.before as arrests_before,
	h.now as challaned, h.before as challaned_before,
	p.now as complaints, p.before as complaints_before,
	r.overdue
from registered r cross join arrests a cross join challans h cross join complaints p
