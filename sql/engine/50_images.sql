-- kind: script
-- purpose: new images of the facts: what they look like if this run is applied
-- locks: new objects only

create view engine.image_case as
	select s.case_key, s.source, s.district, s.station, s.fir_year, s.fir_number, s.registered_at, s.registered_on, s.occurred_on,
		coalesce(s.sections, '{}') as sections, coalesce(m.category, 'OTHER') as category,
		coalesce(s.honour, false) as honour, coalesce(s.domestic, false) as domestic,
		coalesce(s.channel, 'station') as channel, coalesce(s.status, 'FIR') as status, s.status_on,
		s.victims, s.victim_age_band, s.relation, s.statement_164_on, s.medical_on, s.feed_hash
	from engine.checked_case s
	left join stage.meaning m on m.sections = coalesce(s.sections, '{}') and m.honour = coalesce(s.honour, false)
		and m.domestic = coalesce(s.domestic, false) and m.era = s.era;

create view engine.image_outcome as
	select s.case_key, s.accused_key, s.outcome_key, s.source, c.district, c.registered_on, c.category,
		s.court, s.decided_on, s.outcome, r.class as outcome_class, s.sentence_kind, s.sentence_months, s.fine, s.appeal, s.feed_hash
	from stage.outcome s
	join fact."case" c on c.case_key = s.case_key
	join ref.court_outcome r on r.code = s.outcome;

-- Made after the outcomes: the one that decides for an accused is a guilty charge before an acquitted one, then the earliest.
create view engine.image_accused as
	select s.case_key, s.accused_key, s.source, c.district, c.station, c.registered_on, c.category, c.channel,
		s.sex, s.age_band, coalesce(s.status, 'NOMINATED') as status, s.arrested_on, s.challaned_on,
		o.decided_on, o.outcome, o.outcome_class, o.sentence_kind, o.sentence_months, s.feed_hash
	from stage.accused s
	join fact."case" c on c.case_key = s.case_key
	left join (
		select distinct on (f.case_key, f.accused_key) f.case_key, f.accused_key, f.decided_on, f.outcome, f.outcome_class,
			f.sentence_kind, f.sentence_months
		from stage.accused a
		join fact.outcome f on f.case_key = a.case_key and f.accused_key = a.accused_key
		join ref.court_outcome r on r.code = f.outcome
		where r.final
		order by f.case_key, f.accused_key, r.rank, f.decided_on, f.outcome_key
	) o on o.case_key = s.case_key and o.accused_key = s.accused_key;

create view engine.image_complaint as
	select s.complaint_key, s.source, s.district, s.received_at, s.received_on,
		coalesce(s.channel, 'station') as channel, coalesce(s.kind, 'other') as kind, s.responded_at,
		coalesce(s.disposal, 'open') as disposal, s.disposed_on, s.case_key, s.satisfaction,
		extract(hour from s.received_at at time zone s.timezone)::integer as received_hour, s.feedback, s.feed_hash
	from engine.checked_complaint s;

create view engine.image_outreach as
	select s.outreach_key, s.source, s.district, s.held_on, s.tehsil, coalesce(s.kind, 'other') as kind, s.topic, s.audience,
		s.attended_women, s.attended_men, s.partner, s.feed_hash
	from stage.outreach s;

create view engine.image_referral as
	select s.referral_key, s.source, s.district, s.complaint_key, s.case_key, s.partner, s.service, s.referred_on,
		s.accepted_on, s.first_served_on, s.closed_on, s.feed_hash
	from stage.referral s;

create view engine.image_training as
	select s.training_key, s.source, s.district, s.officer_key, s.unit, s.course, s.completed_on, s.station, s.feed_hash
	from stage.training s;

create view engine.image_count as
	select s.count_key, s.source, g.jurisdiction, s.area, s.head, s.item, s.period_from, s.period_to, s.value,
		coalesce(s.decimals, 0) as decimals, s.feed_hash
	from stage.count s
	join stage.source g on g.source = s.source;

-- ── the course of a case ──
-- A case is open until the first day on which it is finally disposed of, by the police or by a court; what comes after
-- that day is no second disposal. The causes are those of ref.disposal.
--   police  the status of the case is final (cancelled, untraced, transferred), on the day of the status.
--   court   the earliest final outcome of any accused; of several on that day the one of the lowest rank in
--           ref.court_outcome, a conviction first. Co-accused may still be tried: convicted_on is the first conviction of
--           any accused of the case, be it after the disposal.
--   status  decided or consigned, while no final outcome is known: on the day of the status, as 'other'.
-- Of police and court the earlier day holds, on the same day the court. A final status without a day is a
-- disposal that cannot be put in time: 'undated'. Records that say when a disposed case was taken up again do not exist.

create view engine.image_course as
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
	from stage.course s
	join fact."case" c on c.case_key = s.case_key
	left join ref.disposal p on p.kind = 'police' and p.code = c.status
	left join ref.disposal w on w.kind = 'status' and w.code = c.status
	left join (
		select f.case_key, pg_catalog.count(*) as accused, min(f.arrested_on) as first_arrested_on,
			min(f.challaned_on) as first_challaned_on
		from stage.course t join fact.accused f on f.case_key = t.case_key
		group by f.case_key
	) a on a.case_key = c.case_key
	left join (
		select f.case_key, min(f.decided_on) as decided_on,
			(pg_catalog.array_agg(d.disposal order by f.decided_on, r.rank, f.outcome_key))[1] as disposal,
			min(f.decided_on) filter (where f.outcome_class = 'guilty') as convicted_on
		from stage.course t
		join fact.outcome f on f.case_key = t.case_key
		join ref.court_outcome r on r.code = f.outcome and r.final
		join ref.disposal d on d.kind = 'court' and d.code = f.outcome
		group by f.case_key
	) o on o.case_key = c.case_key;
