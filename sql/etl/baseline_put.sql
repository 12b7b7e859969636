-- purpose: begins the baseline of a district anew with a week, for a reason; from the next run on
-- grain: one row, or none for an unknown district or before anything is published
-- parameters: $1 district text, $2 from date, $3 reason text
-- returns: district text, from_on date, run_no bigint
-- locks: writes etl.baseline
--
-- $1 is the code of a district, or that of a jurisdiction for all of its districts. $2 means the week that holds it.
insert into etl.baseline as b (jurisdiction, district, from_on, reason, run_no)
select k.jurisdiction, k.district, pg_catalog.date_trunc('week', $2::date::timestamp)::date, $3::text, p.published_run
from (
	select d.jurisdiction, d.code as district from ref.district d where d.code = pg_catalog.upper($1::text)
	union
	select d.jurisdiction, '' from ref.district d where d.jurisdiction = pg_catalog.lower($1::text)
) k
cross join etl.pointer p
on conflict (jurisdiction, district, from_on, run_no) do update set reason = excluded.reason
returning b.district, b.from_on, b.run_no
