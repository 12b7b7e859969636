-- kind: script
-- purpose: writes VWPS complaints, referrals, outreach events and trainings
-- locks: new rows only

create temporary table complaint_draw on commit drop as
with opened as (
	select code, name, vwps_since, s.until, s.seed, s.cases,
		weight_after * (s.until - vwps_since) / sum(weight_after * (s.until - vwps_since)) over () as share
	from demo.district_weight cross join demo.settings as s
)
-- of every FIR that came through the VWPS there is a complaint; four calls of five end otherwise
select f.fir_id as complaint_id, f.fir_id, f.district, f.registered_at
	- make_interval(mins => 30 + floor(4000 * power(demo.draw(f.fir_id, 'call', s.seed), 3))::integer) as received_at
from demo.fir_draw as f cross join demo.settings as s
where f.channel = 'VWPS'
union all
select s.cases + row_number() over (order by o.code collate "C", n), null::bigint, o.code,
	demo.moment(o.vwps_since + floor((o.until - o.vwps_since + 1)
		* power(demo.draw(n, 'call day ' || o.code, o.seed), 0.75))::integer, demo.draw(n, 'call hour ' || o.code, o.seed))
from opened as o
cross join demo.settings as s
cross join lateral generate_series(1, greatest(3, round(0.8 * o.cases * o.share))::integer) as n;

insert into psrms.vwps_complaints (complaint_id, received_at, channel, district, caller_name, caller_phone, caller_address, kind,
	responded_at, disposal, disposed_on, fir_id, satisfaction, entered_at)
select c.complaint_id, c.received_at,
	case when c.fir_id is not null then 'VWPS' else demo.pick(array['VWPS', 'VWPS', 'VWPS', '15', '15', '1787', 'APP', 'APP'],
		demo.draw(c.complaint_id, 'complaint channel', s.seed)) end,
	c.district, demo.person(c.complaint_id, true, 'caller', s.seed), demo.phone(c.complaint_id, 'caller', s.seed),
	demo.address(c.complaint_id, d.name, 'caller', s.seed),
	case when f.offence = 'DOMVIOL' then 'domestic_violence' when f.offence in ('HARASS', 'SEXASSAULT') then 'harassment'
		when f.offence = 'FORCEDMARR' then 'forced_marriage' when f.offence = 'CYBER' then 'cyber'
		when f.offence = 'INTIMID' then 'threat' when f.fir_id is not null then 'other'
		else demo.pick(array['domestic_violence', 'domestic_violence', 'domestic_violence', 'domestic_violence', 'harassment',
			'harassment', 'harassment', 'threat', 'family_dispute', 'family_dispute', 'cyber', 'property', 'forced_marriage', 'other'],
			demo.draw(c.complaint_id, 'complaint kind', s.seed)) end,
	case when r.responded_at <= demo.last_moment(s.until) then r.responded_at end,
	case when c.fir_id is not null then 'fir' when e.ended_on > s.until then 'inquiry' else e.disposal end,
	case when c.fir_id is not null then f.registered_on when e.ended_on <= s.until and e.disposal <> 'inquiry' then e.ended_on end,
	c.fir_id,
	-- 99: was asked, and did not want to answer
	case when demo.draw(c.complaint_id, 'asked', s.seed) < 0.35
		then 5 - floor(5 * power(demo.draw(c.complaint_id, 'satisfaction', s.seed), 2.2))
		when demo.draw(c.complaint_id, 'asked', s.seed) < 0.41 then 99 end::integer,
	demo.entered(c.received_at, demo.draw(c.complaint_id, 'complaint entered', s.seed) * 0.6, demo.last_moment(s.until))
from complaint_draw as c
join demo.district_weight as d on d.code = c.district
left join demo.fir_draw as f on f.fir_id = c.fir_id
cross join demo.settings as s
cross join lateral (select c.received_at + make_interval(secs =>
	60 * 14 * power((demo.draw(c.complaint_id, 'response', s.seed) + 0.01) / (1.01 - demo.draw(c.complaint_id, 'response', s.seed)), 1.1))
	as responded_at) as r
cross join lateral (select
	(c.received_at at time zone 'Asia/Karachi')::date + demo.delay(6, 0.7, demo.draw(c.complaint_id, 'disposed', s.seed)) as ended_on,
	demo.pick(array['resolved', 'resolved', 'resolved', 'resolved', 'resolved', 'resolved', 'resolved', 'inquiry', 'referred'],
		demo.draw(c.complaint_id, 'disposal', s.seed)) as disposal) as e
where c.received_at <= demo.last_moment(s.until)
order by 1;

insert into psrms.referrals (referral_id, complaint_id, partner, service, referred_on, accepted_on, first_served_on, closed_on, entered_at)
select c.complaint_id, c.complaint_id,
	case v.service when 'legal' then 'Legal Aid Desk' when 'psychological' then 'Counselling Centre'
		when 'medical' then 'DHQ Hospital Medico-Legal Unit' else 'Dar-ul-Aman' end,
	v.service, v.referred_on,
	case when v.accepted_on <= s.until and v.u < 0.88 then v.accepted_on end,
	case when v.served_on <= s.until and v.u < 0.76 then v.served_on end,
	case when v.closed_on <= s.until and v.u < 0.7 then v.closed_on end,
	demo.entered(demo.moment(v.referred_on, 0.4), demo.draw(c.complaint_id, 'referral entered', s.seed), demo.last_moment(s.until))
