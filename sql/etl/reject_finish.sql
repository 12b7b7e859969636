-- purpose: completes ledger entries of a run: the station that owns the case, and the run that saw the same refusal first
-- grain: one row per entry
-- parameters: $1 run_no bigint
-- returns: none
-- locks: writes etl.reject
update etl.reject r
set district = coalesce(r.district, owner.district), station = coalesce(r.station, owner.station),
	first_run = coalesce(owner.first_run, r.first_run)
from (
	select n.reject_no, c.district, c.station, (
		select min(o.first_run) from etl.reject o
		where o.source = n.source and o.feed = n.feed and o.code = n.code and o.run_no < n.run_no
			and o.field is not distinct from n.field and o.content = n.content) as first_run
	from etl.reject n
	left join stage."case" c on c.source = n.source and c.case_key = (n.content ->> 'case_key')::uuid
	where n.run_no = $1::bigint and n.row_no is not null
) owner
where owner.reject_no = r.reject_no
