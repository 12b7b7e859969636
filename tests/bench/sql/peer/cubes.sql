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
select c.case_id, c.district, c.station, c.channel, c.status, c.victims,
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
