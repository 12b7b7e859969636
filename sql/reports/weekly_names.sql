-- purpose: how many police stations of a district print by an Urdu name that no list of the police confirms
-- grain: one row
-- parameters: $1 district text
-- returns: unverified bigint
-- measures: unverified=station on date of their records
-- locks: none
-- trace: unverified said "names of police stations, sql/reference/station_name.csv"
--
-- A station whose Urdu name is not known prints as recorded and is none of them.
select pg_catalog.count(*) as unverified
from (select distinct c.station from report.case_day c where c.district = $1::text) s
where not (report.station_named($1::text, s.station)).verified
