-- kind: script
-- purpose: the cubes of the three facts, one CREATE TABLE AS SELECT ... GROUP BY each, from a load by hand
-- locks: new objects only
--
-- What the house works out by its rules is written down here: the category of each spelling of sections, and
-- the class and rank of each outcome. Two temporary tables spare the accused's cubes their joins. No cube gets
-- an index, though ours have a primary key.
create schema peer;

create temporary table spelling (sections text, plain text, honour text, domestic text);
insert into spelling values
	('365-B', 'KIDNAP', 'KIDNAP', 'KIDNAP'), ('496-A', 'KIDNAP', 'KIDNAP', 'KIDNAP'),
	('354', 'SEXASSAULT', 'SEXASSAULT', 'SEXASSAULT'), ('376(i)', 'RAPE', 'RAPE', 'RAPE'),
	('337-A(i)/34', 'OTHER', 'OTHER', 'DOMVIOL'), ('354/506(ii)', 'SEXASSAULT', 'SEXASSAULT', 'SEXASSAULT'),
	('365-B/34', 'KIDNAP', 'KIDNAP', 'KIDNAP'), ('337-F(i)', 'OTHER', 'OTHER', 'DOMVIOL'),
	('506(ii)', 'INTIMID', 'INTIMID', 'INTIMID'), ('324/34', 'ATTMURDER', 'ATTMURDER', 'ATTMURDER'),
	('302', 'MURDER', 'HONOUR', 'MURDER'), ('302/34', 'MURDER', 'HONOUR', 'MURDER'),
	('376(ii)/34', 'GANGRAPE', 'GANGRAPE', 'GANGRAPE'), ('509', 'HARASS', 'HARASS', 'HARASS'),
	('354-A', 'SEXASSAULT', 'SEXASSAULT', 'SEXASSAULT'), ('498-A', 'INHERIT', 'INHERIT', 'INHERIT'),
	('PECA 20', 'CYBER', 'CYBER', 'CYBER'), ('336-B', 'ACID', 'ACID', 'ACID'), ('371-A', 'TRAFFICK', 'TRAFFICK', 'TRAFFICK'),
	('302/311', 'MURDER', 'HONOUR', 'MURDER');
analyze spelling;

create temporary table registered as
select c.case_id, c.district, c.station, c.channel, c.status, c.status_on, c.victims,
	(c.registered_at at time zone 'Asia/Karachi')::date as registered_on,
	case when c.honour then s.honour when c.domestic then s.domestic else s.plain end as category
from police.cases as c
join spelling as s on s.sections = c.sections;
analyze registered;

create temporary table disposal (outcome text, outcome_class text, rank integer);
insert into disposal values
	('CONVICTED', 'guilty', 1), ('CONVICTED_PART', 'guilty', 2), ('ACQUITTED', 'not_guilty', 3), ('ACQ_265K', 'not_guilty', 4),
	('ACQ_249A', 'not_guilty', 5), ('ACQ_COMPROMISE', 'other', 6), ('DISCHARGED', 'other', 7), ('WITHDRAWN', 'other', 8),
	('QUASHED', 'other', 9), ('ABATED', 'other', 15), ('RECORDROOM', 'other', null);
analyze disposal;

create temporary table involved as
select a.status, a.arrested_on, a.challaned_on, r.district, r.station, r.channel, r.category, r.registered_on,
	o.decided_on, o.outcome_class
from police.accused as a
join registered as r on r.case_id = a.case_id
left join (
	select distinct on (t.case_id, t.accused_id) t.case_id, t.accused_id, t.decided_on, d.outcome_class
	from police.outcomes as t
	join disposal as d on d.outcome = t.outcome
	where d.rank is not null
	order by t.case_id, t.accused_id, d.rank, t.decided_on
) as o on o.case_id = a.case_id and o.accused_id = a.accused_id;
analyze involved;

create table peer.case_day as
select r.district, r.station, r.category, r.channel, r.status, r.registered_on, count(*) as cases, sum(r.victims) as victims
from registered as r
group by r.district, r.station, r.category, r.channel, r.status, r.registered_on;
create table peer.case_month as
select r.district, r.category, r.channel, date_trunc('month', r.registered_on::timestamp)::date as registered_month,
	count(*) as cases, sum(r.victims) as victims
