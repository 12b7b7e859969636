-- purpose: the lifecycle of a case, made of the facts of the same run
-- grain: one row per case whose lifecycle the run has to make
-- place: 9
-- keys: case_key
-- day: registered_on
-- feed: none
-- inherits: source, district, station, registered_on, category, channel, status, status_on from case
-- inherits: accused, first_arrested_on, first_challaned_on from accused
-- inherits: convicted_on, disposed_on, disposal from outcome
-- figure: cases_disposed by disposal on disposed_on
-- parameters: none
-- returns: case_key uuid, source text, district text, station text, registered_on date, category text, channel text, status text, status_on date, accused bigint, first_arrested_on date, first_challaned_on date, convicted_on date, disposed_on date, disposal text, feed_hash uuid
-- locks: none
--
-- A case is open until the first day on which it is finally disposed of, by the police or by a court; what comes after
-- that day is no second disposal. The causes are those of ref.disposal.
--   police  the status of the case is final (cancelled, untraced, transferred), on the day of the status.
--   court   the earliest final outcome of any accused; of several on that day the one of the lowest rank in
--           ref.court_outcome, a conviction first. Co-accused may still be tried: convicted_on is the first conviction of
--           any accused of the case, be it after the disposal.
--   status  decided or consigned, while no final outcome is known: on the day of the status, as 'other'.
-- Of police and court the earlier day holds, on the same day the court. A final status without a day is a
-- disposal that cannot be put in time: 'undated'. Records that say when a disposed case was taken up again do not exist.
select c.case_key, c.source, c.district, c.station, c.registered_on, c.category, c.channel, c.status, c.status_on,
	coalesce(a.accused, 0) as accused, a.first_arrested_on, a.first_challaned_on, o.convicted_on,
	case
		when o.decided_on is not null and (p.disposal is null or o.decided_on <= coalesce(c.status_on, 'infinity')) then o.decided_on
		when p.disposal is not null or w.disposal is not null then c.status_on end as disposed_on,
	case
		when o.decided_on is not null and (p.disposal is null or o.decided_on <= coalesce(c.status_on, 'infinity')) then o.disposal
		when (p.disposal is not null or w.disposal is not null) and c.status_on is null then 'undated'
		else coalesce(p.disposal, w.disposal) end as disposal,
	null::uuid as feed_hash
from stage.lifecycle s
join fact."case" c on c.case_key = s.case_key
left join ref.disposal p on p.kind = 'police' and p.code = c.status
left join ref.disposal w on w.kind = 'status' and w.code = c.status
left join (
	select f.case_key, pg_catalog.count(*) as accused, min(f.arrested_on) as first_arrested_on,
		min(f.challaned_on) as first_challaned_on
	from stage.lifecycle t join fact.accused f on f.case_key = t.case_key
	group by f.case_key
) a on a.case_key = c.case_key
left join (
	select f.case_key, min(f.decided_on) as decided_on,
		(pg_catalog.array_agg(d.disposal order by f.decided_on, r.rank, f.outcome_key))[1] as disposal,
		min(f.decided_on) filter (where f.outcome_class = 'guilty') as convicted_on
	from stage.lifecycle t
	join fact.outcome f on f.case_key = t.case_key
	join ref.court_outcome r on r.code = f.outcome and r.final
	join ref.disposal d on d.kind = 'court' and d.code = f.outcome
	group by f.case_key
) o on o.case_key = c.case_key
