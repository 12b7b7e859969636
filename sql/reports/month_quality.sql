-- purpose: how complete and how sound the records of each district are: days without a record, late entries, rejected rows, what was changed
-- grain: one row per district that existed in the month, and one for rows whose district is not known, last
-- parameters: $1 jurisdiction text, $2 month date
-- returns: district text, name_en text, name_ur text, days bigint, not_covered bigint, silent bigint, last_on date, entries bigint,
--   late_7 bigint, late_28 bigint, longest_lag bigint, reclassified bigint, moved bigint, deleted bigint, cancelled bigint,
--   rejected_open bigint, rejected_fields bigint, rejected_new bigint, rejected_resolved bigint, cancelled_coverage text,
--   days_coverage text, not_covered_coverage text, silent_coverage text, longest_lag_coverage text
-- measures: days=none, not_covered=none, silent=none, entries=none, late_7=none, late_28=none, longest_lag=none, reclassified=none,
--   moved=none, deleted=none, cancelled=fir on date of the final disposal, rejected_open=none, rejected_fields=none, rejected_new=none,
--   rejected_resolved=none
-- locks: none
-- covers: case; month $2
--
-- days of the month on which the district existed; not_covered: nothing was reported for them; silent: reported, and no case registered;
-- last_on: the last day with a case. entries are cases that came since the former edition (month_run); late_7 and late_28 of them more
-- than 7 and 28 days after their registration, longest_lag in days. reclassified, moved (to another day's month or district) and
-- deleted are cases of months before the former edition that count otherwise now. Rejected are rows of any feed: open now, open ones of
-- which only a field was rejected, new and resolved since the former edition. Without a former edition what needs one is null. cancelled:
-- cases that the police cancelled in the month.
-- row: district = c.district
-- trace: cancelled = disposal_month.cases where c.disposed_month = pg_catalog.date_trunc('month', $2::date::timestamp)::date and c.disposal = 'cancelled'
-- trace: days, not_covered, silent said "coverage and record_day"
-- trace: entries, late_7, late_28, longest_lag, reclassified, moved, deleted said "the versions of facts by run"
-- trace: rejected_open, rejected_fields, rejected_new, rejected_resolved said "the ledger of rejects"
with period as (
	select m.first, m.last, case when r.run_no < l.run_no then r.run_no end as former
	from (select pg_catalog.date_trunc('month', $2::date::timestamp)::date as first,
		(pg_catalog.date_trunc('month', $2::date::timestamp) + interval '1 month')::date - 1 as last) m
	cross join lateral (select report.run_by($1::text, m.last) as run_no) r
	cross join lateral (select max(k.run_no) as run_no from report.run_known k where k.jurisdiction = $1::text) l
), seen as (
	select c.district, pg_catalog.range_agg(pg_catalog.daterange(c.on_day, c.on_day, '[]')) as days, max(c.on_day) as last_on
	from report.record_day c cross join period p
	where c.feed = 'case' and c.records > 0 and c.on_day <= p.last
	group by c.district
), entry as (
	select e.district, sum(e.entries) as entries, sum(e.entries) filter (where e.lag_days > 7) as late_7,
		sum(e.entries) filter (where e.lag_days > 28) as late_28, max(e.lag_days) as longest
	from period p cross join lateral report.entered($1::text, p.former) e
	where e.feed = 'case'
	group by e.district
), revision as (
	select v.district, sum(v.lost) filter (where v.reason = 'reclassified') as reclassified,
		sum(v.lost) filter (where v.reason = 'corrected') as moved, sum(v.lost) filter (where v.reason = 'deleted') as deleted
	from period p cross join lateral report.revisions($1::text, p.former) v
	where v.figure = 'cases_registered'
	group by v.district
), rejected as (
	select coalesce(d.code, '') as district, sum(x.entries) filter (where x.resolved_run is null and x.severity = 'row') as open,
		sum(x.entries) filter (where x.resolved_run is null and x.severity <> 'row') as fields,
		sum(x.entries) filter (where x.first_run > p.former) as new, sum(x.entries) filter (where x.resolved_run > p.former) as resolved
	from report.rejected x
	cross join period p
	left join ref.district d on d.code = x.district and d.jurisdiction = $1::text
	where x.jurisdiction = $1::text
	group by 1
), cancelled as (
	select c.district, sum(c.cases) as cases from report.disposal_month c cross join period p
	where c.disposed_month = p.first and c.disposal = 'cancelled' group by c.district
), cover as (
	select c.district, c.whole, c.existed, p.first, p.last, p.former,
		report.days_in(pg_catalog.datemultirange(c.existed), p.first, p.last) as days, report.days_in(c.whole, p.first, p.last) as covered
	from report.covered c cross join period p
	where c.jurisdiction = $1::text and c.feed = 'case'
)
select x.district, x.name_en, x.name_ur, x.days, x.not_covered, x.silent, x.last_on, x.entries, x.late_7, x.late_28, x.longest_lag,
	x.reclassified, x.moved, x.deleted, x.cancelled, x.rejected_open, x.rejected_fields, x.rejected_new, x.rejected_resolved, x.cancelled_coverage,
	x.days_coverage, x.days_coverage as not_covered_coverage, x.days_coverage as silent_coverage, x.lag_coverage as longest_lag_coverage
from (
	select 1 as place, d.code as district, d.name_en, d.name_ur, c.days::bigint as days, (c.days - c.covered)::bigint as not_covered,
		case when c.covered > 0 then report.days_in(c.whole - coalesce(s.days, '{}'), c.first, c.last)::bigint end as silent, s.last_on,
		case when c.former is not null then coalesce(e.entries, 0)::bigint end as entries,
		case when c.former is not null then coalesce(e.late_7, 0)::bigint end as late_7,
		case when c.former is not null then coalesce(e.late_28, 0)::bigint end as late_28, e.longest::bigint as longest_lag,
		case when c.former is not null then coalesce(v.reclassified, 0)::bigint end as reclassified,
		case when c.former is not null then coalesce(v.moved, 0)::bigint end as moved,
		case when c.former is not null then coalesce(v.deleted, 0)::bigint end as deleted, report.known(k.state, n.cases) as cancelled,
		coalesce(r.open, 0)::bigint as rejected_open, coalesce(r.fields, 0)::bigint as rejected_fields,
		case when c.former is not null then coalesce(r.new, 0)::bigint end as rejected_new,
		case when c.former is not null then coalesce(r.resolved, 0)::bigint end as rejected_resolved, k.state as cancelled_coverage,
		'covered' as days_coverage, case when c.former is null then 'not-reported' else 'did-not-exist' end as lag_coverage
	from ref.district d
	join cover c on c.district = d.code
	join report.states($1::text, 'case', c.first, c.last) k on k.district = d.code
	left join seen s on s.district = d.code
	left join entry e on e.district = d.code
	left join revision v on v.district = d.code
	left join rejected r on r.district = d.code
	left join cancelled n on n.district = d.code
	where d.jurisdiction = $1::text and c.days > 0
	union all
	-- a fact has a district, so that no entry, change or disposal is without one
	select 2, '', 'District not known', 'ضلع معلوم نہیں', null, null, null, null, z.none, z.none, z.none, null, z.none, z.none, z.none, 0,
		coalesce(r.open, 0)::bigint, coalesce(r.fields, 0)::bigint, case when p.former is not null then coalesce(r.new, 0)::bigint end,
		case when p.former is not null then coalesce(r.resolved, 0)::bigint end, 'covered',
		'did-not-exist', 'did-not-exist'
	from rejected r cross join period p
	cross join lateral (select case when p.former is not null then 0::bigint end as none) z
	where r.district = ''
) x
order by x.place, x.name_en collate "C", x.district collate "C"
