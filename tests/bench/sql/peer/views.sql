-- kind: script
-- purpose: the cubes of the facts as materialized views over the same fact tables, without indexes; the courses of cases are kept
--   by the engine for both
-- locks: new objects only
create schema peer;
create materialized view peer.case_day as
select f.district, f.station, f.category, f.channel, f.status, f.registered_on, count(*) as cases,
	sum(coalesce(f.victims, 0)) as victims
from fact."case" as f
group by f.district, f.station, f.category, f.channel, f.status, f.registered_on;
create materialized view peer.case_month as
select f.district, f.category, f.channel, date_trunc('month', f.registered_on::timestamp)::date as registered_month,
	count(*) as cases, sum(coalesce(f.victims, 0)) as victims
from fact."case" as f
group by f.district, f.category, f.channel, date_trunc('month', f.registered_on::timestamp)::date;
create materialized view peer.accused_day as
select f.district, f.channel, f.category, f.status, f.registered_on, count(*) as accused
from fact.accused as f
group by f.district, f.channel, f.category, f.status, f.registered_on;
create materialized view peer.arrest_day as
select f.district, f.station, f.category, f.arrested_on, count(*) as accused
from fact.accused as f
where f.arrested_on is not null
group by f.district, f.station, f.category, f.arrested_on;
create materialized view peer.challan_day as
select f.district, f.station, f.challaned_on, count(*) as accused
from fact.accused as f
where f.challaned_on is not null
group by f.district, f.station, f.challaned_on;
create materialized view peer.decided_day as
select f.district, f.category, f.outcome_class, f.decided_on, count(*) as accused
from fact.accused as f
where f.decided_on is not null
group by f.district, f.category, f.outcome_class, f.decided_on;
create materialized view peer.outcome_day as
select f.district, f.category, f.outcome_class, f.outcome, f.decided_on, count(*) as outcomes
from fact.outcome as f
group by f.district, f.category, f.outcome_class, f.outcome, f.decided_on;
create materialized view peer.cohort_month as
select f.district, f.category, f.registered_month, coalesce(f.disposal, 'open') as disposal,
	coalesce(greatest(0, (extract(year from f.disposed_on) - extract(year from f.registered_on)) * 12
		+ extract(month from f.disposed_on) - extract(month from f.registered_on)), 0)::integer as months_since, count(*) as cases
from (
	select c.*, date_trunc('month', c.registered_on::timestamp)::date as registered_month,
		c.first_arrested_on - c.registered_on as arrest_days, c.first_challaned_on - c.registered_on as challan_days
	from fact.lifecycle as c
) as f
group by 1, 2, 3, 4, 5;
create materialized view peer.milestone_month as
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
from (
	select c.*, date_trunc('month', c.registered_on::timestamp)::date as registered_month,
		c.first_arrested_on - c.registered_on as arrest_days, c.first_challaned_on - c.registered_on as challan_days
	from fact.lifecycle as c
) as f
group by 1, 2, 3, 4;
create materialized view peer.disposal_month as
select f.district, f.category, f.disposal, date_trunc('month', f.disposed_on::timestamp)::date as disposed_month, count(*) as cases,
	count(f.challan_days) as challaned
from (
	select c.*, date_trunc('month', c.registered_on::timestamp)::date as registered_month,
		c.first_arrested_on - c.registered_on as arrest_days, c.first_challaned_on - c.registered_on as challan_days
	from fact.lifecycle as c
) as f
where f.disposed_on is not null
group by 1, 2, 3, 4;