from registered as r
group by r.district, r.category, r.channel, date_trunc('month', r.registered_on::timestamp)::date;
create table peer.accused_day as
select i.district, i.channel, i.category, i.status, i.registered_on, count(*) as accused
from involved as i
group by i.district, i.channel, i.category, i.status, i.registered_on;
create table peer.arrest_day as
select i.district, i.station, i.category, i.arrested_on, count(*) as accused
from involved as i
where i.arrested_on is not null
group by i.district, i.station, i.category, i.arrested_on;
create table peer.challan_day as
select i.district, i.station, i.challaned_on, count(*) as accused
from involved as i
where i.challaned_on is not null
group by i.district, i.station, i.challaned_on;
create table peer.decided_day as
select i.district, i.category, i.outcome_class, i.decided_on, count(*) as accused
from involved as i
where i.decided_on is not null
group by i.district, i.category, i.outcome_class, i.decided_on;
create table peer.outcome_day as
select r.district, r.category, d.outcome_class, o.outcome, o.decided_on, count(*) as outcomes
from police.outcomes as o
join registered as r on r.case_id = o.case_id
join disposal as d on d.outcome = o.outcome
group by r.district, r.category, d.outcome_class, o.outcome, o.decided_on;

-- the lifecycle of each case: its first arrest, challan and conviction, and what ended it, the police or a court
create temporary table cause (outcome text, place integer, disposal text);
insert into cause values
	('CONVICTED', 1, 'convicted'), ('CONVICTED_PART', 2, 'convicted'), ('ACQUITTED', 3, 'acquitted'), ('ACQ_265K', 4, 'acquitted'),
	('ACQ_249A', 5, 'acquitted'), ('ACQ_COMPROMISE', 6, 'compromised'), ('DISCHARGED', 7, 'other'), ('WITHDRAWN', 8, 'compromised'),
	('QUASHED', 9, 'other'), ('ABATED', 15, 'other');
create temporary table lifecycle as
select r.district, r.category, r.channel, r.registered_on, date_trunc('month', r.registered_on::timestamp)::date as registered_month,
	a.first_arrested_on - r.registered_on as arrest_days, a.first_challaned_on - r.registered_on as challan_days, o.convicted_on,
	case when x.by_court then o.decided_on when r.status in ('CANCELLED', 'UNTRACED', 'TRANSFERRED', 'DECIDED', 'RECORDROOM')
		then r.status_on end as disposed_on,
	case when x.by_court then o.disposal
		when r.status in ('CANCELLED', 'UNTRACED', 'TRANSFERRED', 'DECIDED', 'RECORDROOM') and r.status_on is null then 'undated'
		when r.status in ('CANCELLED', 'UNTRACED', 'TRANSFERRED') then lower(r.status)
		when r.status in ('DECIDED', 'RECORDROOM') then 'other' end as disposal
from registered as r
left join (
	select i.case_id, min(i.arrested_on) as first_arrested_on, min(i.challaned_on) as first_challaned_on
	from police.accused as i
	group by i.case_id
) as a on a.case_id = r.case_id
left join (
	select t.case_id, min(t.decided_on) as decided_on, (array_agg(d.disposal order by t.decided_on, d.place))[1] as disposal,
		min(t.decided_on) filter (where d.disposal = 'convicted') as convicted_on
	from police.outcomes as t
	join cause as d on d.outcome = t.outcome
	group by t.case_id
) as o on o.case_id = r.case_id
cross join lateral (select o.decided_on is not null and (r.status not in ('CANCELLED', 'UNTRACED', 'TRANSFERRED')
	or o.decided_on <= coalesce(r.status_on, 'infinity')) as by_court) as x;
analyze lifecycle;

create table peer.cohort_month as
select f.district, f.category, f.registered_month, coalesce(f.disposal, 'open') as disposal,
	coalesce(greatest(0, (extract(year from f.disposed_on) - extract(year from f.registered_on)) * 12
		+ extract(month from f.disposed_on) - extract(month from f.registered_on)), 0)::integer as months_since, count(*) as cases
from lifecycle as f
group by 1, 2, 3, 4, 5;
create table peer.milestone_month as
select f.district, f.category, f.channel, f.registered_month, count(*) as cases, count(f.arrest_days) as arrested,
	count(*) filter (where f.arrest_days <= 90) as arrested_90, count(f.challan_days) as challaned,
	count(*) filter (where f.challan_days <= 17) as challaned_17, count(*) filter (where f.challan_days between 18 and 30) as challan_18_30,
	count(*) filter (where f.challan_days between 31 and 60) as challan_31_60,
	count(*) filter (where f.challan_days between 61 and 90) as challan_61_90,
	count(*) filter (where f.challan_days between 91 and 180) as challan_91_180,
	count(*) filter (where f.challan_days > 180) as challan_181_up, count(f.disposed_on) as disposed,
	count(*) filter (where f.disposal = 'undated') as undated, count(*) filter (where f.disposal = 'convicted') as convicted,
	count(*) filter (where f.disposal = 'convicted' and f.challan_days is not null) as challaned_convicted,
	count(f.convicted_on) as convicted_ever
from lifecycle as f
group by 1, 2, 3, 4;
create table peer.disposal_month as
select f.district, f.category, f.disposal, date_trunc('month', f.disposed_on::timestamp)::date as disposed_month, count(*) as cases,
	count(f.challan_days) as challaned
from lifecycle as f
where f.disposed_on is not null
group by 1, 2, 3, 4;
