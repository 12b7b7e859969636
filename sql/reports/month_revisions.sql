-- purpose: figures of months before the former edition that are others now, and why
-- grain: one row per figure and month that changed, oldest first
-- parameters: $1 jurisdiction text, $2 month date
-- returns: figure_en text, figure_ur text, month date, before bigint, late bigint, moved_in bigint, moved_out bigint, deleted bigint,
--   source bigint, now bigint, change bigint, reclassified bigint, adds_up boolean
-- measures: before=none, late=none, moved_in=none, moved_out=none, deleted=none, source=none, now=none, change=none, reclassified=none
-- locks: none
-- covers: case; month $2
--
-- before is what the run of the former edition (month_run) knew, worked out by asking today's figure back by what each later run changed;
-- before + late + moved_in - moved_out - deleted + source = now (adds_up: the parts make the change,
-- and cases registered counted anew as of that run make before). late: entered after, for days that the
-- former run had covered, or back after they had left. moved: a correction of the day or the district took it to another month's or
-- district's figure; between districts of one month both sides show. deleted: left the source, or was refused. source: of a source that
-- was not there. reclassified: counted under another offence, channel, kind, service or manner now; the total is the same. Months that
-- the former run did not know to their end are no revisions. No rows without a former edition, and where nothing changed.
-- trace: before, late, moved_in, moved_out, deleted, source, now, change, reclassified said "the versions of facts by run"
with period as (
	select r.run_no as former, k.as_at_on
	from (select report.run_by($1::text, (pg_catalog.date_trunc('month', $2::date::timestamp) + interval '1 month')::date - 1) as run_no) r
	join report.run_known k on k.jurisdiction = $1::text and k.run_no = r.run_no
	where r.run_no < (select max(x.run_no) from report.run_known x where x.jurisdiction = $1::text)
), change as (
	select v.figure, v.month, v.reason, sum(v.gained) as gained, sum(v.lost) as lost
	from period p
	cross join lateral report.revisions($1::text, p.former) v
	where v.month is not null and v.reason <> 'new' and (v.month + interval '1 month')::date - 1 <= p.as_at_on
	group by v.figure, v.month, v.reason
), n as (
	select c.figure, c.month, sum(c.gained - c.lost) as change, coalesce(sum(c.gained) filter (where c.reason = 'late'), 0) as late,
		coalesce(sum(c.gained) filter (where c.reason = 'corrected'), 0) as moved_in,
		coalesce(sum(c.lost) filter (where c.reason = 'corrected'), 0) as moved_out,
		coalesce(sum(c.lost) filter (where c.reason = 'deleted'), 0) as deleted,
		coalesce(sum(c.gained - c.lost) filter (where c.reason = 'source'), 0) as source,
		coalesce(sum(c.lost) filter (where c.reason = 'reclassified'), 0) as reclassified
	from change c group by c.figure, c.month
), now as (
	select 'cases_registered' as figure, c.registered_month as month, sum(c.cases) as cases
	from report.case_month c join ref.district d on d.code = c.district and d.jurisdiction = $1::text group by c.registered_month
	union all
	select 'cases_disposed', c.disposed_month, sum(c.cases)
	from report.disposal_month c join ref.district d on d.code = c.district and d.jurisdiction = $1::text group by c.disposed_month
	union all
	select 'complaints_received', c.received_month, sum(c.complaints)
	from report.complaint_month c join ref.district d on d.code = c.district and d.jurisdiction = $1::text group by c.received_month
	union all
	select 'outreach_sessions', pg_catalog.date_trunc('month', c.held_on::timestamp)::date, sum(c.sessions)
	from report.outreach_day c join ref.district d on d.code = c.district and d.jurisdiction = $1::text group by 2
	union all
	select 'referrals_made', c.referred_month, sum(c.referrals)
	from report.referral_month c join ref.district d on d.code = c.district and d.jurisdiction = $1::text group by c.referred_month
), known as (
	-- counted anew, without the changes: the cases that the former run had
	select 'cases_registered' as figure, k.registered_month as month, sum(k.cases) as cases
	from report.case_known k
	join ref.district d on d.code = k.district and d.jurisdiction = $1::text
	cross join period p
	where k.run_from <= p.former and (k.run_to is null or k.run_to > p.former)
	group by k.registered_month
), word as (
	select w.place, w.figure, w.name_en, w.name_ur from (values (1, 'cases_registered', 'Cases registered', 'درج مقدمات'),
		(2, 'cases_disposed', 'Cases disposed of', 'نمٹائے گئے مقدمات'), (3, 'complaints_received', 'Complaints received', 'موصولہ شکایات'),
		(4, 'outreach_sessions', 'Outreach sessions', 'آگاہی نشستیں'), (5, 'referrals_made', 'Referrals', 'ریفرلز'))
		as w (place, figure, name_en, name_ur)
)
select w.name_en as figure_en, w.name_ur as figure_ur, n.month, (coalesce(t.cases, 0) - n.change)::bigint as before, n.late::bigint as late,
	n.moved_in::bigint as moved_in, n.moved_out::bigint as moved_out, n.deleted::bigint as deleted, n.source::bigint as source,
	coalesce(t.cases, 0)::bigint as now, n.change::bigint as change, n.reclassified::bigint as reclassified,
	n.change = n.late + n.moved_in - n.moved_out - n.deleted + n.source and coalesce(t.cases, 0) - n.change >= 0
		and (n.figure <> 'cases_registered' or coalesce(k.cases, 0) + n.change = coalesce(t.cases, 0)) as adds_up
from n
join word w on w.figure = n.figure
left join now t on t.figure = n.figure and t.month = n.month
left join known k on k.figure = n.figure and k.month = n.month
order by w.place, n.month
