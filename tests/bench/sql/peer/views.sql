-- kind: script
-- purpose: the cubes of the three facts as materialized views over the same fact tables, without indexes
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
