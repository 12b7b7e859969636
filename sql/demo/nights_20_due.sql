-- kind: script
-- purpose: finds the nights in which each record is entered, or moves on, by itself
-- locks: new rows only
--
-- A record comes in the night of its entry, and not before what it hangs on. What became of it later is taken back
-- to what could be known on each evening; nearly all records are the same on all of them and are left alone.

create temporary table fir_release on commit drop as
select f.fir_id, demo.night_of(f.entered_at, e.day) as night
from psrms.firs as f join demo.evening as e on e.night = 0
where demo.night_of(f.entered_at, e.day) > 0;

alter table fir_release add primary key (fir_id);
analyze fir_release;

create temporary table complaint_release on commit drop as
select c.complaint_id, demo.night_of(c.entered_at, e.day) as night
from psrms.vwps_complaints as c join demo.evening as e on e.night = 0
where demo.night_of(c.entered_at, e.day) > 0;

alter table complaint_release add primary key (complaint_id);
analyze complaint_release;

-- What never changes after its entry.
insert into demo.due (name, key, night, fir_id, entered)
with event (name, key, fir_id, night) as (
	select 'victims', v.victim_id, v.fir_id, 0 from psrms.victims as v
	union all select 'arrests', r.arrest_id, a.fir_id, demo.night_of(r.entered_at, e.day)
		from psrms.arrests as r join psrms.accused_persons as a using (accused_id) join demo.evening as e on e.night = 0
	union all select 'challans', h.challan_id, a.fir_id, demo.night_of(h.entered_at, e.day)
		from psrms.challans as h join psrms.accused_persons as a using (accused_id) join demo.evening as e on e.night = 0
	union all select 'court_outcomes', o.outcome_id, a.fir_id, demo.night_of(o.entered_at, e.day)
		from psrms.court_outcomes as o join psrms.accused_persons as a using (accused_id) join demo.evening as e on e.night = 0
	union all select 'outreach_events', o.event_id, null, demo.night_of(o.entered_at, e.day)
		from psrms.outreach_events as o join demo.evening as e on e.night = 0
	union all select 'trainings', t.training_id, null, demo.night_of(t.entered_at, e.day)
		from psrms.trainings as t join demo.evening as e on e.night = 0
)
select v.name, v.key, greatest(v.night, r.night), v.fir_id, true
from event as v left join fir_release as r using (fir_id)
where greatest(v.night, r.night) > 0;

-- What does: its state on every evening from its entry on, in one text.
create temporary table state (
	name text not null, key bigint not null, fir_id bigint, release integer not null, night integer not null, state text
) on commit drop;

insert into state (name, key, fir_id, release, night, state)
with moving as materialized (
	select f.fir_id, t, coalesce(r.night, 0) as release
	from psrms.firs as f
	join demo.fir_timeline as t using (fir_id)
	left join fir_release as r using (fir_id)
	join demo.evening as first on first.night = 0
	where r.night > 0 or demo.fir_status(t, first.known_on) <> f.status or demo.fir_status_on(t, first.known_on) <> f.status_on
)
select 'firs', m.fir_id, m.fir_id, m.release, e.night, demo.fir_status(m.t, e.known_on) || demo.fir_status_on(m.t, e.known_on)
from moving as m join demo.evening as e on e.night >= m.release;

insert into state (name, key, fir_id, release, night, state)
select 'accused_persons', p.accused_id, p.fir_id, coalesce(r.night, 0), e.night, demo.accused_status(a, e.known_on, s.seed)
from psrms.accused_persons as p
join demo.accused_lifecycle as a using (accused_id)
cross join demo.settings as s
left join fir_release as r on r.fir_id = p.fir_id
join demo.evening as first on first.night = 0
join demo.evening as e on e.night >= coalesce(r.night, 0)
where r.night > 0 or demo.accused_status(a, first.known_on, s.seed) <> p.status;

insert into state (name, key, fir_id, release, night, state)
select 'bails', b.bail_id, a.fir_id, w.release, e.night, coalesce(b.ended_on <= e.known_on, false)
from psrms.bails as b
join psrms.accused_persons as a using (accused_id)
left join fir_release as r using (fir_id)
join demo.evening as first on first.night = 0
cross join lateral (select greatest(demo.night_of(b.entered_at, first.day), r.night) as release) as w
join demo.evening as e on e.night >= w.release
where w.release > 0 or b.ended_on > first.known_on;

-- A complaint of which a case was made is one without a case until that is entered.
insert into state (name, key, fir_id, release, night, state)
select 'vwps_complaints', c.complaint_id, c.fir_id, coalesce(w.night, 0), e.night,
	concat(coalesce(c.responded_at <= e.known_at, false), case when c.fir_id is null then coalesce(c.disposed_on <= e.known_on, false)
		else coalesce(r.night, 0) <= e.night end)
from psrms.vwps_complaints as c
left join complaint_release as w using (complaint_id)
left join fir_release as r using (fir_id)
join demo.evening as first on first.night = 0
join demo.evening as e on e.night >= coalesce(w.night, 0)
where w.night > 0 or r.night > 0 or c.responded_at > first.known_at or (c.fir_id is null and c.disposed_on > first.known_on);

insert into state (name, key, release, night, state)
select 'referrals', q.referral_id, w.release, e.night,
	concat(coalesce(q.accepted_on <= e.known_on, false), coalesce(q.first_served_on <= e.known_on, false), coalesce(q.closed_on <= e.known_on, false))
from psrms.referrals as q
left join complaint_release as c using (complaint_id)
join demo.evening as first on first.night = 0
cross join lateral (select greatest(demo.night_of(q.entered_at, first.day), c.night) as release) as w
join demo.evening as e on e.night >= w.release
where w.release > 0 or greatest(q.accepted_on, q.first_served_on, q.closed_on) > first.known_on;

insert into demo.due (name, key, night, fir_id, entered)
select name, key, night, fir_id, night = release and release > 0
from (select s.*, lag(s.state) over (partition by s.name, s.key order by s.night) as before from state as s) as t
where night = release or state <> before;

analyze demo.due;
