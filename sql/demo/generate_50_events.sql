-- kind: script
-- purpose: writes arrests, bails, challans and court outcomes that happened by the last day
-- locks: new rows only

insert into psrms.arrests (arrest_id, accused_id, arrested_on, officer_id, entered_at)
select a.accused_id, a.accused_id, a.arrest_on, f.officer_id,
	demo.entered(demo.moment(a.arrest_on, demo.draw(a.accused_id, 'arrest hour', s.seed)),
		demo.draw(a.accused_id, 'arrest entered', s.seed), demo.last_moment(s.until))
from demo.accused_lifecycle as a
join psrms.firs as f using (fir_id)
cross join demo.settings as s
where a.arrest_on <= s.until
order by 1;

insert into psrms.bails (bail_id, accused_id, kind, granted_on, ended_on, entered_at)
select a.accused_id * 2 + b.n, a.accused_id, b.kind, b.granted_on, case when b.ended_on <= s.until then b.ended_on end,
	demo.entered(demo.moment(b.granted_on, 0.5), demo.draw(a.accused_id, b.kind || ' entered', s.seed), demo.last_moment(s.until))
from demo.accused_lifecycle as a
cross join demo.settings as s
cross join lateral (values (0, 'pre-arrest', a.interim_on, a.interim_ended_on), (1, 'post-arrest', a.bail_on, null)) as b (n, kind, granted_on, ended_on)
where b.granted_on <= s.until
order by 1;

insert into psrms.challans (challan_id, accused_id, kind, submitted_on, entered_at)
select a.accused_id * 2 + k.n, a.accused_id, k.kind, k.submitted_on,
	demo.entered(demo.moment(k.submitted_on, 0.3), demo.draw(a.accused_id, k.kind || ' entered', s.seed), demo.last_moment(s.until))
from demo.accused_lifecycle as a
join demo.fir_lifecycle as c using (fir_id)
cross join demo.settings as s
cross join lateral (values
	(0, case when a.po_on is not null then '512' when c.interim and a.challan_on < c.complete_on then 'interim' else 'complete' end, a.challan_on),
	(1, 'complete', case when a.po_on is null and c.interim and a.challan_on < c.complete_on then c.complete_on end)
) as k (n, kind, submitted_on)
where k.submitted_on <= s.until
order by 1;

insert into psrms.court_outcomes (outcome_id, accused_id, court, decided_on, outcome, sentence_kind, sentence_months, fine, appeal, entered_at)
select a.accused_id, a.accused_id,
	case when f.offence in ('RAPE', 'GANGRAPE', 'UNNATURAL') then 'Special Court (Anti-Rape)'
		when f.offence in ('HARASS', 'DOMVIOL', 'HURT', 'INTIMID', 'OTHER', 'INHERIT') then 'Magistrate' else 'Sessions Court' end,
	a.decided_on, a.outcome,
	case when g.guilty then case when f.offence in ('MURDER', 'HONOUR') and g.u < 0.5 then 'life' when g.u > 0.85 then 'fine' else 'imprisonment' end end,
	case when g.guilty and not (f.offence in ('MURDER', 'HONOUR') and g.u < 0.5) and g.u <= 0.85 then case
		when f.offence in ('RAPE', 'GANGRAPE', 'ACID', 'MURDER', 'HONOUR') then 120 + 12 * floor(15 * g.u)
		when f.offence in ('KIDNAP', 'ATTMURDER', 'TRAFFICK') then 36 + 12 * floor(9 * g.u) else 3 + floor(34 * g.u) end end::integer,
	case when g.guilty then (1000 * (5 + floor(95 * demo.draw(a.accused_id, 'fine', s.seed))))::bigint end,
	case when g.guilty and demo.draw(a.accused_id, 'appeal', s.seed) < 0.6 then 'pending' end,
	demo.entered(demo.moment(a.decided_on, 0.6), demo.draw(a.accused_id, 'outcome entered', s.seed), demo.last_moment(s.until))
from demo.accused_lifecycle as a
join demo.fir_draw as f using (fir_id)
cross join demo.settings as s
cross join lateral (select a.outcome in ('CONVICTED', 'CONVICTED_PART') as guilty, demo.draw(a.accused_id, 'sentence', s.seed) as u) as g
where a.decided_on <= s.until
order by 1;