from psrms.vwps_complaints as c
cross join demo.settings as s
cross join lateral (
	select w.u, w.service, w.referred_on, w.referred_on + w.wait as accepted_on, w.referred_on + 2 * w.wait + 2 as served_on,
		w.referred_on + 2 * w.wait + 2 + 20 + floor(120 * w.u)::integer as closed_on
	from (select demo.draw(c.complaint_id, 'referral taken', s.seed) as u,
		demo.pick(array['legal', 'legal', 'legal', 'psychological', 'psychological', 'medical', 'shelter'],
			demo.draw(c.complaint_id, 'service', s.seed)) as service,
		(c.received_at at time zone 'Asia/Karachi')::date + floor(6 * demo.draw(c.complaint_id, 'referred', s.seed))::integer as referred_on,
		demo.delay(3, 0.6, demo.draw(c.complaint_id, 'accepted', s.seed)) as wait) as w
) as v
where v.referred_on <= s.until
	and demo.draw(c.complaint_id, 'refer', s.seed) < case when c.disposal = 'referred' then 1 when c.disposal = 'fir' then 0.3 else 0.04 end
order by 1;

-- about two events a month and district, more of them in Pakpattan
insert into psrms.outreach_events (event_id, held_on, district, tehsil, kind, topic, audience, attended_women, attended_men, partner, entered_at)
select hashtext(d.code collate "C")::bigint * 10000 + n, h.held_on, d.code,
	-- the first tehsils of a district are visited most, the last seldom; some are written otherwise, and some are none
	case when demo.draw(k.key, 'tehsil written', s.seed) < 0.03 then 'Head Office'
		when demo.draw(k.key, 'tehsil written', s.seed) < 0.06 then 'tehsil ' || t.name_en
		when demo.draw(k.key, 'tehsil written', s.seed) < 0.08 then upper(t.name_en)
		when demo.draw(k.key, 'tehsil written', s.seed) < 0.10 then t.name_ur
		when demo.draw(k.key, 'tehsil written', s.seed) < 0.99 then t.name_en end,
	demo.pick(array['workshop', 'workshop', 'seminar', 'awareness_session', 'awareness_session', 'school_visit', 'open_court'],
		demo.draw(k.key, 'event kind', s.seed)),
	demo.pick(array['How to report', 'Harassment in public places', 'Rights in marriage', 'Child protection', 'Women Safety App',
		'Support for survivors'], demo.draw(k.key, 'topic', s.seed)),
	demo.pick(array['college students', 'school pupils', 'teachers', 'health workers', 'village women', 'factory workers'],
		demo.draw(k.key, 'audience', s.seed)),
	12 + floor(140 * power(demo.draw(k.key, 'women', s.seed), 1.8))::integer, floor(60 * power(demo.draw(k.key, 'men', s.seed), 2))::integer,
	case when demo.draw(k.key, 'with', s.seed) < 0.5 then demo.pick(array['Legal Aid Desk', 'Counselling Centre', 'District Bar',
		'Education Department', 'Health Department'], demo.draw(k.key, 'partner', s.seed)) end,
	demo.entered(demo.moment(h.held_on, 0.3), demo.draw(k.key, 'event entered', s.seed), demo.last_moment(s.until))
from demo.district_weight as d
cross join demo.settings as s
cross join lateral generate_series(1, ((s.until - d.vwps_since) * case when d.code = 'PKP' then 3.5 else 1.6 end / 30)::integer) as n
cross join lateral (select hashtext(d.code collate "C")::bigint * 10000 + n as key) as k
cross join lateral (select d.vwps_since + floor((s.until - d.vwps_since + 1) * demo.draw(k.key, 'held', s.seed))::integer as held_on) as h
left join lateral (
	select l.name_en, l.name_ur
	from (select t.*, row_number() over (order by not t.verified, t.code collate "C") as place, count(*) over () as places
		from demo.tehsil as t
		where t.district = d.code and coalesce(t.valid_from, '-infinity') <= h.held_on and coalesce(t.valid_to, 'infinity') >= h.held_on) as l
	where l.place = 1 + floor(l.places * power(demo.draw(k.key, 'tehsil', s.seed), 1.7))::integer
) as t on true
order by 1;

insert into psrms.trainings (training_id, officer_id, course, completed_on, entered_at)
select o.officer_id * 10 + c.n, o.officer_id, c.course, t.completed_on,
	demo.entered(demo.moment(t.completed_on, 0.9), demo.draw(o.officer_id * 10 + c.n, 'training entered', s.seed), demo.last_moment(s.until))
from psrms.officers as o
join psrms.police_stations as ps using (ps_id)
join demo.district_weight as d on d.code = ps.district
cross join demo.settings as s
cross join (values (1, 'First response to gender-based violence', 0.5), (2, 'Interviewing survivors', 0.3),
	(3, 'Anti-Rape Act investigation', 0.22), (4, 'VWPS operator', 0.15)) as c (n, course, share)
cross join lateral (select greatest(date '2022-03-01', d.vwps_since - 200) + floor(1100 * demo.draw(o.officer_id * 10 + c.n, 'trained', s.seed))::integer
	as completed_on) as t
where t.completed_on <= s.until
	-- no course has reached one station in twelve
	and demo.draw(o.ps_id, 'station trained', s.seed) >= 0.083
	and demo.draw(o.officer_id * 10 + c.n, 'training', s.seed) < c.share * case when o.unit = 'Station' then 0.6 else 1.8 end
order by 1;
